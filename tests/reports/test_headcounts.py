"""Sessions known only by a headcount, followed into every total; each figure is counted by hand.

S1: 3 by name. S2: over 160. S3: about 20. S4: a headcount of 19.
"""

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from cop.core import clock
from cop.core.errors import Refused
from cop.core.figures import Bound, Rough, add_up, rate_text, read_count
from feedback.disclosure import Responses
from feedback.results import response_total, survey_results
from feedback.wording import responses_words
from reports.compile import compile_report
from reports.render.charts import attendance_charts, response_charts
from reports.render.html import render_html_file
from reports.services import begin_report, export_table
from sessions_app.models import Attendance, Session
from sessions_app.services import record_attendance, record_headcount
from tests.moments import a_fixed_day
from tests.pages import parse, select, texts
from tests.people import Cast

DAYS = {"S1": (1, 8), "S2": (2, 12), "S3": (3, 12), "S4": (4, 16)}
HEADS = {"S2": Rough(160, Bound.OVER), "S3": Rough(20, Bound.ABOUT), "S4": 19}


@pytest.fixture(autouse=True)
def _day():
    with a_fixed_day():
        yield


@pytest.fixture
def sessions(cast: Cast) -> dict[str, Session]:
    made = {
        key: Session.objects.create(
            community=cast.community, key=key, title=key, held_on=dt.date(2026, *day), imported=True
        )
        for key, day in DAYS.items()
    }
    for name in ("amara", "tom", "rosa"):
        Attendance.objects.create(session=made["S1"], member=cast.members[name])
    for key, count in HEADS.items():
        record_headcount(actor=cast.actor("bilal"), session=made[key], count=count)
    return made


def compiled(cast: Cast, *, until: str = "S4") -> Any:
    return compile_report(cast.community, dt.date(2026, 1, 1), dt.date(2026, *DAYS[until]))


def test_attendance_keeps_every_number_as_exact_as_it_is_known(cast, sessions):
    table = compiled(cast)["tables"]["attendance_by_session"]
    assert [row[-1] for row in table["rows"]] == [
        3, "over 160", "about 20", 19, "about 202 or more",  # 3 + 160 + 20 + 19
    ]  # fmt: skip
    assert table["total"] is None
    assert table["notes"] == ["Known by a headcount, without names: S2, S3, S4."]


def test_a_lower_bound_alone_makes_the_total_one(cast, sessions):
    data = compiled(cast, until="S2")
    assert data["tables"]["attendance_by_session"]["rows"][-1][-1] == "over 163"
    assert data["sentences"]["attendance"] == (
        "2 sessions, from 3 to over 160 people at each; together these are over 163 attendances."
    )


def test_an_exact_headcount_leaves_the_total_exact(cast, sessions):
    Session.objects.filter(key__in=["S2", "S3"]).delete()
    data = compiled(cast)
    assert data["tables"]["attendance_by_session"]["rows"][-1][-1] == 22
    assert data["tables"]["attendance_by_session"]["total"] == 22
    assert data["sentences"]["attendance"].startswith(
        "22 attendances over 2 sessions, from 3 to 19"
    )


def test_how_often_members_came_counts_names_alone_and_says_so(cast, sessions):
    table = compiled(cast)["tables"]["attendance_frequency"]
    assert [row[:2] for row in table["rows"]] == [[1, 3], ["Total", 3]]
    assert table["notes"][1:] == [
        "Together these are 3 attendances.",
        "Whoever came to S2, S3, S4 is not in this table: only how many came is known.",
    ]


def give_answers(tmp_path, cast: Cast, **numbers: int) -> None:
    rows = [
        f"{key},,{n % 5 + 1},2,3,4,5,{n % 3 + 1},1"
        for key, number in numbers.items()
        for n in range(number)
    ]
    path = tmp_path / "answers.csv"
    path.write_text("\n".join(["session,caucus,a,b,c,d,e,f,g", *rows]))
    call_command("import_responses", cast.community.slug, str(path), release="session")


def test_rates_never_claim_more_than_is_known(cast, sessions, tmp_path):
    give_answers(tmp_path, cast, S2=12, S3=6, S4=5)
    results = {one.session.key: one for one in survey_results(cast.community)}
    assert {key: responses_words(one) for key, one in results.items()} == {
        "S1": "not asked",
        "S2": "12 of over 160 (at most 7.5%)",  # 12 / 160 = 7.5%
        "S3": "6 of about 20",
        "S4": "5 of 19 (26.3%)",  # 5 / 19 = 26.31…%
    }
    total = response_total(results.values())
    assert (total.n, str(total.attended)) == (23, "about 199 or more")  # 160 + 20 + 19
    rows = compiled(cast)["tables"]["responses_by_session"]["rows"]
    assert rows == [
        ["S1", "not asked", 3, "not shown"],
        ["S2", 12, "over 160", "12 of over 160 (at most 7.5%)"],
        ["S3", 6, "about 20", "6 of about 20"],
        ["S4", 5, 19, "5 of 19 (26.3%)"],
        ["Total", 23, "about 199 or more", "23 of about 199 or more"],
    ]
    few = compiled(cast, until="S2")
    assert few["tables"]["responses_by_session"]["rows"][-1][-1] == "12 of over 160 (at most 7.5%)"
    assert (
        few["sentences"]["responses"] == "12 of over 160 (at most 7.5%) of those who came answered."
    )


