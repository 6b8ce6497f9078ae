"""Where a session is, and what presses make of it: some by hand, then any plan and any presses."""

import datetime as dt
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions_app.enums import Act, SegmentKind
from sessions_app.formats import ONE_TOPIC, Part, without_dialogue
from sessions_app.presses import end_after, pressed
from sessions_app.running import Moment, Press, at

MINUTE = dt.timedelta(minutes=1)
LONDON = ZoneInfo("Europe/London")
ONE = dt.datetime(2027, 1, 14, 13, tzinfo=dt.UTC)
PLAN = (
    Part(SegmentKind.PLENARY, "Welcome", 10),
    Part(SegmentKind.CAUCUS, "Caucuses", 40),
    Part(SegmentKind.INTER_CAUCUS, "Dialogue", 30),
    Part(SegmentKind.PLENARY, "Close", 10),
    Part(SegmentKind.DEBRIEF, "Debrief", 15),
)


def moment(now: dt.datetime, press: Press | None = None, parts=PLAN, starts_at=ONE) -> Moment:
    return Moment(now, at(parts, starts_at, press, now), parts, press)


def after(start: Moment, act: Act, minutes: int = 0) -> Moment:
    """What the press makes of it, so many minutes later."""
    press = pressed(act, start)
    return moment(start.now + minutes * MINUTE, press, start.parts)


def now_runs(there: Moment) -> tuple[str, str, str]:
    """The part, with its times on London's clocks."""
    current = there.current
    assert current is not None
    begins, ends = (each.astimezone(LONDON) for each in (current.begins_at, current.ends_at))
    return str(current.part.title), f"{begins:%H:%M %Z}", f"{ends:%H:%M %Z}"


