"""Formats: what is shipped, what a community makes of it, and parts that fill a session."""

import datetime as dt
import itertools
import re

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from cop.audit.models import Entry
from cop.core.errors import Refused
from sessions_app.enums import Grouping, SegmentKind
from sessions_app.formats import (
    FORMATS,
    Format,
    Part,
    length_of,
    remarks_on,
    why_not_filled,
    why_out_of_order,
)
from sessions_app.forms.parts import Timetable
from sessions_app.models import OwnFormat
from sessions_app.selectors import format_for, formats_for, key_of, plan_of, timed
from sessions_app.services import change_format, change_session, copy_format, delete_format
from tests.sessions_app.plans import plan, scheduled, typed_parts

STAGES = ["Define", "Discover", "Dream", "Design", "Destiny"]
OTHERS = [kind for kind in SegmentKind.values if kind != SegmentKind.DEBRIEF]
PARTS = st.lists(
    st.builds(Part, kind=st.sampled_from(OTHERS), title=st.just("-"), minutes=st.integers(1, 240)),
    min_size=1,
    max_size=12,
)
# Midday before both clock changes of 2027.
NIGHTS = [
    dt.datetime(2027, 3, 27, 12, tzinfo=dt.UTC),
    dt.datetime(2027, 10, 30, 12, tzinfo=dt.UTC),
]
STARTS = st.builds(
    lambda night, minutes: night + dt.timedelta(minutes=minutes),
    st.sampled_from(NIGHTS),
    st.integers(0, 2 * 24 * 60),
)


def own(cast, source: str = "webinar", **changes) -> OwnFormat:
    shipped = FORMATS[source]
    values = {name: getattr(shipped, name) for name in ("summary", "parts", "grouping")}
    content = Format(**({"key": "", "name": "Our hour", "questionnaire": ""} | values | changes))
    return copy_format(actor=cast.actor("tom"), source=shipped, content=content)


def test_nine_formats_are_shipped():
    assert len(FORMATS) == 9
    titles = [str(part.title) for part in FORMATS["workshop"].parts]
    assert [name for name in STAGES if any(one.startswith(name) for one in titles)] == STAGES


@pytest.mark.parametrize("chosen", FORMATS.values(), ids=lambda chosen: chosen.key)
def test_every_format_opens_with_the_ground_rules_and_keeps_time_for_the_debrief(chosen):
    arrives_first = chosen.key == "in_person_day"
    assert len(remarks_on(chosen, chosen.parts)) == arrives_first
    assert not why_out_of_order(chosen.parts, chosen.grouping)
    together = next(part for part in chosen.parts if part.kind == SegmentKind.PLENARY)
    assert "ground rules" in str(together.title)
    assert [part.minutes for part in chosen.parts if not part.counts] == [15]
    asks = any(part.kind == SegmentKind.FEEDBACK for part in chosen.parts)
    assert asks == bool(chosen.questionnaire)
    assert chosen.advice


@given(parts=PARTS, minutes=st.integers(1, 480))
def test_parts_fill_a_session_or_it_is_said_how_many_minutes_are_amiss(parts, minutes):
    taken = sum(part.minutes for part in parts)
    said = why_not_filled([*parts, Part(SegmentKind.DEBRIEF, "-", 15)], minutes)
    assert bool(said) == (taken != minutes)
    if said:
        assert str(abs(taken - minutes)) in said


def test_what_is_left_is_said_in_words():
    assert (
        why_not_filled([Part(SegmentKind.PLENARY, "-", 110)], 120)
        == "The parts take 110 of the 120 minutes: 10 are left."
    )


@given(parts=PARTS, instant=STARTS)
def test_each_part_begins_when_the_one_before_ends_across_clock_changes(parts, instant):
    rows = timed(parts, instant, "Europe/London")
    assert rows[0].starts is not None
    assert rows[0].starts.astimezone(dt.UTC) == instant
    for row, after in itertools.pairwise(rows):
        assert row.ends == after.starts
    last = rows[-1].ends
    assert last is not None
    assert last.astimezone(dt.UTC) == instant + dt.timedelta(minutes=length_of(parts))


def test_times_name_their_zone_where_the_clocks_change_meanwhile():
    night = dt.datetime(2027, 3, 28, 0, 30, tzinfo=dt.UTC)
    rows = timed([Part(SegmentKind.PLENARY, "-", 60)], night, "Europe/London")
    assert rows[0].times == "12:30am GMT – 2:30am BST"


