"""Bad input and attack: links guessed and used at once, sessions fixed, addresses tried out."""

import logging
import threading
from email.utils import parseaddr
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cop.joining.models import JoinInvitation, JoinQuestion, JoinRequest
from cop.members.models import Member, User
from cop.members.selectors import system_actor
from cop.members.services import appoint, create_community
from cop.post.models import Message
from cop.post.services import send_waiting
from tests.factories.governance import open_all_stages
from tests.joining import links
from tests.people import Cast

ACCEPT = reverse("joining_open:invitation_accept")
ASK = reverse("joining_open:request_make", args=["northern"])
INVITE = reverse("joining:invitation_add", args=["northern"])
SAID = {
    "name": "Nura Bello",
    "email": "nura@example.org",
    "profession": "Occupational therapist",
    "organisation": "",
    "why": "",
}


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


def link(token: str) -> str:
    return reverse("joining_open:invitation_open", args=[token])


@pytest.mark.django_db
class TestLinks:
    def test_guesses_get_one_answer_until_they_are_too_many(self, cast: Cast) -> None:
        _invitation, token = links.invite(cast)
        guesses = [f"{number:048x}" for number in range(60)]
        answers = {Client().get(link(guess)).content for guess in guesses}
        assert len(answers) == 1
        assert Client().get(link("1" * 48)).status_code == 429
        # Whoever has the real one waits too: nobody learns from the limit which it was.
        assert Client().get(link(token)).status_code == 429
        assert Client().post(ACCEPT, {"token": token}).status_code == 429
        cache.clear()
        assert Client().get(link(token)).status_code == 200

    def test_pressing_the_button_for_a_guess_counts_as_well(self, cast: Cast) -> None:
        for number in range(60):
            Client().post(ACCEPT, {"token": f"{number:048x}"})
        assert Client().get(link("1" * 48)).status_code == 429

    def test_opening_a_real_link_is_never_counted(self, cast: Cast) -> None:
        _invitation, token = links.invite(cast)
        assert {Client().get(link(token)).status_code for _ in range(80)} == {200}

    @pytest.mark.parametrize("method", ["get", "head"])
    def test_scanners_change_nothing(self, cast: Cast, method: str) -> None:
        _invitation, token = links.invite(cast)
        _question, asked = links.asked_question(cast)
        before = rows()
        for url in (link(token), reverse("joining_open:question_open", args=[asked])):
            scanner = Client()
            assert getattr(scanner, method)(url).status_code == 200
            assert "circle" not in scanner.cookies  # not even a session
        assert getattr(Client(), method)(ACCEPT).status_code == 405
        assert rows() == before

    def test_a_used_and_an_unknown_link_look_alike(self, cast: Cast) -> None:
        _invitation, token = links.invite(cast)
        Client().post(ACCEPT, {"token": token})
        assert Client().get(link(token)).content == Client().get(link("0" * 48)).content

    def test_the_link_gives_its_own_address_and_no_other(self, cast: Cast) -> None:
        _invitation, token = links.invite(cast)
        said = {"token": token, "email": "eve@example.org", "name": "Eve"}
        Client().post(ACCEPT, said)
        assert not User.objects.filter(email="eve@example.org").exists()
        assert Member.objects.get(email="nura@example.org").name == "Nura Bello"

    def test_links_stay_out_of_logs_and_referers(
        self, cast: Cast, caplog: pytest.LogCaptureFixture, capsys: Any, settings: Any
    ) -> None:
        _invitation, token = links.invite(cast)
        answer = Client().get(link(token))
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "no-store" in answer.headers["Cache-Control"]
        with caplog.at_level(logging.DEBUG):
            Client(enforce_csrf_checks=True).post(ACCEPT, {"token": token})
            send_waiting()
        assert "Forbidden" in caplog.text
        assert token not in caplog.text

    def test_the_log_blanks_a_link_that_a_broken_page_would_print(self) -> None:
        from cop.core.logs import WithoutSecrets

        token = "0123456789abcdef" * 3
        for path in (f"/in/join/{token}/", f"/in/join/answer/{token}/"):
            said = logging.makeLogRecord({"msg": "Internal Server Error: %s", "args": (path,)})
            assert token in said.getMessage()  # what would stand there without the filter
            assert WithoutSecrets().filter(said)
            assert token not in said.getMessage()
            assert "Internal Server Error: /in/join/" in said.getMessage()

    def test_the_log_uses_the_filter(self, settings: Any) -> None:
        assert "without_secrets" in settings.LOGGING["handlers"]["console"]["filters"]


