"""A page left open by somebody who may see it no longer: the next question is refused.

Pages ask, so there is no stream to be held. What a page was told last is handed back with each
question, and is of no use to anybody who would be refused without it.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from caucus.models import Choice
from cop.members.enums import Role
from cop.members.models import Appointment, Member, User
from cop.members.services import change_own_address
from sessions_app.models import Facilitator, Session
from tests.caucus.board import filled, note
from tests.caucus.live import address
from tests.caucus.world import DURING, MINORITISED
from tests.people import Cast, sign_in
from tests.rights.zelda import erase

pytestmark = pytest.mark.django_db
__all__ = ["filled"]

WORDS, DOOR = "The rota is made by three", "https://meet.example/oak"
PAGES = ("sessions_app:session_live", "sessions_app:session_live_pulse")
BOARD = ("caucus:board", "caucus:board_pulse", "caucus:space_choose")
DESK = ("sessions_app:session_desk", "sessions_app:session_desk_pulse")


def signs_out(cast: Cast, browser: Client) -> None:
    """In another tab."""
    other = Client()
    other.cookies = browser.cookies.copy()
    other.post(reverse("account_logout"))


def has_a_new_address(cast: Cast, browser: Client) -> None:
    """Proven in another browser, and every other session ends."""
    change_own_address(person=cast.rosa, address="rosa.new@example.org")


def is_signed_out_by_support(cast: Cast, browser: Client) -> None:
    """As where the second step is taken away, or somebody else is entered in their place."""
    cast.rosa.end_sessions()


def has_another_password(cast: Cast, browser: Client) -> None:
    cast.rosa.set_password("a horse that nobody rides")
    cast.rosa.save()


def is_deactivated(cast: Cast, browser: Client) -> None:
    User.objects.filter(pk=cast.rosa.pk).update(is_active=False)


def is_erased(cast: Cast, browser: Client) -> None:
    erase(cast, cast.rosa)


def left_yesterday(cast: Cast, browser: Client) -> None:
    """As the secretary enters it."""
    gone = DURING.date() - dt.timedelta(days=1)
    Member.objects.filter(pk=cast.members["rosa"].pk).update(left_on=gone)


def is_nobody_s_member(cast: Cast, browser: Client) -> None:
    Member.objects.filter(pk=cast.members["rosa"].pk).update(person=None)


OUT = (signs_out, has_a_new_address, is_signed_out_by_support, has_another_password)
WAYS = (*OUT, is_deactivated, is_erased, left_yesterday, is_nobody_s_member)


class Held:
    """A browser with its pages open, and what they were told last."""

    def __init__(self, browser: Client, session: Session) -> None:
        self.browser, self.session = browser, session
        self.told = self.ask(PAGES[1]).json()["told"]

    def ask(self, name: str, shown: str = "") -> Any:
        said = {"X-Told": getattr(self, "told", ""), "X-Shown": shown}
        return self.browser.get(address(self.session, name), headers=said)

    def is_believed(self) -> bool:
        """Told that nothing changed, by what it hands back."""
        return "told" not in self.ask(PAGES[1]).json()


@pytest.fixture
def rosa(as_: Any, cast: Cast, filled: Session) -> Held:
    filled.spaces.filter(caucus__key=MINORITISED).update(door=DOOR)
    note(cast, filled, "amara", WORDS)
    held = Held(as_("rosa"), filled)
    assert held.is_believed()
    seen = b"".join(held.ask(name).content for name in (*PAGES, *BOARD)).decode()
    assert WORDS in seen
    assert DOOR in seen
    return held


@pytest.mark.parametrize("way", WAYS)
def test_the_next_question_is_refused_whatever_was_told(
    cast: Cast, rosa: Held, way: Callable[[Cast, Client], None]
):
    way(cast, rosa.browser)
    for name in (*PAGES, *BOARD):
        for shown in ("", "space=before", "space=before board=before now=before"):
            answer = rosa.ask(name, shown)
            assert answer.status_code in {302, 403, 404}, (name, shown)
            for private in (WORDS, DOOR, "Racially Minoritised"):
                assert private not in answer.content.decode()
    late = rosa.browser.post(address(rosa.session, "caucus:board"), {"act": "add_note"})
    assert late.status_code in {302, 403, 404}
    sent_to = [rosa.ask(name)["Location"] for name in PAGES if rosa.ask(name).status_code == 302]
    assert all(place.startswith(reverse("account_request_login_code")) for place in sent_to)


@pytest.mark.parametrize("way", OUT)
def test_what_was_told_before_is_of_no_use_after_signing_in_again(
    cast: Cast, rosa: Held, way: Callable[[Cast, Client], None]
):
    way(cast, rosa.browser)
    cast.rosa.refresh_from_db()
    rosa.browser = Client()
    sign_in(rosa.browser, cast.rosa)
    assert not rosa.is_believed()


def test_nor_is_another_s_or_an_older_one(cast: Cast, rosa: Held, as_: Any, clock: Any):
    will = Held(as_("will"), rosa.session)
    will.told, own = rosa.told, will.told
    assert not will.is_believed()
    will.told = own
    assert will.is_believed()
    second = Held(as_("rosa"), rosa.session)  # the same person on another device
    second.told = rosa.told
    assert not second.is_believed()
    Choice.objects.filter(member=cast.members["rosa"]).delete()  # stepped out there
    assert not rosa.is_believed()
    again = Held(rosa.browser, rosa.session)
    assert again.is_believed()
    clock.shift(dt.timedelta(minutes=1))
    assert not again.is_believed()


def test_who_facilitates_no_longer_keeps_the_members_page_alone(
    cast: Cast, filled: Session, as_: Any
):
    tom = Held(as_("tom"), filled)
    for name in DESK:
        assert tom.ask(name).status_code == 200
    Facilitator.objects.filter(session=filled, person=cast.tom).delete()
    roles = [Role.CO_CHAIR, Role.FACILITATOR]
    Appointment.objects.filter(person=cast.tom, role__in=roles).delete()
    for name in DESK:
        assert tom.ask(name).status_code == 403
        assert tom.ask(name, "here=before").status_code == 403
    assert tom.ask(PAGES[0]).status_code == 200
