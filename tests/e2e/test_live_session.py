"""S4 of the scenario, whole: two facilitators and six members in eight browsers, one evening.

Fourteen came, five to one caucus and nine to the other. Six of the members and both facilitators
are here in browsers; the other six come in through the services. What happens: the welcome, the
caucuses (a connection is lost, somebody changes space, a point is struck), the dialogue, the second
round, feedback, the close. Then nothing in the database tells who was where.
"""

from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from caucus.models import Choice, GroupVoice, Note, Point, ShareBack, Signal
from caucus.services import choose_space
from cop.members.models import Member, User
from cop.members.selectors import actor_in
from sessions_app.models import Session
from sessions_app.services import check_in
from tests.caucus.world import MINORITISED, WHITE, more_members, space_in
from tests.people import Cast
from tests.privacy.walk import World, rows_with_both, world_of
from tests.sessions_app.plans import on_since

DOORS = {MINORITISED: "https://meet.example.org/oak", WHITE: "https://meet.example.org/elm"}
NAMES = {MINORITISED: "Racially Minoritised Caucus", WHITE: "White Caucus"}
STRUCK = "The story of the ward round"
REWORDED = "We answer before we have listened"


class Evening:
    """The session and everybody's page."""

    def __init__(self, cast: Cast, session: Session, visitor: Any) -> None:
        self.cast, self.session, self.visitor = cast, session, visitor
        self.base = f"/in/c/northern/sessions/{session.pk}/live/"
        self.pages: dict[str, Page] = {}
        self.desk: dict[str, Page] = {}

    def comes(self, name: str, person: User | None = None) -> Page:
        page: Page = self.visitor(person or self.cast.people[name])
        page.goto(self.base)
        self.pages[name] = page
        page.get_by_role("button", name="Check in").click()
        expect(page.get_by_text("You are checked in. Welcome.", exact=True)).to_be_visible()
        return page

    def goes(self, name: str, key: str) -> None:
        page = self.pages[name]
        page.get_by_role("radio", name=NAMES[key]).check()
        page.get_by_role("button", name="Go there").click()
        expect(page.get_by_role("heading", name=NAMES[key])).to_be_visible()

    def everybody_is_in(self, part: str, *, but: str = "") -> None:
        for name, page in self.pages.items():
            if name != but:
                expect(page.locator("#part")).to_have_text(part)

    def board(self, name: str) -> Page:
        self.pages[name].goto(self.base + "board/")
        return self.pages[name]

    def back(self, name: str) -> Page:
        self.pages[name].goto(self.base)
        return self.pages[name]


@pytest.fixture
def session(cast: Cast) -> Session:
    planned = on_since(cast, -3, facilitators=(cast.amara, cast.tom))
    for key, door in DOORS.items():
        planned.spaces.filter(caucus__key=key).update(door=door)
    return planned


def through_the_services(cast: Cast, session: Session) -> list[Member]:
    """Who came besides those in browsers: two to one caucus, four to the other."""
    others = more_members(cast, 6)
    for number, member in enumerate(others):
        assert member.person is not None
        actor = actor_in(member.person, cast.community)
        check_in(actor=actor, session=session)
        space = space_in(session, MINORITISED if number < 2 else WHITE)
        choose_space(actor=actor, session=session, space_id=space.pk)
    return others