def rows() -> list[Any]:
    kinds = (JoinInvitation, JoinRequest, JoinQuestion, Member, User, Message)
    return [list(kind.objects.order_by("pk").values()) for kind in kinds]


@pytest.mark.django_db
class TestSession:
    def test_a_session_from_before_is_not_the_one_after(self, cast: Cast) -> None:
        _invitation, token = links.invite(cast)
        victim = Client()
        victim.session["planted"] = "by somebody else"
        planted = victim.session
        planted["planted"] = "by somebody else"
        planted.save()
        before = planted.session_key
        victim.cookies["circle"] = before
        victim.post(ACCEPT, {"token": token})
        after = victim.cookies["circle"].value
        assert after != before
        attacker = Client()
        attacker.cookies["circle"] = before
        first = reverse("home:community", args=["northern"])
        assert attacker.get(first).status_code == 302  # to the sign-in page
        assert victim.get(first).status_code == 200

    def test_who_has_a_second_step_is_asked_for_it(self, cast: Cast) -> None:
        TOTP.activate(cast.sam, generate_totp_secret())
        RecoveryCodes.activate(cast.sam)
        _invitation, token = links.invite(cast, email="sam@example.org")
        sam = Client()
        answer = sam.post(ACCEPT, {"token": token})
        assert answer.headers["Location"] == reverse("mfa_authenticate")
        assert "_auth_user_id" not in sam.session
        first = reverse("home:community", args=["northern"])
        assert sam.get(first).status_code == 302
        code = RecoveryCodes(
            cast.sam.authenticator_set.get(type="recovery_codes")
        ).get_unused_codes()[0]
        entered = sam.post(reverse("mfa_authenticate"), {"code": code})
        assert entered.headers["Location"] == first
        assert sam.get(first).status_code == 200

    def test_the_form_needs_its_own_token_too(self, cast: Cast) -> None:
        _invitation, token = links.invite(cast)
        strict = Client(enforce_csrf_checks=True)
        assert strict.post(ACCEPT, {"token": token}).status_code == 403
        assert JoinInvitation.objects.get().state == "open"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_at_once_one_joins(cast: Cast) -> None:
    _invitation, token = links.invite(cast)
    ready, said = threading.Barrier(4), []

    def press() -> None:
        try:
            client = Client()
            ready.wait(60)
            said.append(client.post(ACCEPT, {"token": token}))
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(answer.status_code for answer in said) == [200, 200, 200, 302]
    assert Member.objects.filter(email="nura@example.org").count() == 1


@pytest.mark.django_db(transaction=True)
def test_requests_at_once_from_one_address_become_one(cast: Cast) -> None:
    links.open_page(cast)
    ready = threading.Barrier(4)

    def send() -> None:
        try:
            client = Client()
            ready.wait(60)
            client.post(ASK, SAID)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert JoinRequest.objects.count() == 1


def alike(answers: list[HttpResponse]) -> bool:
    """Whether nobody could tell the answers apart."""
    seen = {(one.status_code, one.headers.get("Location", ""), one.content) for one in answers}
    return len(seen) == 1