class TestByHand:
    @pytest.mark.parametrize(
        ("minute", "runs"),
        [
            (0, ("Welcome", "13:00 GMT", "13:10 GMT")),
            (10, ("Caucuses", "13:10 GMT", "13:50 GMT")),
            (49, ("Caucuses", "13:10 GMT", "13:50 GMT")),
            (50, ("Dialogue", "13:50 GMT", "14:20 GMT")),
            (85, ("Close", "14:20 GMT", "14:30 GMT")),
            (91, ("Debrief", "14:30 GMT", "14:45 GMT")),
        ],
    )
    def test_the_plan_alone(self, minute, runs):
        assert now_runs(moment(ONE + minute * MINUTE)) == runs

    def test_positions_before_and_after(self):
        assert moment(ONE - MINUTE).position == -1
        assert moment(ONE + 105 * MINUTE).position == 5
        assert moment(ONE - MINUTE).minutes_to_start == 1

    def test_begin_early_and_late(self):
        early = after(moment(ONE - 20 * MINUTE), Act.BEGIN)
        assert now_runs(early) == ("Welcome", "12:40 GMT", "12:50 GMT")
        late = after(moment(ONE + 7 * MINUTE), Act.BEGIN, 10)
        assert now_runs(late) == ("Caucuses", "13:17 GMT", "13:57 GMT")

    def test_on_and_back_again_with_the_minutes_it_had_left(self):
        gone_on = after(moment(ONE + 32 * MINUTE), Act.NEXT, 3)  # the caucuses had 18 left
        assert now_runs(gone_on) == ("Dialogue", "13:32 GMT", "14:02 GMT")
        back = after(gone_on, Act.BACK)
        assert now_runs(back) == ("Caucuses", "13:35 GMT", "13:53 GMT")
        assert back.following.part.title == "Dialogue"

    def test_back_to_a_part_that_ran_out_gives_five(self):
        back = after(moment(ONE + 51 * MINUTE), Act.BACK)
        assert now_runs(back) == ("Caucuses", "13:51 GMT", "13:56 GMT")
        assert end_after(back.press, back) == ONE + 95 * MINUTE  # 13:56 and 29 and 10 minutes

    def test_back_twice_and_on_again_with_all_that_was_left(self):
        """Extra minutes too: the caucuses had 10 more, and the dialogue 5."""
        caucuses = after(moment(ONE + 4 * MINUTE), Act.NEXT)  # the welcome had 6 left
        dialogue = after(after(caucuses, Act.EXTEND_10, 32), Act.NEXT)  # of 50 minutes 18 left
        more = after(dialogue, Act.EXTEND_5, 12)  # of 35 minutes 23 left
        assert now_runs(more) == ("Dialogue", "13:36 GMT", "14:11 GMT")
        once = after(more, Act.BACK)
        assert now_runs(once) == ("Caucuses", "13:48 GMT", "14:06 GMT")
        twice = after(once, Act.BACK)
        assert now_runs(twice) == ("Welcome", "13:48 GMT", "13:54 GMT")
        on = after(after(twice, Act.NEXT), Act.NEXT)
        assert now_runs(on) == ("Dialogue", "13:48 GMT", "14:11 GMT")
        assert end_after(on.press, on) == end_after(more.press, more)

    def test_what_the_clock_went_through_since_has_nothing_left(self):
        gone_on = after(moment(ONE + 32 * MINUTE), Act.NEXT)  # the caucuses had 18 left
        back = after(gone_on, Act.BACK, 20)  # and are over by the clock: the dialogue again
        assert now_runs(back)[0] == "Dialogue"
        assert now_runs(after(back, Act.BACK)) == ("Caucuses", "13:52 GMT", "13:57 GMT")

    def test_more_time_moves_all_that_comes(self):
        more = after(moment(ONE + 45 * MINUTE), Act.EXTEND_10, 10)
        assert now_runs(more) == ("Caucuses", "13:10 GMT", "14:00 GMT")
        assert end_after(more.press, more) == ONE + 100 * MINUTE
        twice = after(more, Act.EXTEND_5)
        assert now_runs(twice) == ("Caucuses", "13:10 GMT", "14:05 GMT")

    def test_more_time_does_not_forget_what_the_part_before_had_left(self):
        gone_on = after(moment(ONE + 32 * MINUTE), Act.NEXT)
        back = after(after(gone_on, Act.EXTEND_5, 1), Act.BACK)
        assert now_runs(back) == ("Caucuses", "13:33 GMT", "13:51 GMT")
        assert back.following.ends_at == ONE + 85 * MINUTE  # 13:51 and the 34 minutes it had left

    def test_begun_by_mistake(self):
        early = after(moment(ONE - 30 * MINUTE), Act.BEGIN)
        assert pressed(Act.BACK, early) is None

    def test_from_the_debrief_back_to_everybody(self):
        assert moment(ONE + 92 * MINUTE).is_over
        back = after(moment(ONE + 92 * MINUTE), Act.BACK)
        assert now_runs(back) == ("Close", "14:32 GMT", "14:37 GMT")
        assert not back.is_over


class TestClocks:
    """Minutes are minutes, whatever the clocks on the wall do."""

    def test_the_clocks_go_forward(self):
        start = dt.datetime(2027, 3, 28, 0, 30, tzinfo=LONDON)
        caucuses = moment(start.astimezone(dt.UTC) + 45 * MINUTE, starts_at=start)
        # Half past midnight, and at one the clocks show two.
        assert now_runs(caucuses) == ("Caucuses", "00:40 GMT", "02:20 BST")
        more = after(caucuses, Act.EXTEND_10)
        assert now_runs(more) == ("Caucuses", "00:40 GMT", "02:30 BST")

    def test_the_clocks_go_back(self):
        start = dt.datetime(2026, 10, 25, 1, 30, tzinfo=LONDON)  # still in summer time
        caucuses = moment(start.astimezone(dt.UTC) + 20 * MINUTE, starts_at=start)
        assert now_runs(caucuses) == ("Caucuses", "01:40 BST", "01:20 GMT")
        assert caucuses.minutes_left == 30

    def test_over_midnight(self):
        start = dt.datetime(2027, 1, 14, 23, 30, tzinfo=LONDON)
        caucuses = moment(start + 31 * MINUTE, starts_at=start)
        assert now_runs(caucuses) == ("Caucuses", "23:40 GMT", "00:20 GMT")
        assert now_runs(after(caucuses, Act.NEXT)) == ("Dialogue", "00:01 GMT", "00:31 GMT")