def test_a_whole_session_in_eight_browsers(cast, session, visitor):
    extra = more_members(cast, 3, prefix="Y")
    through_the_services(cast, session)
    evening = Evening(cast, session, visitor)
    desk = {name: visitor(cast.people[name], width=1280) for name in ("amara", "tom")}
    for page in desk.values():
        page.goto(evening.base + "desk/")
    evening.desk = desk

    # Six members come, and both facilitators on their phones.
    for name in ("rosa", "will", "bilal", "amara", "tom"):
        evening.comes(name)
    for number, member in enumerate(extra):
        evening.comes(f"guest{number}", member.person)
    for name, key in (
        ("rosa", MINORITISED),
        ("bilal", MINORITISED),
        ("guest0", WHITE),
        ("will", WHITE),
        ("guest1", WHITE),
        ("guest2", WHITE),
        ("amara", MINORITISED),
        ("tom", WHITE),
    ):
        evening.goes(name, key)
    expect(desk["amara"].get_by_text("14 members")).to_be_visible()
    _welcome_and_caucuses(evening)
    _somebody_changes_space(evening)
    _they_write(evening)
    _dialogue(evening)
    _quiet_word(evening)
    live = _second_round_to_the_end(evening)
    _nothing_is_left(evening, live)


def _welcome_and_caucuses(evening: Evening) -> None:
    """The welcome, begun by hand, and then the caucuses; will's connection is lost meanwhile."""
    amara = evening.desk["amara"]
    amara.locator("#press-begin").click()
    evening.everybody_is_in("Welcome, purpose and ground rules")
    will = evening.pages["will"]
    will.context.set_offline(True)
    expect(will.get_by_text("No connection.")).to_be_visible()
    amara.locator("#press-next").click()
    evening.everybody_is_in("Caucuses", but="will")
    for name, key in (("rosa", MINORITISED), ("guest1", WHITE)):
        door = evening.pages[name].get_by_role("button", name="Go in (opens in a new tab)")
        expect(door).to_have_attribute("href", DOORS[key])
    will.context.set_offline(False)
    expect(will.locator("#part")).to_have_text("Caucuses")


def _somebody_changes_space(evening: Evening) -> None:
    """Somebody changes space: the one door goes, the other is there."""
    moving = evening.pages["guest0"]
    moving.get_by_text("Would you rather be somewhere else?").click()
    moving.get_by_role("button", name=f"Go to {NAMES[MINORITISED]}").click()
    door = moving.get_by_role("button", name="Go in (opens in a new tab)")
    expect(door).to_have_attribute("href", DOORS[MINORITISED])
    expect(moving.locator(f'a[href="{DOORS[WHITE]}"]')).to_have_count(0)


def _they_write(evening: Evening) -> None:
    """They write together, and a point is struck."""
    rosa, bilal, helper = (evening.board(name) for name in ("rosa", "bilal", "amara"))
    rosa.get_by_label("A new note").fill("We are asked to explain ourselves")
    rosa.get_by_role("button", name="Add the note").click()
    expect(bilal.locator("#board-notes")).to_contain_text("We are asked to explain ourselves")
    bilal.get_by_label("A new note").fill(STRUCK)
    bilal.get_by_role("button", name="Add the note").click()
    _put(helper, "We are asked to explain ourselves", "First theme")
    _put(helper, STRUCK, "Second theme")
    second = rosa.locator('[data-item="second"]')
    expect(second).to_contain_text(STRUCK)
    second.get_by_role("button", name="Strike this point").click()
    expect(helper.locator('[data-item="second"]')).to_contain_text("Struck")
    _release(helper)
    expect(rosa.get_by_text("Released", exact=True)).to_be_visible()

    guest, speaker = evening.board("guest1"), evening.board("tom")
    _write(speaker, "first", "How soon we answer", "We defend ourselves")
    struck = guest.locator('[data-item="first"]')
    expect(struck).to_contain_text("We defend ourselves")
    struck.get_by_role("button", name="Strike this point").click()
    expect(speaker.locator('[data-item="first"]')).to_contain_text("Struck")
    _write(speaker, "first", "How soon we answer", REWORDED)
    expect(struck).to_contain_text(REWORDED)
    _release(speaker)


