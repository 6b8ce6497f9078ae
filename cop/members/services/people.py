"""People, known by their e-mail address across the whole installation."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from cop.core.errors import Refused
from cop.members.models import Member, User

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


def person_for(email: str, name: str = "") -> User:
    """The person with this address, created if new.

    An existing person keeps their name; one without a name takes the given one, since pages would
    otherwise have nothing to call them by.
    """
    address = clean_email(email)
    person = User.objects.filter(email=address).first()
    if person is None:
        return User.objects.create_user(address, name)
    if name and not person.name:
        person.name = name
        person.save(update_fields=["name"])
    return person


def change_address(*, person: User, before: str) -> None:
    """After support changed a person's address: rosters follow where they had the old one."""
    Member.objects.filter(person=person, email=before).update(email=person.email)
