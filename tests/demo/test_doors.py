"""The demonstration's own doors: one-click sign-in, the mailbox, and days that pass."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from cop.core import clock
from cop.demo.cast import CAST
from cop.demo.mailbox import MailboxBackend
from cop.members.models import User
from feedback.models import Envelope, Survey
from sessions_app.models import Session
from tests.feedback import ballots
from tests.pages import parse, select, texts

pytestmark = pytest.mark.usefixtures("demo_doors")


@pytest.fixture
def empty_mailbox() -> None:
    cache.clear()


def url(name: str) -> str:
    return reverse(f"demo:{name}")


def test_one_click_signs_in_as_that_person(cast, client: Client):
    part = CAST[0]
    person = User.objects.create_user(part.email, part.name)
    answer = client.post(url("sign_in"), {"email": part.email})
    assert answer["Location"] == "/in/"
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_second_click_changes_who_one_is(cast, client: Client):
    first, second = (User.objects.create_user(part.email, part.name) for part in CAST[:2])
    for person in (first, second):
        client.post(url("sign_in"), {"email": person.email})
    assert client.session["_auth_user_id"] == str(second.pk)


@pytest.mark.parametrize("email", ["rosa@example.org", "nobody@example.org", ""])
def test_nobody_outside_the_cast_can_be_become(cast, client: Client, email: str):
    assert client.post(url("sign_in"), {"email": email}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_signing_in_is_a_post_with_a_token(cast, client: Client):
    assert client.get(url("sign_in")).status_code == 405
    part = CAST[0]
    User.objects.create_user(part.email, part.name)
    careful = Client(enforce_csrf_checks=True)
    assert careful.post(url("sign_in"), {"email": part.email}).status_code == 403


def test_the_page_offers_everybody_of_the_cast(db, client: Client):
    page = parse(client.get(url("people")).content)
    offered = [field.get("value") for field in select(page, "main input[name=email]")]
    assert offered == [part.email for part in CAST]


def test_caught_mail_is_shown_newest_first_and_escaped(db, client: Client, empty_mailbox: None):
    for number in (1, 2):
        mail = EmailMessage(
            f"<b>Mail {number}</b>", "Hello <script>alert(1)</script>", to=["rosa@example.org"]
        )
        assert MailboxBackend().send_messages([mail]) == 1
    answer = client.get(url("mailbox"))
    page = parse(answer.content)
    assert texts(select(page, "main h2")) == ["<b>Mail 2</b>", "<b>Mail 1</b>"]
    assert "To rosa@example.org" in texts(select(page, "main .circle-note"))
    assert "<script>alert" not in answer.content.decode()
    assert not select(page, "main script, main b")


@pytest.mark.parametrize("mails", [1, 10])
def test_mailbox_asks_the_database_nothing(
    db, client: Client, empty_mailbox: None, django_assert_num_queries, mails: int
):
    for number in range(mails):
        MailboxBackend().send_messages(
            [EmailMessage(f"Mail {number}", "Hello", to=["a@b.example"])]
        )
    with django_assert_num_queries(0):
        page = parse(client.get(url("mailbox")).content)
    assert len(select(page, "main section")) == mails


def test_an_empty_mailbox_says_so(db, client: Client, empty_mailbox: None):
    assert "No mail yet" in client.get(url("mailbox")).content.decode()


def test_letting_the_days_pass_counts_what_was_sent(cast, client: Client):
    people = ballots.members(cast.community, 9)
    survey = ballots.opened(cast.community, people)
    for member in people:
        ballots.send(survey, ballots.collect(member, survey), ballots.answers("white", 4))
    Session.objects.update(register_closed_at=dt.datetime.now(dt.UTC))
    assert survey.closes_on > clock.today("Europe/London")
    page = client.post(url("later"), follow=True)
    assert "The days have passed" in page.content.decode()
    survey.refresh_from_db()
    assert (survey.state, survey.responses) == ("counted", 9)
    assert not Envelope.objects.exists()


def test_days_do_not_pass_while_a_register_is_open(cast, client: Client):
    ballots.opened(cast.community, ballots.members(cast.community, 2))
    Session.objects.update(register_closed_at=None)
    page = client.post(url("later"), follow=True)
    assert "No feedback is open whose register is closed" in page.content.decode()
    assert Survey.objects.get().state == "open"


def test_the_clock_is_moved_by_a_post_only(db, client: Client):
    assert client.get(url("later")).status_code == 405