def _dialogue(evening: Evening) -> None:
    """Both facilitators press on the same sight: the session moves once, and one is told."""
    amara, tom = evening.desk["amara"], evening.desk["tom"]
    for name in evening.pages:
        evening.back(name)
    tom.route("**/desk/pulse/", lambda route: route.abort())
    amara.locator("#press-next").click()
    expect(evening.pages["rosa"].locator("#part")).to_have_text("Inter-caucus dialogue")
    tom.locator("#press-next").click()
    expect(tom.get_by_text("Nothing was changed by your press")).to_be_visible()
    tom.unroute("**/desk/pulse/")
    evening.everybody_is_in("Inter-caucus dialogue")
    for page in (evening.pages["guest2"], evening.pages["rosa"]):
        cards = page.locator("#piece-dialogue .circle-card")
        expect(cards.nth(0)).to_contain_text("We are asked to explain ourselves")
        expect(cards.nth(1)).to_contain_text(REWORDED)
        expect(page.get_by_text(STRUCK)).to_have_count(0)


def _quiet_word(evening: Evening) -> None:
    """A quiet word."""
    bilal, tom = evening.pages["bilal"], evening.desk["tom"]
    bilal.get_by_text("Tell the facilitators quietly").click()
    bilal.get_by_role("button", name="Please call me afterwards").click()
    expect(tom.get_by_text("Bilal Rahman would like to be called afterwards").first).to_be_visible()


def _second_round_to_the_end(evening: Evening) -> World:
    """The second round begins with what was heard; then feedback, the close, the end."""
    amara, tom = evening.desk["amara"], evening.desk["tom"]
    tom.locator("#press-next").click()
    evening.back("bilal")
    evening.everybody_is_in("Caucuses: reflect on what was heard")
    expect(evening.pages["rosa"].locator("#piece-heard")).to_contain_text(REWORDED)
    tom.locator("#press-next").click()
    evening.everybody_is_in("Feedback")
    tom.get_by_role("button", name="Open feedback now").click()
    expect(evening.pages["rosa"].locator("#piece-feedback a.govuk-button")).to_be_visible()
    amara.locator("#press-next").click()
    evening.everybody_is_in("Close")
    with connection.cursor() as cursor:
        live = world_of(cursor)
    amara.goto(f"/in/c/northern/sessions/{evening.session.pk}/end/")
    amara.get_by_role("button", name="End the session").click()
    expect(amara.get_by_text("The session has ended.")).to_be_visible()
    evening.everybody_is_in("Thank you for being here")
    return live


def _nothing_is_left(evening: Evening, live: World) -> None:
    """Nothing tells who was where, nor what was not released."""
    cast, session = evening.cast, evening.session
    assert not Choice.objects.exists()
    assert not Note.objects.exists()
    assert not Point.objects.exists()
    assert set(Signal.objects.values_list("kind", flat=True)) <= {"call"}
    assert ShareBack.objects.released().filter(session=session).count() == 2
    assert not GroupVoice.objects.exists()
    with connection.cursor() as cursor:
        closed = world_of(cursor)
    assert any(STRUCK in row for rows in live.values() for row in rows)
    assert not any(STRUCK in row for rows in closed.values() for row in rows)
    for name in ("rosa", "will", "bilal"):
        member = cast.members[name]
        who = [member.reference, member.name, member.email]
        assert rows_with_both(closed, who, [*NAMES.values(), MINORITISED, *DOORS.values()]) == []


def _put(page: Page, note: str, place: str) -> None:
    card = page.locator("#board-notes [data-item]").filter(has_text=note)
    card.get_by_text("Change it, or say where it goes").click()
    card.get_by_role("button", name=place, exact=True).click()


def _write(page: Page, place: str, heading: str, words: str) -> None:
    card = page.locator(f'[data-item="{place}"]')
    card.locator("summary").click()
    card.locator("input[name=heading]").fill(heading)
    card.locator("textarea").fill(words)
    card.get_by_role("button", name="Save").click()
    expect(card).to_contain_text(words)


def _release(page: Page) -> None:
    page.get_by_role("button", name="Read it through and release it").click()
    page.get_by_role("button", name="Yes, the caucus agrees: release it").click()
    expect(page.get_by_text("Released", exact=True)).to_be_visible()
