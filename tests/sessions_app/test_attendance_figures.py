"""Attendance in numbers: the scenario year by hand count, and what is not known."""

import csv
import datetime as dt
import json
from collections import Counter
from pathlib import Path

import pytest
import time_machine
from django.urls import reverse

from cop.audit.models import Entry
from cop.core.figures import Bound, Rough
from cop.members.models import Member, Organisation
from reports.compile import compile_report
from sessions_app.models import Attendance, Session
from sessions_app.selectors import attendance_figures
from tests.pages import parse, select, texts
from tests.sessions_app.plans import came

SCENARIO = Path(__file__).parent.parent / "data" / "scenario"
EXPECTED = json.loads((SCENARIO / "expected.json").read_text())
FIRST, LAST = dt.date(2025, 7, 1), dt.date(2026, 10, 31)
PAGE = reverse("sessions_app:attendance_show", args=["northern"])


def held(cast, key: str, day: dt.date, **fields) -> Session:
    return Session.objects.create(
        community=cast.community, key=key, title=f"About {key}", held_on=day, **fields
    )


def crowd(cast, number: int, organisation: Organisation | None = None) -> list[Member]:
    return Member.objects.bulk_create(
        Member(
            community=cast.community,
            reference=f"{organisation or 'X'}{one}",
            name=f"Person {one}",
            organisation=organisation,
            joined_on=dt.date(2020, 1, 1),
        )
        for one in range(number)
    )


def scenario(cast) -> None:
    """Who came to which of the six sessions, as the hand-checked file says."""
    with (SCENARIO / "attendance.csv").open() as lines:
        rows = list(csv.DictReader(lines))
    keys = sorted({row["session"] for row in rows})
    sessions = {k: held(cast, k, dt.date(2025, 8 + n, 1)) for n, k in enumerate(keys[:5])}
    sessions[keys[5]] = held(cast, keys[5], dt.date(2026, 10, 15))
    people = {row["member_id"]: None for row in rows}
    made = dict(zip(people, crowd(cast, len(people)), strict=True))
    Attendance.objects.bulk_create(
        Attendance(session=sessions[row["session"]], member=made[row["member_id"]]) for row in rows
    )


def test_the_scenario_year_is_as_it_was_counted_by_hand(cast):
    scenario(cast)
    figures = attendance_figures(cast.community, FIRST, LAST)
    assert [one.came for one in figures.sessions] == [22, 19, 17, 14, 11, 16]
    assert figures.total == figures.attendances_by_name == 99
    assert figures.times_came == ((1, 12), (2, 11), (3, 8), (4, 5), (5, 3), (6, 1))
    assert (figures.members, figures.never_came) == (45, 5), "the cast came to none"
    with (SCENARIO / "attendance.csv").open() as lines:
        rows = [(row["session"], row["member_id"]) for row in csv.DictReader(lines)]
    seen: set[str] = set()
    for one in figures.sessions:
        here = {member for key, member in rows if key == one.session.key}
        assert (one.new, one.returning) == (len(here - seen), len(here & seen))
        seen |= here


def test_the_report_and_the_page_say_the_same(cast, as_):
    scenario(cast)
    data = compile_report(cast.community, FIRST, LAST)["tables"]
    days = {
        f"{name}_{part}": getattr(day, part)
        for name, day in (("from_on", FIRST), ("to_on", LAST))
        for part in ("day", "month", "year")
    }
    page = parse(as_("bilal").get(PAGE, days).content)
    came_to = texts(select(page, "#by-session ~ tbody td:nth-child(3)"))
    report = [str(row[-1]) for row in data["attendance_by_session"]["rows"]]
    assert came_to == report == ["22", "19", "17", "14", "11", "16", "99"]
    shares = texts(select(page, "#frequency ~ tbody td:nth-child(3)"))
    assert shares[0] == data["attendance_frequency"]["rows"][0][2] == "12 of 40 (30.0%)"
    frequency = data["attendance_frequency"]["rows"]
    assert {str(row[0]): row[1] for row in frequency[:-1]} == EXPECTED["attendance"]["frequency"]


def test_lower_bounds_stay_and_what_follows_them_is_not_known_exactly(cast):
    people = crowd(cast, 3)
    first = held(cast, "S1", dt.date(2026, 1, 1))
    came(first, people[0])
    held(cast, "S2", dt.date(2026, 2, 1), headcount=160, headcount_kind="over")
    third = held(cast, "S3", dt.date(2026, 3, 1))
    came(third, *people)
    one, two, three = attendance_figures(cast.community, FIRST, LAST).sessions
    assert (one.came, one.new, one.returning) == (1, 1, 0)
    assert (two.came, two.new, two.returning) == (Rough(160, Bound.OVER), None, None)
    assert (three.new, three.returning, three.new_is_most) == (2, Rough(1, Bound.AT_LEAST), True)
    figures = attendance_figures(cast.community, FIRST, LAST)
    assert figures.total == Rough(164, Bound.OVER)
    assert figures.without_names == ("S2",)


