"""How allauth behaves here: sign-in by code only, no open sign-up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("That code is not right. Check the newest mail."),
        # Said after too many wrong codes, and to whoever asks for too many.
        "too_many_login_attempts": _(
            "That was tried too often. Ask for a new code; if none comes, wait five minutes."
        ),
        "rate_limited": _("That was tried too often. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People are added by their community; nobody signs up from outside."""
        return False
