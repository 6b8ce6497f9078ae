"""Signing in with an organisation's account (OpenID Connect), as this installation is set.

Whoever answers for an address can sign in with it. So an account is taken for a person's own only
where they connected it while signed in, or where the installation says that the provider answers
for their domain. Nobody is added from outside, and of what the provider says nothing is kept but
its name for the account.
"""

from typing import Any

from allauth.account.stages import LoginStageController
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cop.members.models import User
from cop.members.second_step import note_second_step

ORGANISATION = "organisation"
VERIFIED = (True, "true", 1, "1")  # providers write it in all these ways


class OrganisationAdapter(DefaultSocialAccountAdapter):
    """How allauth behaves with an organisation's account."""

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Any) -> User:
        """Read what the provider says, and keep nothing of it."""
        said = sociallogin.account.extra_data
        token, more = said.get("id_token") or {}, said.get("userinfo") or {}
        if token and more and token.get("sub") != more.get("sub"):
            raise ImmediateHttpResponse(refusal(request))
        sociallogin.vouched_address = vouched_address({**more, **token})
        sociallogin.took_second_step = says_second_step(token)
        sociallogin.account.extra_data = {}
        person: User = sociallogin.user
        return person

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """People are added by their community; nobody signs up from outside."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """An account nobody has connected: its owner is whom the provider answers for, or none."""
        if sociallogin.is_existing or sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        person = User.objects.filter(email=sociallogin.vouched_address).first()
        if person is None or SocialAccount.objects.filter(user=person).exists():
            raise ImmediateHttpResponse(refusal(request))
        sociallogin.connect(request, person)


class SecondStepStage(AuthenticateStage):
    """allauth's, passed by whoever has taken a second step at their organisation just now."""

    controller: LoginStageController

    def handle(self) -> tuple[HttpResponse | None, bool]:
        sociallogin = (self.login.signal_kwargs or {}).get("sociallogin")
        if sociallogin is None or not getattr(sociallogin, "took_second_step", False):
            answer: tuple[HttpResponse | None, bool] = super().handle()
            return answer
        note_second_step(self.request, self.login.user, ORGANISATION)
        return None, True


def vouched_address(claims: dict[str, Any]) -> str:
    """The address the provider says it has verified, of a domain it answers for; or ""."""
    address = str(claims.get("email") or "").strip().lower()
    is_verified = claims.get("email_verified") in VERIFIED or claims.get("xms_edov") in VERIFIED
    domain = address.rpartition("@")[2]
    return address if is_verified and domain in settings.OIDC_DOMAINS else ""


def says_second_step(token: dict[str, Any]) -> bool:
    """Whether the signed token says that more than one factor was used."""
    methods = token.get("amr") or []
    return "mfa" in methods or token.get("acr") in settings.OIDC_MFA_ACR


def refusal(request: HttpRequest) -> HttpResponse:
    """The same for an address we know and one we do not."""
    return render(request, "socialaccount/unknown.html", status=403)