STARTS = st.sampled_from(
    [
        dt.datetime(2027, 1, 14, 13, tzinfo=LONDON),
        dt.datetime(2027, 3, 28, 0, 15, tzinfo=LONDON),
        dt.datetime(2026, 10, 25, 0, 45, tzinfo=LONDON),
        dt.datetime(2027, 1, 14, 23, 10, tzinfo=LONDON),
    ]
)
KINDS = st.sampled_from([kind for kind in SegmentKind if kind != SegmentKind.DEBRIEF])
PARTS = st.lists(
    st.builds(Part, KINDS, st.just("Part"), st.integers(min_value=1, max_value=90)),
    min_size=1,
    max_size=9,
)
STEPS = st.lists(
    st.tuples(
        st.integers(min_value=1, max_value=3600),
        st.sampled_from([Act.BEGIN, Act.NEXT, Act.BACK, Act.EXTEND_5, Act.EXTEND_10]),
    ),
    max_size=12,
)


def may(act: Act, there: Moment) -> bool:
    """As ``why_no_act`` says, for what the session itself does not decide."""
    place = there.position
    if act == Act.BEGIN:
        return place < 0 or (place == 0 and there.press is None)
    if act == Act.BACK:
        return 0 < place < len(there.parts)
    return 0 <= place < len(there.parts) - (act == Act.NEXT)


@given(STARTS, PARTS, STEPS)
def test_parts_follow_without_a_gap_whatever_is_pressed(start, parts, steps):
    now, press = start.astimezone(dt.UTC) - 45 * MINUTE, None
    for seconds, act in steps:
        now += dt.timedelta(seconds=seconds)
        there = moment(now, press, tuple(parts), start)
        if not may(act, there):
            continue
        place, runs = there.position, there.current
        press = pressed(act, there)
        there = moment(now, press, tuple(parts), start)
        assert there.current is not None
        moved = {Act.BEGIN: 0, Act.NEXT: place + 1, Act.BACK: place - 1}
        assert there.position == moved.get(act, place)
        if act == Act.BACK:
            assert there.minutes_left >= 5
        if act in (Act.EXTEND_5, Act.EXTEND_10):
            more = there.current.ends_at - runs.ends_at
            assert more == dt.timedelta(minutes=5 if act == Act.EXTEND_5 else 10)
        ahead = there.stretches
        assert [one.position for one in ahead] == list(range(there.position, len(parts)))
        for one, following in pairwise(ahead):
            assert one.ends_at == following.begins_at
        left = dict(press.others) if press else {}
        for one in ahead[1:]:
            assert one.ends_at - one.begins_at == left.get(one.position, one.part.minutes) * MINUTE


@given(STARTS, PARTS, STEPS)
def test_back_and_on_again_changes_no_end(start, parts, steps):
    """At the same instant, as after a slip of the finger; but for five minutes at least."""
    now, press = start.astimezone(dt.UTC), None
    for seconds, act in steps:
        now += dt.timedelta(seconds=seconds)
        there = moment(now, press, tuple(parts), start)
        if may(act, there):
            press = pressed(act, there)
    there = moment(now, press, tuple(parts), start)
    if not may(Act.BACK, there):
        return
    was = there.minutes_left
    again = moment(now, pressed(Act.BACK, there), tuple(parts), start)
    again = moment(now, pressed(Act.NEXT, again), tuple(parts), start)
    assert (again.position, again.minutes_left) == (there.position, max(5, was))
    ahead = [round((one.ends_at - one.begins_at) / MINUTE) for one in there.stretches[1:]]
    assert [round((one.ends_at - one.begins_at) / MINUTE) for one in again.stretches[1:]] == ahead


@given(STARTS, st.integers(min_value=0, max_value=119))
def test_the_other_plan_has_the_same_times(start, minute):
    now = start.astimezone(dt.UTC) + minute * MINUTE
    plan, other = ONE_TOPIC.parts, without_dialogue(ONE_TOPIC.parts)
    here, there = moment(now, None, plan, start), moment(now, None, other, start)
    assert [one.ends_at for one in here.stretches] == [one.ends_at for one in there.stretches]
    assert here.position == there.position
