"""R9: no number answers what somebody asked by changing who is counted, or by going round."""

from dataclasses import replace

import pytest

from caucus import selectors, services
from cop.core.errors import Refused
from sessions_app.models import Session
from sessions_app.selectors import plan_of
from sessions_app.services import change_session, planning
from tests.caucus.board import board
from tests.caucus.world import MINORITISED, WHITE, choose, fill, publish
from tests.live import piece
from tests.pages import parse, select, texts
from tests.sessions_app.plans import DOORS

pytestmark = pytest.mark.django_db
SMALL = ("Fewer than 3", "Very few people", "without inter-caucus dialogue", "people are here")


def words(source: str) -> str:
    return " ".join(texts(select(parse(source), "section, main")))


def seen(as_, session, name: str) -> list[str]:
    """The pages of somebody's own space: everybody's, the facilitators', the board."""
    browser = as_(name)
    drawn = [piece(browser, session, "space", page) for page in ("session_live", "session_desk")]
    return [words(each) for each in (*drawn, browser.get(board(session)).content.decode())]


@pytest.mark.parametrize("others", [2, 3])
def test_naming_a_facilitator_in_the_last_hour_tells_nothing_of_where_they_are(
    as_, cast, session, clock, monkeypatch, others
):
    """A co-chair is published for a caucus; is Tom in it? Who facilitates is not counted."""
    clock.move_to(DOORS)
    publish(cast, "amara", MINORITISED)
    fill(cast, session, racially_minoritised=others)
    for name in ("amara", "tom"):
        choose(cast.members[name], session, MINORITISED)

    def seen_with(*facilitators: object) -> list[str]:
        plan = replace(plan_of(session), facilitators=facilitators)
        change_session(actor=cast.actor("amara"), session=session, plan=plan)
        return seen(as_, session, "amara")

    def differs() -> bool:
        return seen_with(cast.amara) != seen_with(cast.amara, cast.tom)

    assert "The space you are in" in seen_with(cast.amara)[1]
    assert not differs()
    assert not any(word in page for page in seen(as_, session, "amara") for word in SMALL)
    with pytest.raises(Refused, match="once the session has begun"):
        services.strike_point(actor=cast.actor("amara"), session=session, place="first")
    monkeypatch.setattr(Session, "has_begun", True)
    monkeypatch.setattr(planning, "why_session_is_fixed", lambda _session: "")
    assert differs(), "the number itself would tell"


def test_once_it_has_begun_and_who_facilitates_is_settled_the_number_is_there(as_, cast, session):
    publish(cast, "amara", MINORITISED)
    fill(cast, session, racially_minoritised=4)
    choose(cast.members["amara"], session, MINORITISED)
    pages = seen(as_, session, "amara")
    assert all("4 people are here" in page for page in pages[:2])
    plan = replace(plan_of(session), facilitators=(cast.tom,))
    with pytest.raises(Refused, match="can no longer be changed"):
        change_session(actor=cast.actor("amara"), session=session, plan=plan)


def test_a_facilitator_who_goes_round_learns_of_no_space_whether_it_is_small(
    as_, cast, session, monkeypatch
):
    publish(cast, "amara", MINORITISED)
    fill(cast, session, racially_minoritised=1, white=5)

    def round_of(name: str) -> list[bool]:
        found = []
        for key in (MINORITISED, WHITE):
            choose(cast.members[name], session, key)
            drawn = seen(as_, session, name)[:2]
            found.append(any(word in page for page in drawn for word in SMALL))
        return found

    assert round_of("tom") == [False, False]
    assert round_of("amara") == [True, False], "published for the one, and nothing of the other"
    monkeypatch.setattr(selectors, "sees_number", lambda _actor, _space: True)
    assert round_of("tom") == [True, True], "whoever saw numbers would collect them"
