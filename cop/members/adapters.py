"""How allauth behaves here: sign-in by code only, no open sign-up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cop.core.confirmation import is_confirmed


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

    def get_login_stages(self) -> list[str]:
        """With the second step as an organisation's account can take it."""
        ours = "cop.members.provider_account.SecondStepStage"
        theirs = "allauth.mfa.stages.AuthenticateStage"
        return [ours if stage == theirs else stage for stage in super().get_login_stages()]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Allauth's own pages ask as seldom as ours."""
        return not is_confirmed(self.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The second step of whoever has one; a code by mail is for the others alone."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if methods or not user.is_authenticated:
            return methods
        by_mail = {
            "id": "confirm_by_code",
            "description": _("Use a code from your mail"),
            "url": reverse("account_reauthenticate"),
        }
        return [by_mail]

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell somebody what changed about their sign-in, without the address and browser used."""
        self.send_mail(template_prefix, email or user.email, context or {})


class SecondStepAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("That code is not right. Use the figures the app shows now."),
    }