def test_who_came_before_the_period_is_not_new_in_it(cast):
    people = crowd(cast, 2)
    came(held(cast, "S1", dt.date(2024, 1, 1)), people[0])
    came(held(cast, "S2", dt.date(2026, 1, 1)), *people)
    (only,) = attendance_figures(cast.community, FIRST, LAST).sessions
    assert (only.new, only.returning) == (1, 1)


def test_organisations_unstated_and_erased(cast):
    alder = Organisation.objects.create(community=cast.community, name="Alder")
    beech = Organisation.objects.create(community=cast.community, name="Beech")
    few, many = crowd(cast, 1, beech), crowd(cast, 2, alder)
    gone = Member.objects.create(community=cast.community, reference="gone", is_erased=True)
    session = held(cast, "S1", dt.date(2026, 1, 1))
    came(session, *few, *many, gone, cast.members["rosa"])
    figures = attendance_figures(cast.community, FIRST, LAST)
    assert [(one.name, one.members, one.attendances) for one in figures.organisations] == [
        ("Alder", 2, 2),
        ("Beech", 1, 1),
    ]
    assert (figures.unstated.members, figures.unstated.attendances) == (5, 1)
    assert (figures.elsewhere, figures.attendances_by_name, figures.total) == (1, 5, 5)


def test_deleted_names_and_walk_ins_stay_out_of_what_needs_names(cast):
    session = held(cast, "S1", dt.date(2026, 1, 1), forgotten=4, walk_ins=3)
    came(session, cast.members["rosa"])
    figures = attendance_figures(cast.community, FIRST, LAST)
    (one,) = figures.sessions
    assert (one.came, one.new, one.returning, one.walk_ins) == (5, None, None, 3)
    assert (figures.total, figures.times_came, figures.forgotten) == (5, ((1, 1),), 4)
    notes = compile_report(cast.community, FIRST, LAST)["notes"]
    assert any("3" in note and "not members" in note for note in notes)


@pytest.mark.parametrize("number", [10, 200])
def test_the_database_is_asked_as_often_for_two_hundred_sessions(
    cast, as_, django_assert_num_queries, number
):
    people = crowd(cast, 3)
    Session.objects.bulk_create(
        Session(
            community=cast.community,
            key=f"S{one}",
            title="x",
            held_on=dt.date(2026, 11, 1) - dt.timedelta(days=one),
        )
        for one in range(number)
    )
    for session in Session.objects.all():
        came(session, *people)
    with django_assert_num_queries(4):
        attendance_figures(cast.community, dt.date(2000, 1, 1), LAST)
    browser = as_("bilal")
    browser.get(PAGE)
    with django_assert_num_queries(9):
        page = browser.get(PAGE, {"from_on_year": "x"})
    assert page.content.count(b"<td") > number


def test_readers_see_totals_of_closed_registers_and_nothing_else(cast, as_):
    place = Organisation.objects.create(community=cast.community, name="Alder")
    people = crowd(cast, 2, place)
    now = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    came(held(cast, "S1", dt.date(2026, 1, 1), register_closed_at=now), *people)
    came(held(cast, "S2", dt.date(2026, 2, 1)), people[0])
    for name in ("ines", "nkechi", "okafor"):
        page = as_(name).get(PAGE).content.decode()
        assert "About S1" in page
        for hidden in ("About S2", "Alder", "For the first time", "How often"):
            assert hidden not in page


def test_the_file_is_on_record_and_holds_no_names(cast, as_):
    came(held(cast, "=S1", dt.date(2026, 1, 1)), cast.members["rosa"])
    url = reverse("sessions_app:export_file", args=["northern", "figures", "csv"])
    content = as_("bilal").get(url, {"from": "2025-07-01", "to": "2026-10-31"}).content.decode()
    assert "\n1,2026-01-01,About =S1," in content
    assert "Rosa" not in content
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.target_kind) == ("export", "attendance")
    outside = as_("bilal").get(url, {"from": "2026-02-01", "to": "2026-10-31"}).content.decode()
    assert "S1" not in outside


def test_a_session_not_begun_or_cancelled_is_no_part(cast):
    with time_machine.travel("2026-11-22 12:00"):
        held(cast, "S1", dt.date(2026, 11, 23))
        held(cast, "S2", dt.date(2026, 11, 1), state="cancelled")
        assert attendance_figures(cast.community, FIRST, dt.date(2099, 1, 1)).sessions == ()
        assert Counter(attendance_figures(cast.community, FIRST, LAST).times_came) == Counter()
