"""Signing in with an organisation's account, at a provider that is a process of its own."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.conf import settings as installed
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cop.core import registry
from cop.members.models import User
from tests.access.urls_account import SECRET as APP_SECRET
from tests.members.test_browsers import everything_stored
from tests.oidc_provider.serve import CALLBACK, CLIENT, SECRET

BEGIN = "/in/account/oidc/organisation/login/"
MINE = "/in/account/organisation/"
COMMUNITY = "/in/c/northern/"
NEEDED = "/in/account/second-step/"
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def provider(tmp_path_factory):
    """The address of the organisation's sign-in."""
    folder = tmp_path_factory.mktemp("provider")
    env = {**os.environ, "PROVIDER_DATABASE": str(folder / "provider.sqlite3")}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.oidc_provider.serve"],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        text=True,
    )
    port = process.stdout.readline().strip()
    assert port, "the provider did not start"
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(timeout=60)
    process.stdout.close()


@pytest.fixture(autouse=True)
def configured(provider, settings, monkeypatch, cast):
    """An installation whose provider answers for example.org."""
    cache.clear()
    monkeypatch.setattr(registry, "listening", [lambda community: True])
    settings.OIDC_SERVER_URL = provider
    settings.OIDC_NAME = "Northern Trust"
    settings.OIDC_DOMAINS = ["example.org"]
    settings.OIDC_MFA_ACR = ["urn:strong"]
    app = {
        "provider_id": "organisation",
        "name": "Northern Trust",
        "client_id": CLIENT,
        "secret": SECRET,
        "settings": {"server_url": provider},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}
    }


def sent_to_provider(client: Client, **how: str) -> str:
    """Press the button; the address at the provider one is sent to."""
    answer = client.post(BEGIN, how, query_params=how)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def back_from(provider: str, name: str, address: str) -> str:
    """What the provider answers somebody who is signed in there: the way back."""
    with requests.Session() as browser:
        browser.get(f"{provider}/enter/{name}/", timeout=60)
        answer = browser.get(address, allow_redirects=False, timeout=60)
    assert answer.status_code == 302, answer.text
    assert answer.headers["Location"].startswith(CALLBACK)
    return answer.headers["Location"].removeprefix("http://testserver")


def sign_in(provider: str, name: str, client: Client | None = None, **how: str):
    client = client or Client()
    answer = client.get(back_from(provider, name, sent_to_provider(client, **how)))
    return client, answer


class TestWhoSignsIn:
    def test_somebody_of_a_domain_the_provider_answers_for(self, provider, cast):
        client, answer = sign_in(provider, "rosa")
        assert answer["Location"] == "/in/"
        assert client.session["_auth_user_id"] == str(cast.rosa.pk)
        assert client.get(COMMUNITY).status_code == 200
        account = SocialAccount.objects.get(user=cast.rosa)
        assert (account.provider, account.extra_data) == ("organisation", {})
        assert mail.outbox[-1].to == ["rosa@example.org"], "and is told"
        again, _answer = sign_in(provider, "rosa")
        assert again.get(COMMUNITY).status_code == 200
        assert SocialAccount.objects.count() == 1
        assert SocialAccount.objects.get().extra_data == {}

    def test_they_land_where_they_were_going(self, provider):
        _client, answer = sign_in(provider, "rosa", next=COMMUNITY)
        assert answer["Location"] == COMMUNITY
        _client, answer = sign_in(provider, "rosa", next="https://elsewhere.example/")
        assert answer["Location"] == "/in/"

    @pytest.mark.parametrize("name", ["liar", "elsewhere", "newcomer"])
    def test_nobody_else_does(self, provider, cast, name):
        """An unverified address, a domain of somebody else's, and a person nobody invited."""
        User.objects.create_user("will@elsewhere.example")
        people = User.objects.count()
        client, answer = sign_in(provider, name)
        assert answer.status_code == 403
        assert "We cannot tell who you are here" in answer.content.decode()
        assert "_auth_user_id" not in client.session
        assert User.objects.count() == people
        assert not SocialAccount.objects.exists()

    def test_without_a_domain_nobody_is_taken_for_the_owner_of_an_address(self, provider, settings):
        settings.OIDC_DOMAINS = []
        _client, answer = sign_in(provider, "rosa")
        assert answer.status_code == 403

    def test_a_known_and_an_unknown_address_get_the_same_page(self, provider, settings):
        settings.OIDC_DOMAINS = []
        pages = {sign_in(provider, name)[1].content for name in ("rosa", "newcomer")}
        assert len(pages) == 1

    def test_an_address_given_to_somebody_new_does_not_open_the_old_account(self, provider, cast):
        sign_in(provider, "rosa")
        User.objects.filter(pk=cast.rosa.pk).update(email="rosa.other@example.org")
        _client, answer = sign_in(provider, "twin")
        assert answer.status_code == 403

    def test_a_closed_account_stays_closed(self, provider, cast):
        User.objects.filter(pk=cast.rosa.pk).update(is_active=False)
        client, _answer = sign_in(provider, "rosa")
        assert "_auth_user_id" not in client.session


