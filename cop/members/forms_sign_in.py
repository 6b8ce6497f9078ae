"""Asking for a code to sign in. Apart from the other forms, since allauth loads it by name."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import RequestLoginCodeForm
from allauth.core import context, ratelimit


class SignInForm(RequestLoginCodeForm):
    """allauth's, with a limit for an address at one place beside that for the address anywhere."""

    def clean_email(self) -> str:
        """The address. Says the same for one that is known and one that is not."""
        email = str(self.cleaned_data["email"]).lower()
        place = get_adapter().get_client_ip(context.request)
        here = f"{place} {email}"
        if not ratelimit.consume(context.request, action="request_login_code_here", key=here):
            raise get_adapter().validation_error("too_many_login_attempts")
        return str(super().clean_email())
