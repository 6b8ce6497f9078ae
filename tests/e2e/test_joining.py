"""From the mail to a place in the next session, on a phone, without help.

Every step the newcomer takes is counted, and the number is part of what is promised.
"""

import datetime as dt
import re
from typing import Any

from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from cop.core import clock
from cop.joining.models import JoinInvitation
from cop.post.services import send_waiting
from sessions_app.models import Invitation, Session
from sessions_app.services import send_invitations
from tests.e2e.test_pages import assert_accessible, assert_fits
from tests.joining import links
from tests.people import Cast
from tests.sessions_app import plans

LINK = re.compile(r"https?://\S+(/in/join/\S+)")
MOST_STEPS = 3


class Phone:
    """A tab at 390 px, whose owner's steps are counted: a link opened, a button pressed."""

    def __init__(self, tab: Any) -> None:
        self.tab, self.steps = tab, []

    def opens(self, url: str) -> None:
        self.steps.append("open the link in the mail")
        assert self.tab.goto(url).status == 200

    def presses(self, name: str) -> None:
        self.steps.append(f"press “{name}”")
        self.tab.get_by_role("button", name=name, exact=True).click()


def in_two_months() -> dt.date:
    return clock.today("Europe/London") + dt.timedelta(days=60)


def mailed_to(address: str) -> str:
    """The words of the newest mail to the address, as it left."""
    send_waiting()
    return next(sent.body for sent in reversed(mail.outbox) if address in sent.to[0])


def the_session(cast: Cast) -> Session:
    session = plans.scheduled(cast, day=in_two_months())
    send_invitations(actor=cast.actor("bilal"), session=session)
    return session


def test_from_the_mail_to_a_place_in_the_next_session(cast: Cast, visitor: Any) -> None:
    session = the_session(cast)
    secretary = visitor(cast.bilal, width=1280)
    secretary.goto(f"/in/c/{cast.community.slug}/joining/invite/")
    secretary.get_by_label("Whom do you invite?").fill("Nura Bello, nura@example.org")
    secretary.get_by_label("Your own words (optional)").fill("Bilal here: we spoke on Monday.")
    secretary.get_by_role("button", name="Send the invitations").click()
    expect(secretary.get_by_text("1 invitation is on its way.")).to_be_visible()
    words = mailed_to("nura@example.org")
    assert "Bilal here: we spoke on Monday." in words

    phone = Phone(visitor(None, width=390))
    found = LINK.search(words)
    assert found
    phone.opens(found.group(1))
    assert_accessible(phone.tab)
    phone.presses("Join")
    expect(phone.tab.get_by_text("You are a member of")).to_be_visible()
    expect(phone.tab.get_by_role("heading", name="Winter session")).to_be_visible()
    expect(phone.tab.get_by_role("button", name="I am coming", exact=True)).to_be_in_viewport()
    phone.presses("I am coming")
    phone.tab.goto("/in/")
    expect(phone.tab.get_by_text("You are coming", exact=True)).to_be_visible()

    assert phone.steps == [
        "open the link in the mail",
        "press “Join”",
        "press “I am coming”",
    ]
    assert len(phone.steps) <= MOST_STEPS
    answered = Invitation.objects.get(session=session, member__email="nura@example.org")
    assert answered.answer == "coming"
    assert JoinInvitation.objects.get().state == "used"


def test_from_the_public_page_to_a_place_without_javascript(cast: Cast, visitor: Any) -> None:
    """Asking, being asked back, answering and joining: four visits, none of them needs script."""
    the_session(cast)
    links.open_page(cast)
    stranger = visitor(None, width=390, javascript=False)
    stranger.goto(f"/join/{cast.community.slug}/")
    assert stranger.context.cookies() == []
    stranger.get_by_role("button", name="Ask to join").click()
    stranger.get_by_label("Your name").fill("Nura Bello")
    stranger.get_by_label("E-mail address").fill("nura@example.org")
    stranger.get_by_label("Your role or profession").fill("Occupational therapist")
    stranger.get_by_role("button", name="Send the request").click()
    expect(stranger.get_by_role("heading", name="Thank you for asking")).to_be_visible()

    secretary = visitor(cast.bilal, width=390, javascript=False)
    secretary.goto("/in/")
    secretary.get_by_role("button", name="Answer them").click()
    secretary.get_by_role("link", name="Nura Bello").click()
    secretary.get_by_role("button", name="Ask a question").click()
    secretary.get_by_label("Your question").fill("Which team do you work in?")
    secretary.get_by_role("button", name="Send the question").click()
    answer = LINK.search(mailed_to("nura@example.org"))
    assert answer
    stranger.goto(answer.group(1))
    stranger.get_by_label("Your answer").fill("Community rehabilitation.")
    stranger.get_by_role("button", name="Send the answer").click()
    expect(stranger.get_by_text("Your request is back in the queue")).to_be_visible()

    secretary.goto(f"/in/c/{cast.community.slug}/joining/")
    secretary.get_by_role("link", name="Nura Bello").click()
    expect(secretary.get_by_text("Community rehabilitation.")).to_be_visible()
    secretary.get_by_role("button", name="Accept").click()
    secretary.get_by_role("button", name="Accept and send the invitation").click()
    joined = LINK.search(mailed_to("nura@example.org"))
    assert joined
    stranger.goto(joined.group(1))
    stranger.get_by_role("button", name="Join").click()
    stranger.get_by_role("button", name="I am coming", exact=True).click()
    assert Invitation.objects.get(member__email="nura@example.org").answer == "coming"


def test_a_link_that_is_too_old_is_mended_in_two_presses(cast: Cast, visitor: Any) -> None:
    _invitation, token = links.invite(cast)
    JoinInvitation.objects.update(expires_at=timezone.now() - dt.timedelta(days=1))
    phone = visitor(None, width=390)
    phone.goto(f"/in/join/{token}/")
    phone.get_by_role("button", name="Send me a new one").click()
    expect(phone.get_by_role("heading", name="Look in your mail")).to_be_visible()
    assert_accessible(phone)
    assert_fits(phone)
    fresh = LINK.search(mailed_to("nura@example.org"))
    assert fresh
    phone.goto(fresh.group(1))
    phone.get_by_role("button", name="Join").click()
    expect(phone.get_by_text("You are a member of")).to_be_visible()