def test_more_answers_than_an_exact_headcount_are_refused(cast, sessions, tmp_path):
    with pytest.raises(CommandError, match="S4 has 20 responses, and 19 people came"):
        give_answers(tmp_path, cast, S4=20)
    give_answers(tmp_path, cast, S3=25)  # about 20 may have been 25
    (result,) = [one for one in survey_results(cast.community) if one.session.key == "S3"]
    assert result.responses == Responses(25)
    assert responses_words(result) == "25 of about 20"


def test_drawings_pages_and_files_say_it_too(cast, sessions, tmp_path, as_):
    give_answers(tmp_path, cast, S2=12, S4=5)
    data = compiled(cast)
    assert data["headcounts"] == {
        "S2": {"number": 160, "short": ">160"},
        "S3": {"number": 20, "short": "~20"},
    }
    (drawn,) = attendance_charts(data)
    assert all(f">{word}</text>" in drawn for word in ("3", "&gt;160", "~20", "19"))
    (rates,) = response_charts(data)
    assert "no rate" in rates
    assert "26.3%" in rates
    written = render_html_file({"title": "Year", **data})
    assert "about 202 or more" in written
    assert "over 160" in written
    report = begin_report(
        actor=cast.actor("bilal"),
        title="Y",
        from_on=dt.date(2026, 1, 1),
        to_on=dt.date(2026, 10, 1),
    )
    text = export_table(actor=cast.actor("bilal"), report=report, table_id="attendance_by_session")
    assert [row[-1] for row in csv.reader(io.StringIO(text.decode()))][1:] == [
        "3", "over 160", "about 20", "19", "about 202 or more",
    ]  # fmt: skip
    base = f"/in/c/{cast.community.slug}"
    listed = as_("amara").get(f"{base}/results/").content.decode()
    assert "12 of over 160 (at most 7.5%)" in listed
    assert "17 answers of over 179 attendances" in listed  # 12 + 5 of 160 + 19
    register = parse(as_("bilal").get(f"{base}/sessions/{sessions['S2'].pk}/register/").content)
    assert "over 160" in texts(select(register, ".circle-figures dd"))


def test_names_and_a_headcount_exclude_each_other(cast, sessions):
    bilal = cast.actor("bilal")
    with pytest.raises(Refused, match="known by name"):
        record_headcount(actor=bilal, session=sessions["S1"], count=5)
    today = Session.objects.create(
        community=cast.community, key="S5", title="S5", held_on=dt.date(2026, 11, 1),
        ended_at=dt.datetime(2026, 11, 1, 15, tzinfo=dt.UTC),
    )  # fmt: skip
    Session.objects.filter(pk=today.pk).update(held_on=clock.today("Europe/London"))
    record_headcount(actor=bilal, session=today, count=Rough(9, Bound.AT_LEAST))
    with pytest.raises(Refused, match="Take it away before"):
        record_attendance(actor=bilal, session=today, members=[cast.members["rosa"]])
    record_headcount(actor=bilal, session=today, count=None)
    assert record_attendance(actor=bilal, session=today, members=[cast.members["rosa"]]) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("19", "19"), ("1,200", "1200"), ("19 people", "19"), ("over 160", "over 160"),
        ("> 160", "over 160"), ("More than 160", "over 160"), ("160+", "at least 160"),
        ("at least 12", "at least 12"), ("12 or more", "at least 12"), ("about 20", "about 20"),
        ("c. 20", "about 20"), ("~20", "about 20"), ("approx 20 attendees", "about 20"),
    ],
)  # fmt: skip
def test_what_people_write_is_understood(typed, said):
    assert str(read_count(typed)) == said


@pytest.mark.parametrize("typed", ["many", "-3", "20-25", "1.5", "over", "100000", "two dozen", ""])
def test_what_is_no_count_is_refused(typed):
    with pytest.raises(Refused, match="over 160"):
        read_count(typed)


def test_sums_and_rates_of_every_kind():
    least, over = Rough(10, Bound.AT_LEAST), Rough(10, Bound.OVER)
    about = Rough(10, Bound.ABOUT)
    assert add_up([]) == 0
    assert add_up([1, 2]) == 3
    assert str(add_up([least, 1])) == "at least 11"
    assert str(add_up([least, over])) == "over 20"
    assert str(add_up([about, 1])) == "about 11"
    assert str(add_up([add_up([about, over]), 1])) == "about 21 or more"
    assert rate_text(1, Rough(3, Bound.AT_LEAST)) == "1 of at least 3 (at most 33.4%)"
    assert rate_text(4, Rough(3, Bound.OVER)) == "4 of over 3"
    assert rate_text(0, Rough(0, Bound.OVER)) == "0 of over 0"