class TestTyped:
    def test_a_part_is_moved_added_and_taken_away(self):
        chosen = FORMATS["working_group"]
        titles = [str(part.title) for part in chosen.parts]

        def after(how: str) -> list[str]:
            timetable = Timetable(typed_parts(chosen), chosen=chosen, parts=chosen.parts)
            timetable.arrange(how)
            return [str(part.title) for part in timetable.parts.shown()]

        assert after("up:1") == [titles[1], titles[0], *titles[2:]]
        assert after("down:0") == after("up:1")
        assert after("remove:0") == titles[1:]
        assert after("add:0") == [titles[0], "", *titles[1:]]
        for nonsense in ("up:0", "down:99", "x", "remove:-1", "remove:²", ""):
            assert after(nonsense) == titles

    def test_bad_input_is_said_by_part_and_nothing_is_lost(self):
        chosen = FORMATS["working_group"]
        typed = typed_parts(chosen, part_1_minutes="many", part_2_title="")
        timetable = Timetable(typed, chosen=chosen, parts=chosen.parts)
        assert not timetable.is_valid()
        found = [form.errors.values() for form in timetable.forms]
        errors = [text for lists in found for texts in lists for text in texts]
        assert errors == ["Part 2: enter the minutes as a number.", "Part 3: enter a title."]
        assert timetable.parts.forms[1]["minutes"].value() == "many"

    def test_no_caucus_in_a_session_without(self):
        chosen = FORMATS["working_group"]
        typed = typed_parts(chosen, part_1_kind="caucus")
        assert not Timetable(typed, chosen=chosen, parts=chosen.parts).is_valid()


class TestOwn:
    def test_it_is_chosen_like_a_shipped_one_and_sessions_keep_what_they_took_over(self, cast):
        made = own(cast)
        found = formats_for(cast.community)[-1]
        assert (found.name, found.grouping, found.questionnaire) == ("Our hour", "together", "")
        session = scheduled(cast, format=found.key, parts=found.parts, topics=())
        change_format(
            actor=cast.actor("amara"),
            own=made,
            content=Format("", "Renamed", "", found.parts, grouping=Grouping.TOGETHER),
        )
        session = change_session(
            actor=cast.actor("tom"),
            session=session,
            plan=plan(cast, title="New", format=found.key, parts=found.parts),
        )
        assert (session.format, session.questionnaire) == ("Our hour", "")
        delete_format(actor=cast.actor("tom"), own=made)
        session.refresh_from_db()
        assert (session.own_format_id, session.format_name) == (None, "Our hour")
        assert (key_of(session), session.is_caucused) == ("Our hour", False)
        assert plan_of(session).parts == session_parts(found)
        assert Entry.objects.filter(target_kind="ownformat").count() == 3

    @pytest.mark.parametrize("name", ["webinar", "Webinar", "own-3", "OUR HOUR"])
    def test_a_name_stands_for_one_format(self, cast, name):
        own(cast)
        with pytest.raises(Refused, match="Choose another name"):
            own(cast, name=name)

    def test_parts_must_suit_the_grouping(self, cast):
        with pytest.raises(Refused, match="Only a session in caucuses"):
            own(cast, "one_topic", grouping=Grouping.TOGETHER)

    @pytest.mark.parametrize("name", ["rosa", "bilal", "ines", "sam"])
    def test_only_who_plans_sessions_copies(self, cast, name):
        shipped = FORMATS["webinar"]
        with pytest.raises(PermissionDenied):
            copy_format(actor=cast.actor(name), source=shipped, content=shipped)

    def test_a_key_of_nothing_is_no_format(self, cast):
        for key in ("own-1", "own-x", "own-", "own-²", "nothing", ""):
            assert format_for(cast.community, key) is None


def session_parts(chosen: Format) -> tuple[Part, ...]:
    """As the database gives them back."""
    return tuple(
        Part(str(part.kind), str(part.title), part.minutes, str(part.prompt), str(part.materials))
        for part in chosen.parts
    )


def test_prompts_speak_to_everybody_who_reads_them():
    """They stand on every member's page; what is for facilitators is advice or on the checklist."""
    of_others = re.compile(r"facilitator|everybody|what people|say when|the door", re.IGNORECASE)
    for chosen in FORMATS.values():
        for part in chosen.parts:
            if part.counts:
                assert not of_others.search(str(part.prompt)), part.prompt