class TestSecondStep:
    @pytest.mark.parametrize("name", ["amara", "nkechi"])
    def test_taken_at_the_organisation_it_is_not_asked_again(self, provider, cast, name):
        TOTP.activate(cast.people[name], APP_SECRET)
        client, answer = sign_in(provider, name)
        assert answer["Location"] == "/in/"
        assert client.get(COMMUNITY).status_code == 200

    def test_without_one_there_ours_is_asked(self, provider, cast):
        TOTP.activate(cast.bilal, APP_SECRET)
        client, answer = sign_in(provider, "bilal")
        assert answer["Location"] == reverse("mfa_authenticate")
        assert "_auth_user_id" not in client.session

    def test_and_has_to_be_set_up_by_who_has_none(self, provider, cast):
        client, _answer = sign_in(provider, "bilal")
        assert client.get(COMMUNITY)["Location"] == NEEDED

    def test_an_acr_that_was_not_named_says_nothing(self, provider, cast, settings):
        settings.OIDC_MFA_ACR = []
        client, _answer = sign_in(provider, "nkechi")
        assert client.get(COMMUNITY)["Location"] == NEEDED


class TestConnecting:
    def test_while_signed_in(self, provider, cast, as_, settings):
        settings.OIDC_DOMAINS = []
        client = as_("rosa")
        assert "Connect" in client.get(MINE).content.decode()
        _client, answer = sign_in(provider, "newcomer", client, process="connect", next=MINE)
        assert answer["Location"] == MINE
        assert "You can sign in with Northern Trust" in client.get(MINE).content.decode()
        other, _answer = sign_in(provider, "newcomer")
        assert other.session["_auth_user_id"] == str(cast.rosa.pk)

    def test_disconnecting(self, provider, cast, as_, settings):
        sign_in(provider, "rosa")
        settings.OIDC_DOMAINS = []
        as_("rosa").post(MINE)
        assert sign_in(provider, "rosa")[1].status_code == 403

    def test_one_account_serves_one_person(self, provider, cast, as_):
        sign_in(provider, "rosa")
        sign_in(provider, "rosa", as_("will"), process="connect", next=MINE)
        assert SocialAccount.objects.get().user == cast.rosa

    def test_asks_who_it_is(self, as_):
        asked = as_("rosa", seconds_ago=1000).get(MINE)
        assert asked["Location"].startswith("/in/account/reauthenticate/")


class TestOnTheWay:
    def test_the_request_is_bound_to_the_browser_and_the_code_to_the_request(self, provider):
        asked = parse_qs(urlsplit(sent_to_provider(Client())).query)
        assert asked["code_challenge_method"] == ["S256"]
        assert len(asked["code_challenge"][0]) == 43
        assert asked["state"][0]
        assert {*asked["scope"][0].split()} == {"openid", "profile", "email"}

    def test_another_browser_cannot_use_the_way_back(self, provider, cast):
        way_back = back_from(provider, "rosa", sent_to_provider(Client()))
        victim = Client()
        victim.get(way_back)
        assert "_auth_user_id" not in victim.session

    def test_the_way_back_works_once(self, provider):
        client = Client()
        way_back = back_from(provider, "rosa", sent_to_provider(client))
        client.get(way_back)
        client.post(reverse("account_logout"))
        client.get(way_back)
        assert "_auth_user_id" not in client.session

    def test_a_code_stolen_on_the_way_is_worth_nothing_without_its_verifier(self, provider):
        client = Client()
        way_back = back_from(provider, "rosa", sent_to_provider(client))
        session = client.session
        for state, _at, _who in session["socialaccount_states"].values():
            state["pkce_code_verifier"] = "x" * 43
        session.save()
        client.get(way_back)
        assert "_auth_user_id" not in client.session

    def test_the_session_is_a_new_one(self, provider):
        client = Client()
        address = sent_to_provider(client)
        before = client.session.session_key
        client.get(back_from(provider, "rosa", address))
        assert client.session.session_key != before

    def test_no_token_and_nothing_it_says_is_stored(self, provider):
        sign_in(provider, "amara")
        assert not SocialToken.objects.exists()
        stored = everything_stored()
        assert "organisation" in stored
        for said in ("access_token", "id_token", '"amr"', "preferred_username"):
            assert said not in stored

    def test_stopping_there_says_so_here(self, provider):
        client = Client()
        state = parse_qs(urlsplit(sent_to_provider(client)).query)["state"][0]
        page = client.get(f"{BEGIN}callback/?error=access_denied&state={state}", follow=True)
        assert "You did not sign in" in page.content.decode()


class TestNotConfigured:
    def test_nothing_of_it_is_there(self, settings, as_):
        settings.OIDC_SERVER_URL = ""
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {}}
        assert (
            "work account"
            not in Client().get(reverse("account_request_login_code")).content.decode()
        )
        assert Client().post(BEGIN).status_code == 404
        assert Client().get(f"{BEGIN}callback/").status_code == 404
        assert as_("rosa").get(MINE).status_code == 404

    def test_the_button_is_there_where_it_is(self):
        page = Client().get(reverse("account_request_login_code")).content.decode()
        assert "Sign in with Northern Trust" in page
        assert f'action="{BEGIN}"' in page


def test_the_policy_of_pages_lets_the_form_go_to_the_provider(tmp_path):
    env = {**os.environ, "OIDC_SERVER_URL": "https://login.example.org/tenant/v2.0"}
    code = (
        "from cop import settings as s;"
        "print(s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'],"
        " s.SOCIALACCOUNT_PROVIDERS['openid_connect']['APPS'][0]['secret'])"
    )
    secret = tmp_path / "secret"
    secret.write_text("from a file")
    env["OIDC_CLIENT_SECRET_FILE"] = str(secret)
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "[\"'self'\", 'https://login.example.org'] from a file"
    assert installed.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] == ["'self'"]