@pytest.mark.django_db
class TestEnumeration:
    # A member, a reader, somebody of the installation, somebody invited, and nobody.
    ADDRESSES = ("rosa", "ines", "sam", "femi", "nobody")

    def test_asking_to_join_says_nothing_about_an_address(self, cast: Cast) -> None:
        links.open_page(cast)
        links.invite(cast, email="femi@example.org")
        links.ask(cast)
        mails = Message.objects.count()
        addresses = [*(f"{name}@example.org" for name in self.ADDRESSES), "nura@example.org"]
        answers = [Client().post(ASK, {**SAID, "email": address}) for address in addresses]
        assert answers[0].status_code == 302
        assert alike(answers)
        assert Message.objects.count() == mails
        assert mail.outbox == []

    def test_inviting_says_nothing_about_an_address(self, cast: Cast, as_: Any) -> None:
        links.invite(cast, email="femi@example.org")
        answers, pages = [], set()
        for name in self.ADDRESSES:
            bilal = as_("bilal")
            answers.append(bilal.post(INVITE, {"people": f"{name}@example.org", "words": ""}))
            page = bilal.get(answers[-1].headers["Location"]).content.decode()
            assert "1 invitation is on its way." in page
            pages.add(f"{name}@example.org" in page)
        assert alike(answers)
        assert pages == {True}
        assert Message.objects.filter(kind="join_invitation").count() == 1 + len(self.ADDRESSES)

    def test_many_requests_for_one_address_end(self, cast: Cast) -> None:
        links.open_page(cast)
        codes = [Client().post(ASK, SAID).status_code for _ in range(6)]
        assert codes == [302] * 5 + [200]

    def test_many_requests_from_one_place_end(self, cast: Cast) -> None:
        links.open_page(cast)
        codes = [
            Client().post(ASK, {**SAID, "email": f"n{number}@example.org"}).status_code
            for number in range(61)
        ]
        assert codes == [302] * 60 + [200]


HOSTILE = "Nura\r\nBcc: eve@example.org\u202e\u200b <b>Bello</b>"
CLEAN = "Nura Bcc: eve@example.org <b>Bello</b>"


