"""R6, R9, R10: released share-backs side by side, and one sentence for every other caucus."""

import pytest

from caucus.dialogue import Stage, stage_of
from caucus.models import LiveSpace
from sessions_app.selectors import moment_of
from tests.caucus.live import released
from tests.caucus.world import (
    CLOSE,
    DIALOGUE,
    DURING,
    MINORITISED,
    SECOND_ROUND,
    WHITE,
    caucus_in,
    choose,
    fill,
    more_members,
    session_with_spaces,
    space_in,
    visited_by_grace,
)
from tests.live import piece, revision
from tests.pages import parse, select, texts

pytestmark = pytest.mark.django_db
SENTENCE = "Nothing is written here. A caucus may speak aloud, or share nothing: both are as good."


@pytest.fixture
def meeting(cast, session, clock):
    """The dialogue of a session with three and four people in its caucuses."""
    fill(cast, session, racially_minoritised=3, white=4)
    clock.move_to(DIALOGUE)
    return session


def cards(drawn: str) -> list[str]:
    found = select(parse(drawn.encode()), "section.circle-card")
    return [" ".join(texts([card])) for card in found]


@pytest.mark.parametrize(
    ("instant", "stage"),
    [
        (DURING, Stage.NONE),
        (DIALOGUE, Stage.MEETING),
        (SECOND_ROUND, Stage.HEARD),
        (CLOSE, Stage.CLOSING),
    ],
)
def test_the_clock_alone_leads_through_the_stages(session, clock, instant, stage):
    clock.move_to(instant)
    assert stage_of(session, moment_of(session)) == stage


def test_what_was_released_stands_side_by_side_in_the_order_of_the_caucuses(cast, as_, meeting):
    released(meeting, caucus_in(cast, WHITE), "Who is asked", "We change the rota.")
    released(meeting, caucus_in(cast, MINORITISED), "Who is heard", "Change the rota.")
    visited_by_grace(cast, meeting)
    first, second = cards(piece(as_("rosa"), meeting, "dialogue"))
    assert first.startswith("Racially Minoritised Caucus Who is heard")
    assert "What we ask Change the rota." in first
    assert second.startswith("White Caucus Who is asked")
    assert "What we take responsibility for We change the rota." in second
    assert all("A facilitator speaks for the caucus" in card for card in (first, second))
    assert cards(piece(as_("grace"), meeting, "dialogue")) == [first, second]
    assert cards(piece(as_("tom"), meeting, "dialogue", "session_desk")) == [first, second]


def test_nothing_is_said_of_who_speaks_before_a_release(cast, as_, meeting):
    drawn = piece(as_("rosa"), meeting, "dialogue")
    assert "speaks for the caucus" not in drawn
    assert cards(drawn) == [
        f"Racially Minoritised Caucus {SENTENCE}",
        f"White Caucus {SENTENCE}",
    ]


def _as_seen(cast, as_, session) -> tuple[str, ...]:
    """What everybody who is not in the caucus is told of it, on every page, to the letter."""
    seen = []
    for name in ("will", "grace"):
        browser = as_(name)
        seen += [piece(browser, session, "dialogue"), revision(browser, session, "dialogue")]
    desk = as_("tom")
    seen.append(piece(desk, session, "dialogue", "session_desk"))
    return tuple(said.replace(f"/sessions/{session.pk}/", "/sessions/0/") for said in seen)


def _told_of(cast, as_, clock, way: str) -> tuple[str, ...]:
    clock.move_to(DURING)
    session = visited_by_grace(cast, session_with_spaces(cast))
    people = {"small": 1, "empty": 0}.get(way, 3)
    for member in more_members(cast, people, prefix=way.upper()):
        choose(member, session, MINORITISED)
    choose(cast.members["will"], session, WHITE)
    if way == "aloud":
        space = space_in(session, MINORITISED)
        LiveSpace.objects.create(space=space, session=session, gives_aloud=True)
    clock.move_to(DIALOGUE)
    told = _as_seen(cast, as_, session)
    clock.move_to(SECOND_ROUND)
    return (*told, *_as_seen(cast, as_, session))


def test_silent_aloud_small_and_empty_look_the_same_to_the_letter(cast, as_, clock):
    ways = {way: _told_of(cast, as_, clock, way) for way in ("silent", "aloud", "small", "empty")}
    assert SENTENCE in ways["small"][0]
    for way in ("aloud", "small", "empty"):
        assert ways[way] == ways["silent"], way
