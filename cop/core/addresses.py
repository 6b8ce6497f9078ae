"""E-mail addresses, by which people are known: one spelling of each."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from cop.core.errors import Refused

LONGEST_ADDRESS = 254


def clean_email(email: str) -> str:
    """The address in lower case. Raises Refused when it is none."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise Refused(_("Enter an e-mail address, like name@example.org.")) from None
    if len(address) > LONGEST_ADDRESS:
        raise Refused(_("The e-mail address is too long. Check it."))
    return address