@pytest.mark.django_db
class TestText:
    def test_names_are_one_line_that_shows_what_it_holds(self, cast: Cast, as_: Any) -> None:
        links.open_page(cast)
        Client().post(ASK, {**SAID, "name": HOSTILE, "profession": "a\u200bb\r\nc"})
        asked = JoinRequest.objects.get()
        assert (asked.name, asked.profession) == (CLEAN, "ab c")
        as_("bilal").post(reverse("joining:request_accept", args=["northern", asked.pk]), {})
        send_waiting()
        (sent,) = [one for one in mail.outbox if "nura@example.org" in one.recipients()[0]]
        assert [parseaddr(one) for one in sent.recipients()] == [(CLEAN, "nura@example.org")]
        assert "\n" not in sent.to[0]
        headers = sent.message().as_string().partition("\n\n")[0]
        assert not [line for line in headers.splitlines() if line.lower().startswith("bcc")]

    def test_a_name_of_nothing_that_shows_is_none(self, cast: Cast) -> None:
        links.open_page(cast)
        answer = Client().post(ASK, {**SAID, "name": "\u200b\u202e"})
        assert "Enter your name." in answer.content.decode()

    def test_html_stays_text_wherever_it_is_read(self, cast: Cast, as_: Any) -> None:
        links.open_page(cast)
        tag = "<script>alert(1)</script>"
        said = dict.fromkeys(("name", "profession", "organisation", "why"), tag)
        Client().post(ASK, {**SAID, **said})
        asked = JoinRequest.objects.get()
        bilal = as_("bilal")
        bilal.post(reverse("joining:request_ask", args=["northern", asked.pk]), {"words": tag})
        token = links.token_of(links.link_in_newest("join_question"))
        Client().post(reverse("joining_open:question_answer"), {"token": token, "answer": tag})
        pages = [
            bilal.get(reverse("joining:request_list", args=["northern"])),
            bilal.get(reverse("joining:request_detail", args=["northern", asked.pk])),
            bilal.get(reverse("joining:request_accept", args=["northern", asked.pk])),
        ]
        bilal.post(reverse("joining:request_accept", args=["northern", asked.pk]), {"words": tag})
        token = links.token_of(links.link_in_newest())
        pages += [
            bilal.get(reverse("joining:invitation_list", args=["northern"])),
            Client().get(link(token)),
        ]
        for page in pages:
            assert tag not in page.content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in pages[1].content.decode()
        for message in Message.objects.all():
            assert tag not in message.html

    @pytest.mark.parametrize(
        ("line", "email", "name"),
        [
            ("nura@example.org", "nura@example.org", ""),
            ("Nura Bello, nura@example.org", "nura@example.org", "Nura Bello"),
            ("Nura Bello <Nura@Example.org>", "nura@example.org", "Nura Bello"),
            ("Bello, Nura;\tnura@example.org;", "nura@example.org", "Bello, Nura"),
            ("Nura\u202e\u200b Bello,nura@example.org", "nura@example.org", "Nura Bello"),
        ],
    )
    def test_lines_are_read_as_people_paste_them(
        self, cast: Cast, as_: Any, line: str, email: str, name: str
    ) -> None:
        as_("bilal").post(INVITE, {"people": line, "words": ""})
        invitation = JoinInvitation.objects.get()
        assert (invitation.email, invitation.name) == (email, name)

    def test_one_bad_line_and_nobody_is_invited(self, cast: Cast, as_: Any) -> None:
        people = (
            "Nura, nura@example.org\n\nFemi, femi(at)example.org\n"
            "Ada, ada@example.org eve@example.org\nNura again, NURA@example.org\nbad@@example"
        )
        page = as_("bilal").post(INVITE, {"people": people, "words": ""}).content.decode()
        for number, problem in (
            (2, "put one e-mail address on the line"),
            (3, "put one e-mail address on the line"),
            (4, "stands on the list already"),
            (5, "is not an e-mail address"),
        ):
            assert f"Line {number}: " in page
            assert problem in page
        assert "Line 1:" not in page
        assert not JoinInvitation.objects.exists()
        assert not Message.objects.exclude(kind="join_waiting").exists()

    def test_words_no_mail_may_carry_stop_all_of_them(self, cast: Cast, as_: Any) -> None:
        said = {"people": "a@example.org\nb@example.org", "words": "the wh\u200bite caucus"}
        page = as_("bilal").post(INVITE, said).content.decode()
        assert "Change the words and try again." in page
        assert not JoinInvitation.objects.exists()
        assert not Message.objects.exclude(kind="join_waiting").exists()

    def test_very_many_lines_are_refused(self, cast: Cast, as_: Any) -> None:
        people = "\n".join(f"n{number}@example.org" for number in range(201))
        page = as_("bilal").post(INVITE, {"people": people, "words": ""}).content.decode()
        assert "Invite at most 200 at once; these are 201." in page


def elsewhere() -> Cast:
    """Another community with a secretary of its own."""
    community = create_community(slug="south", name="South")
    system = system_actor(community)
    for name in ("ngozi", "petra"):
        appoint(actor=system, email=f"{name}@example.org", role="co_chair")
    appoint(actor=system, email="officer@example.org", role="data_protection_contact")
    held = appoint(actor=system, email="femi@example.org", role="secretary")
    open_all_stages(community)
    return Cast(community, {"bilal": held.person}, {})


@pytest.mark.django_db
def test_numbers_of_another_community_lead_nowhere(cast: Cast, as_: Any) -> None:
    other = elsewhere()
    asked, (invitation, _token) = links.ask(other), links.invite(other)
    bilal = as_("bilal")
    for name in ("request_detail", "request_accept", "request_ask", "request_decline"):
        url = reverse(f"joining:{name}", args=["northern", asked.pk])
        assert bilal.get(url).status_code == 404
        assert bilal.post(url, {"words": "Hello"}).status_code in (404, 405)
    for name in ("invitation_resend", "invitation_withdraw"):
        url = reverse(f"joining:{name}", args=["northern", invitation.pk])
        assert bilal.post(url).status_code == 404
    assert JoinRequest.objects.get().state == "waiting"
    assert JoinInvitation.objects.get().state == "open"
    listed = bilal.get(reverse("joining:request_list", args=["northern"])).content.decode()
    assert "Nura" not in listed
