"""The second round begins with what was heard; the closing round, and the plan without dialogue."""

import datetime as dt

import pytest
from django.urls import reverse

from caucus.dialogue import Stage, stage_of
from sessions_app.models import Run
from sessions_app.selectors import moment_of
from sessions_app.views import live
from tests.caucus.live import put, released
from tests.caucus.world import (
    CLOSE,
    DIALOGUE,
    DURING,
    MINORITISED,
    SECOND_ROUND,
    WHITE,
    caucus_in,
    choose,
    end,
    fill,
    visited_by_grace,
)
from tests.live import piece, pulse, revision
from tests.pages import parse, select, texts
from tests.sessions_app.plans import scheduled

pytestmark = pytest.mark.django_db
EVERY_MOMENT = (DURING, DIALOGUE, SECOND_ROUND, CLOSE)


@pytest.fixture
def heard(cast, session, clock):
    """Both caucuses shared, one asked, the other answered; now they are apart again."""
    fill(cast, session, racially_minoritised=3, white=4)
    choose(cast.members["amara"], session, MINORITISED)
    choose(cast.members["tom"], session, WHITE)
    released(session, caucus_in(cast, MINORITISED), "Who is heard")
    released(session, caucus_in(cast, WHITE), "Who is asked")
    clock.move_to(DIALOGUE)
    put(cast.actor("amara"), session, "What would help?")
    put(cast.actor("tom"), session, "We listen.", "response")
    clock.move_to(SECOND_ROUND)
    return session


def drawn(as_, session, name="rosa", page="session_live") -> str:
    """What is said of the dialogue: on the live page in two places, one of them empty."""
    keys = ("dialogue", "heard") if page == "session_live" else ("dialogue",)
    pieces = [parse(piece(as_(name), session, key, page).encode()) for key in keys]
    return " ".join(texts(pieces))


OURS = ("Who is heard", "What would help?")
THEIRS = ("Who is asked", "We listen.")


@pytest.mark.parametrize(
    ("key", "reads", "leaves"),
    [
        (MINORITISED, THEIRS, OURS),
        (WHITE, OURS, THEIRS),
        ("reflection", (*OURS, *THEIRS), ()),
        ("everyone", (*OURS, *THEIRS), ()),
    ],
)
def test_each_space_reads_what_the_others_said(cast, as_, heard, key, reads, leaves):
    if key == "everyone":
        heard.spaces.create(kind="everyone")
    choose(cast.members["rosa"], heard, key)
    words = drawn(as_, heard)
    assert "What we heard" in words
    assert all(one in words for one in reads)
    assert not any(one in words for one in leaves)


def test_who_changes_space_reads_what_that_one_heard_at_once(cast, as_, heard):
    choose(cast.members["rosa"], heard, WHITE)
    before = revision(as_("rosa"), heard, "heard")
    choose(cast.members["rosa"], heard, MINORITISED)
    after = revision(as_("rosa"), heard, "heard")
    assert before != after
    assert len(before) == len(after)


def test_who_chose_nothing_and_who_runs_it_read_all(cast, as_, heard):
    for words in (drawn(as_, heard), drawn(as_, heard, "amara", "session_desk")):
        assert all(one in words for one in (*OURS, *THEIRS))


def test_a_guest_rests_meanwhile(cast, as_, heard):
    visited_by_grace(cast, heard)
    assert drawn(as_, heard, "grace").strip() == ""


def test_the_closing_round_says_when_we_meet_next_and_where_support_is(cast, as_, heard, clock):
    scheduled(cast, title="Spring session", day=dt.date(2027, 4, 15))
    clock.move_to(CLOSE)
    words = drawn(as_, heard)
    assert "Closing round" in words
    assert "Thursday 15 April 2027" in words
    assert "Spring session" in words
    page = parse(piece(as_("rosa"), heard, "dialogue").encode())
    assert any("support" in link.get("href") for link in select(page, "a"))
    over = end(cast, heard)
    afterwards = drawn(as_, over)
    assert "What was said in a space stays there." in afterwards
    assert "One word each" not in afterwards


def test_a_guest_s_closing_round_leads_nowhere_they_may_not_go(cast, as_, heard, clock):
    scheduled(cast, title="Spring session", day=dt.date(2027, 4, 15))
    visited_by_grace(cast, heard)
    clock.move_to(CLOSE)
    words = drawn(as_, heard, "grace")
    assert "Closing round" in words
    assert "Spring session" not in words


def test_a_plan_without_dialogue_never_speaks_of_one(cast, as_, heard, clock):
    Run.objects.create(session=heard, is_apart=True)
    for instant in EVERY_MOMENT:
        clock.move_to(instant)
        stage = stage_of(heard, moment_of(heard))
        assert stage == (Stage.CLOSING if instant == CLOSE else Stage.NONE)
        for page in ("session_live", "session_desk"):
            words = drawn(as_, heard, "amara", page).casefold()
            for never in ("dialogue", "inter-caucus", "heard", "what the caucuses", "question"):
                assert never not in words


def test_nothing_is_drawn_while_the_first_round_runs(cast, as_, session):
    released(session, caucus_in(cast, WHITE), "Who is asked")
    assert drawn(as_, session).strip() == ""


@pytest.mark.parametrize(("instant", "most"), [(DURING, 0), (DIALOGUE, 2), (SECOND_ROUND, 3)])
def test_a_pulse_costs_a_query_or_two(cast, heard, clock, instant, most, django_assert_num_queries):
    from caucus.live_pieces import dialogue

    clock.move_to(instant)
    actor, moment = cast.actor("tom"), moment_of(heard)
    with django_assert_num_queries(most):
        dialogue.on_live(actor, heard, moment)
        dialogue.heard_on_live(actor, heard, moment)


@pytest.mark.parametrize("screen", ["session_live", "session_desk"])
def test_no_length_tells_which_caucus_somebody_hears(as_, cast, heard, clock, monkeypatch, screen):
    """Of words in another script too, a page that wakes and asks for everything."""
    clock.move_to(DIALOGUE)
    put(cast.actor("amara"), heard, "ہم سے کیا پوچھا جاتا ہے؟ " * 8)
    clock.move_to(SECOND_ROUND)
    where = {"rosa": MINORITISED, "will": WHITE, "tom": WHITE, "amara": MINORITISED}
    names = ("rosa", "will", "bilal") if screen == "session_live" else ("tom", "amara")
    choose(cast.members["bilal"], heard, "reflection")
    for name in set(names) & set(where):
        choose(cast.members[name], heard, where[name])

    def lengths() -> set[tuple[int, int]]:
        found = set()
        for name in names:
            browser = as_(name)
            shown = " ".join(f"{key}=0" for key in pulse(browser, heard, page=screen)["pieces"])
            address = reverse(f"sessions_app:{screen}", args=["northern", heard.pk])
            asked = browser.get(f"{address}pulse/", headers={"X-Shown": shown})
            found.add((len(browser.get(address).content), len(asked.content)))
        return found

    assert len(lengths()) == 1
    monkeypatch.setattr(live, "FULL", 1)
    assert len(lengths()) > 1, "as they are they would tell"
