"""A second step for whoever holds a role: asked at sign-in, never in the middle of a session."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from cop.audit.models import Entry
from cop.core import registry
from cop.core.errors import Refused
from cop.members.services import appoint, take_second_step
from tests.access.test_url_matrix import address, all_pages, ask
from tests.access.urls_account import SECRET, figures_now
from tests.members.test_sign_in import CONFIRM, ask_for_code, sent_code
from tests.members.test_sign_in import figures_now as shown

NEEDED = "/in/account/second-step/"
COMMUNITY = "/in/c/northern/"
APPOINTED = ("amara", "tom", "bilal", "ines", "nkechi", "okafor", "dana")
# Register, requests, record: the secretary, the data protection contact, the oversight chair.
TAKE_NAMES_OUT = {"bilal", "dana", "okafor"}
IN_COMMUNITY = [
    page for page in all_pages() if not (page.outside or page.public) and page.method == "get"
]


@pytest.fixture(autouse=True)
def fresh_limits():
    """Rate limits live in Valkey, which outlasts a test."""
    cache.clear()


@pytest.fixture
def listening(monkeypatch):
    monkeypatch.setattr(registry, "listening", [lambda community: True])


@pytest.fixture
def meeting(monkeypatch):
    monkeypatch.setattr(registry, "listening", [lambda community: False])


@pytest.mark.usefixtures("listening")
class TestWhoIsAsked:
    @pytest.mark.parametrize("name", APPOINTED)
    def test_every_appointee_once_the_community_listens(self, as_, name):
        answer = as_(name, second_step=False).get(COMMUNITY)
        assert (answer.status_code, answer["Location"]) == (302, NEEDED)
        assert as_(name).get(COMMUNITY).status_code == 200

    @pytest.mark.parametrize("name", ["rosa", "will", "grace"])
    def test_members_and_guests_are_not(self, as_, name):
        assert as_(name, second_step=False).get(COMMUNITY).status_code == 200

    @pytest.mark.parametrize("page", IN_COMMUNITY, ids=lambda page: page.name)
    def test_no_page_of_the_community_forgets_to_ask(self, as_, cast, page):
        url = address(page, cast)
        assert ask(as_("amara", second_step=False), page, url)["Location"] == NEEDED

    def test_a_role_given_meanwhile_asks_at_the_next_page(self, as_, cast):
        client = as_("rosa", second_step=False)
        assert client.get(COMMUNITY).status_code == 200
        appoint(actor=cast.system, email="rosa@example.org", role="facilitator")
        assert client.get(COMMUNITY)["Location"] == NEEDED

    def test_a_fragment_sends_the_whole_page_on(self, as_):
        client = as_("amara", second_step=False)
        answer = client.get(COMMUNITY, headers={"HX-Request": "true"})
        assert (answer.status_code, answer["HX-Redirect"]) == (200, NEEDED)

    def test_strangers_learn_nothing_of_it(self, as_):
        assert as_("sam", second_step=False).get(COMMUNITY).status_code == 404


@pytest.mark.usefixtures("meeting")
class TestBefore:
    @pytest.mark.parametrize("name", sorted(TAKE_NAMES_OUT))
    def test_who_may_take_names_out_is_asked_from_the_start(self, as_, name):
        assert as_(name, second_step=False).get(COMMUNITY)["Location"] == NEEDED

    @pytest.mark.parametrize("name", sorted({*APPOINTED} - TAKE_NAMES_OUT))
    def test_the_others_are_not_so_that_meeting_takes_one_evening(self, as_, name):
        assert as_(name, second_step=False).get(COMMUNITY).status_code == 200

    def test_whoever_the_rooms_let_take_names_out(self, as_, monkeypatch):
        monkeypatch.setattr(registry, "takes_names_out", [lambda actor: actor.holds("co_chair")])
        assert as_("amara", second_step=False).get(COMMUNITY)["Location"] == NEEDED
        assert as_("bilal", second_step=False).get(COMMUNITY).status_code == 200


def test_administrators_are_asked_before_the_support_desk(as_):
    desk = reverse("admin:index")
    assert as_("joy", second_step=False).get(desk)["Location"] == NEEDED
    assert as_("joy").get(desk).status_code == 200
    assert as_("amara", second_step=False).get(desk, follow=True).status_code == 403


@pytest.mark.usefixtures("listening")
class TestSettingUp:
    @pytest.mark.django_db(transaction=True)
    def test_from_the_page_that_says_why_to_where_one_was_going(self, as_):
        client = as_("amara", second_step=False)
        wanted = reverse("sessions_app:session_list", args=["northern"])
        why = client.get(wanted, follow=True).content.decode()
        assert "about three minutes" in why
        assert reverse("mfa_activate_totp") in why
        secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
        done = client.post(reverse("mfa_activate_totp"), {"code": shown(secret)})
        codes = client.get(done["Location"]).content.decode()
        assert "10 of 10 codes are unused" in codes
        assert NEEDED in codes, "the way on"
        assert client.get(NEEDED)["Location"] == wanted
        assert client.get(wanted).status_code == 200
        assert mail.outbox[-1].to == ["amara@example.org"]
        assert "A second step was set up" in mail.outbox[-1].subject

    def test_another_browser_takes_it_once(self, as_, cast):
        client = as_("amara", second_step=False)
        TOTP.activate(cast.amara, SECRET)
        assert client.get(COMMUNITY)["Location"] == NEEDED
        asked = client.get(NEEDED)["Location"]
        assert asked == f"{reverse('mfa_reauthenticate')}?next={NEEDED.replace('/', '%2F')}"
        client.post(asked, {"code": figures_now(), "next": NEEDED})
        assert client.get(NEEDED)["Location"] == COMMUNITY
        assert client.get(COMMUNITY).status_code == 200

    def test_switched_off_it_is_asked_for_again(self, as_, cast):
        client = as_("amara")
        TOTP.activate(cast.amara, SECRET)
        assert client.get(COMMUNITY).status_code == 200
        page = client.get(reverse("mfa_deactivate_totp")).content.decode()
        assert "You will be asked to set one up again before you get in." in page
        assert "the code from your mail is enough" not in page
        client.post(reverse("mfa_deactivate_totp"))
        assert not Authenticator.objects.filter(user=cast.amara).exists()
        assert client.get(COMMUNITY)["Location"] == NEEDED

    def test_a_member_without_a_role_hears_that_the_code_is_enough(self, as_, cast):
        TOTP.activate(cast.rosa, SECRET)
        page = as_("rosa").get(reverse("mfa_deactivate_totp")).content.decode()
        assert "the code from your mail is enough" in page

    def test_recovery_codes_are_no_second_step(self, as_, cast):
        Authenticator.objects.create(user=cast.amara, type="recovery_codes", data={"seed": "x"})
        client = as_("amara", second_step=False)
        assert client.get(NEEDED).status_code == 200


@pytest.mark.usefixtures("listening")
class TestSigningIn:
    def test_the_code_alone_does_not_sign_in_who_has_one(self, cast):
        TOTP.activate(cast.amara, SECRET)
        client = Client()
        ask_for_code(client, "amara@example.org")
        answer = client.post(CONFIRM, {"code": sent_code()})
        assert answer["Location"] == reverse("mfa_authenticate")
        assert client.get(COMMUNITY)["Location"].startswith("/in/account/login/code/")
        client.post(reverse("mfa_authenticate"), {"code": figures_now()})
        assert client.get(COMMUNITY).status_code == 200

    def test_five_wrong_figures_and_the_right_ones_are_refused_too(self, cast):
        TOTP.activate(cast.amara, SECRET)
        client = Client()
        ask_for_code(client, "amara@example.org")
        client.post(CONFIRM, {"code": sent_code()})
        url = reverse("mfa_authenticate")
        pages = [client.post(url, {"code": "000000"}).content.decode() for _attempt in range(5)]
        assert all("That code is not right" in page for page in pages)
        assert "tried too often" in client.post(url, {"code": figures_now()}).content.decode()
        assert "_auth_user_id" not in client.session

    def test_figures_are_good_for_one_use(self, cast):
        TOTP.activate(cast.amara, SECRET)
        figures = figures_now()
        for expected in (True, False):
            mail.outbox.clear()
            client = Client()
            ask_for_code(client, "amara@example.org")
            client.post(CONFIRM, {"code": sent_code()})
            client.post(reverse("mfa_authenticate"), {"code": figures})
            assert ("_auth_user_id" in client.session) is expected

    def test_a_recovery_code_lets_in_once(self, as_, cast):
        TOTP.activate(cast.amara, SECRET)
        owner = as_("amara")
        owner.post(reverse("mfa_generate_recovery_codes"))
        code = owner.get(reverse("mfa_view_recovery_codes")).context["unused_codes"][0]
        for expected in (True, False):
            mail.outbox.clear()
            client = Client()
            ask_for_code(client, "amara@example.org")
            client.post(CONFIRM, {"code": sent_code()})
            client.post(reverse("mfa_authenticate"), {"code": code})
            assert ("_auth_user_id" in client.session) is expected
        assert "9 of 10 codes" in owner.get(reverse("mfa_view_recovery_codes")).content.decode()


class TestLostDevice:
    def desk(self, cast, name):
        return reverse("admin:members_user_change", args=[cast.people[name].pk])

    def take(self, client, cast, name):
        person = cast.people[name]
        fields = {"name": person.name, "is_active": "on", "take_second_step": "on"}
        return client.post(self.desk(cast, name), {**fields, "email": person.email})

    def test_an_administrator_takes_the_second_step_away(self, as_, cast):
        TOTP.activate(cast.amara, SECRET)
        browser, desk = as_("amara"), as_("joy")
        assert "Take away the second step" in desk.get(self.desk(cast, "amara")).content.decode()
        assert self.take(desk, cast, "amara").status_code == 302
        assert not Authenticator.objects.filter(user=cast.amara).exists()
        assert browser.get(COMMUNITY)["Location"].startswith("/in/account/login/code/")
        assert mail.outbox[-1].to == ["amara@example.org"]
        assert mail.outbox[-1].subject == "Your second step was taken away"
        entry = Entry.objects.filter(community_key=cast.community.audit_key).order_by("pk").last()
        assert (entry.target_kind, entry.fields) == ("user", ["second_step"])
        assert entry.actor_key == cast.joy.audit_key

    def test_not_their_own(self, as_, cast):
        TOTP.activate(cast.joy, SECRET)
        desk = as_("joy")
        assert "Take away" not in desk.get(self.desk(cast, "joy")).content.decode()
        with pytest.raises(Refused, match="Not your own"):
            take_second_step(by=cast.joy, person=cast.joy)
        assert Authenticator.objects.filter(user=cast.joy).exists()

    def test_nobody_else_can(self, as_, cast):
        TOTP.activate(cast.amara, SECRET)
        assert self.take(as_("tom"), cast, "amara").status_code in {302, 403}
        with pytest.raises(PermissionDenied):
            take_second_step(by=cast.tom, person=cast.amara)
        assert Authenticator.objects.filter(user=cast.amara).exists()
