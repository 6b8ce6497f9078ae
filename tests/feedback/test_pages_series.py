"""Over a year and over time: two bounds, gaps with their reasons, and nothing in between."""

import datetime as dt

import pytest
from django.urls import reverse

from feedback.disclosure import Nothing
from feedback.models import Survey
from feedback.questionnaire import questionnaire
from feedback.results import PeriodResult, survey_results
from feedback.services import open_community_survey
from feedback.yearly import breaks, year_so_far
from tests.feedback import ballots
from tests.feedback.test_pages_results import counted, page, rhythm, words
from tests.moments import NOW
from tests.pages import parse, select, texts

RM, W = "racially_minoritised", "white"
TODAY = NOW.date()  # of every test of this room


@pytest.fixture
def people(cast):
    return ballots.members(cast.community, 20)


def given(*ratings: int) -> list[tuple[str, int]]:
    """Each of the ratings once by somebody of either caucus."""
    return [(label, one) for one in ratings for label in (RM, W)]


SPREAD = given(1, 1, 3, 3, 4, 5, 5, 5)  # low 2, middle 2, high 4 of 8: K is 2, so it is exact
ALIKE = given(4, 4, 4, 4, 5, 5, 5, 5)  # 8 of 8 high: at least 6


def days_before(number: int) -> dt.date:
    return TODAY - dt.timedelta(days=number)


def chosen(client, cast, first: dt.date, last: dt.date):
    query = {
        f"{name}_{part}": getattr(day, part)
        for name, day in (("from_on", first), ("to_on", last))
        for part in ("day", "month", "year")
    }
    return client.get(reverse("feedback:result_year", args=[cast.community.slug]), query)


def test_a_year_adds_bounds_and_says_nothing_between_them(cast, as_, people):
    rhythm(cast, "session")
    counted(cast, people, SPREAD, key="S1")
    counted(cast, people, ALIKE, key="S2")
    shown = page(as_("rosa"), "feedback:result_year", cast)
    # 2 + 0 low, 2 + 0 middle, 4 + 6 high of 16, and 2 not shown apart.
    assert texts(select(shown, "figure tbody tr"))[0] == (
        "Listened to "
        + 2
        * (
            "low 2 to 4 of 16 (12.5% to 25.0%)middle 2 to 4 of 16 (12.5% to 25.0%)"
            "high 10 to 12 of 16 (62.5% to 75.0%)2 not shown apart"
        )
    )
    assert texts(select(shown, "figure thead th"))[1:] == [
        "Racially Minoritised Caucus16 answers",
        "White Caucus16 answers",
    ]
    drawing = select(shown, "figure svg")[0]
    assert "10+" in texts([drawing])[0]
    assert select(shown, "figure svg path[stroke]"), "nothing is hatched"
    assert "11 of 16" not in words(shown)
    assert "32 answers of 40 attendances at the 2 sessions" in words(shown)


def test_equal_bounds_stand_once(cast, as_, people):
    rhythm(cast, "session")
    for key in ("S1", "S2"):
        counted(cast, people, SPREAD, key=key)
    shown = words(page(as_("rosa"), "feedback:result_year", cast))
    assert "low 4 of 16 (25.0%)" in shown
    assert "not shown apart" not in shown


def test_both_caucuses_or_neither(cast, as_, people):
    """Six of each is enough for a session, and not for a year."""
    rhythm(cast, "session")
    counted(cast, people, given(1, 1, 3, 3, 5, 5))
    shown = page(as_("rosa"), "feedback:result_year", cast)
    assert select(shown, "figure") == []
    assert "at least 10 answers in each" in words(shown)


def test_coverage_and_sessions_that_enter_nothing(cast, as_, people):
    rhythm(cast, "session")
    counted(cast, people, SPREAD, key="S1")
    counted(cast, people, [(None, 4)] * 4, key="S2")
    ballots.session_with(cast.community, people, key="S3")
    shown = words(page(as_("rosa"), "feedback:result_year", cast))
    assert "Asked after 2 of 3 sessions." in shown
    assert "fewer than 5 of 20" in shown
    assert "16 answers of 20 attendances at 1 session whose number is shown." in shown
    assert "1 session with fewer answers is left out of both numbers and of every figure." in shown


def test_chosen_days_hold_what_lies_wholly_inside(cast, as_, people):
    survey = counted(cast, people, SPREAD)
    client, first, last = as_("rosa"), survey.period.from_on, survey.period.to_on
    whole = words(parse(chosen(client, cast, first, last).content))
    assert "lies only partly" not in whole
    assert "Not everything is counted yet" in whole
    part = parse(chosen(client, cast, first + dt.timedelta(days=1), last).content)
    assert "lies only partly in these days, so none of its figures are in them" in words(part)
    link = select(part, ".circle-withheld a")[0].get("href")
    assert f"from_on_day={first.day}&" in link
    assert f"to_on_year={last.year}" in link


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (dt.date(2026, 2, 1), dt.date(2026, 1, 1), "The last day is before the first."),
        (dt.date(2026, 2, 1), dt.date(999, 1, 1), "four figures"),
    ],
)
def test_days_that_do_not_fit_are_said(cast, as_, first, last, sentence):
    shown = chosen(as_("rosa"), cast, first, last)
    assert shown.status_code == 200
    assert sentence in " ".join(texts(select(parse(shown.content), "body")))


def test_other_words_begin_another_series(cast, as_, people):
    rhythm(cast, "session")
    counted(cast, people, SPREAD, key="S1", held_on=days_before(2))
    later = ballots.opened(cast.community, people, key="S2", asked="WEBINAR-1", held_on=TODAY)
    for place, member in enumerate(people[:16]):
        answer = {
            "label": (RM, W)[place % 2],
            "ratings": {"a": 1 + place // 4},
            "choices": {"new": ("most", "some", "some", "little")[place // 4], "time": "evening"},
        }
        ballots.send(later, ballots.collect(member, later), answer)
    ballots.count(later)
    client = as_("rosa")
    shown = page(client, "feedback:result_trend", cast)
    rows = texts(select(shown, "figure tbody tr"))
    assert rows == [
        f"S1{days_before(2):%-d %B %Y} low 2, middle 2, high 4low 2, middle 2, high 4",
        f"S2{TODAY:%-d %B %Y} other questions (WEBINAR-1)other questions (WEBINAR-1)",
    ]
    assert select(shown, "figure svg line[stroke-dasharray]")
    url = reverse("feedback:result_trend", args=[cast.community.slug])
    assert client.get(url, {"asked": "WEBINAR-1", "statement": "a"}).status_code == 200
    assert client.get(url, {"asked": "WEBINAR-1", "statement": "g"}).status_code == 404
    # A choice is drawn like a statement, option by option.
    choices = page(client, "feedback:result_detail", cast, later.pk)
    drawn = " ".join(texts(select(choices, "figure svg")))
    assert "Some of it: 4" in drawn
    assert "Evening: at least 14 of 16" in drawn


def test_a_new_version_is_said_to_break_the_series(cast, as_, people):
    rhythm(cast, "session")
    counted(cast, people, SPREAD, key="S1", held_on=days_before(2))
    counted(cast, people, SPREAD, key="S2", held_on=TODAY)
    results = survey_results(cast.community)
    assert breaks(results) == []
    newer = results[1].survey
    assert newer
    newer.asked = {**newer.asked, "code": "PPN-2"}
    [said] = breaks(results)
    assert f"From {TODAY:%-d %B %Y} on other words were asked: PPN-2 in the place of PPN-1" in said


def test_over_time_has_reasons_in_its_gaps_and_no_line(cast, as_, people):
    rhythm(cast, "session")
    counted(cast, people, SPREAD, key="S1", held_on=days_before(2))
    counted(cast, people, [(None, 4)] * 4, key="S2", held_on=days_before(1))
    counted(cast, people, ALIKE, key="S3", held_on=TODAY)
    shown = page(as_("rosa"), "feedback:result_trend", cast)
    rows = texts(select(shown, "figure tbody tr"))
    assert rows[1] == f"S2{days_before(1):%-d %B %Y} too few answerstoo few answers"
    drawing = select(shown, "figure svg")[0]
    assert select(shown, "figure svg polyline") == []
    assert f"{days_before(1):%-d %b %Y}: too few answers" in texts([drawing])[0]
    # 4 of 8 and at least 6 of 8: the ranges do not touch.
    moves = texts(select(shown, "figure li"))
    day, before = f"{TODAY:%-d %b %Y}", f"{days_before(2):%-d %b %Y}"
    assert moves[1] == f"White Caucus: a larger share agreed on {day} than on {before}."


def test_nothing_is_said_where_ranges_touch(cast, as_, people):
    rhythm(cast, "session")
    counted(cast, people, ALIKE, key="S1", held_on=days_before(1))
    counted(cast, people, given(1, 2, 4, 4, 4, 5, 5, 5), key="S2", held_on=TODAY)
    shown = page(as_("rosa"), "feedback:result_trend", cast)
    assert select(shown, "figure li") == []
    assert "nobody can say whether anything rose or fell" in words(shown)


def test_under_eight_answers_are_a_table_alone(cast, as_, people):
    rhythm(cast, "session")
    counted(cast, people, [(None, 2)] * 3 + [(None, 4)] * 4)
    shown = page(as_("rosa"), "feedback:result_trend", cast)
    assert select(shown, "figure svg") == []
    assert "low 3, middle 0, high 4" in words(shown)


def test_the_whole_community_stands_beside_the_year(cast, as_, people):
    rhythm(cast, "session")
    counted(cast, people, SPREAD, key="S1")
    survey = open_community_survey(
        actor=cast.system,
        title="Our year",
        from_on=TODAY.replace(month=1, day=1),
        to_on=TODAY,
        closes_on=TODAY + dt.timedelta(days=14),
        asked="YEAR-1",
    )
    for place, member in enumerate(people[:12]):
        answer = {"label": None, "ratings": {"a": 1 + place % 5}, "choices": {"helped": "people"}}
        ballots.send(survey, ballots.collect(member, survey), answer)
    ballots.count(survey)
    shown = page(as_("rosa"), "feedback:result_year", cast)
    assert "Our year" in texts(select(shown, "h2"))
    assert "Answered: 12 of 20 (60.0%)." in words(shown)
    assert "at least 10 of 12" in words(shown)
    assert Survey.objects.count() == 2


@pytest.mark.parametrize("number", [1, 10])
@pytest.mark.parametrize(("name", "queries"), [("result_year", 10), ("result_trend", 9)])
def test_as_many_queries_for_one_session_as_for_ten(
    cast, as_, people, django_assert_num_queries, number, name, queries
):
    rhythm(cast, "session")
    for place in range(number):
        ballots.opened(cast.community, people[:1], key=f"S{place}")
    counted(cast, people, SPREAD, key="last")
    client = as_("rosa")
    with django_assert_num_queries(queries):
        client.get(reverse(f"feedback:{name}", args=[cast.community.slug]))


def test_the_year_so_far_holds_every_period_that_reaches_into_it():
    first, last = dt.date(2025, 11, 1), dt.date(2026, 10, 31)
    period = PeriodResult(questionnaire("PPN-1"), first, last, 1, Nothing(), ())
    today = dt.date(2026, 11, 22)
    assert year_so_far([], today) == (dt.date(2026, 1, 1), today)
    assert year_so_far([period], today) == (first, today)
    assert year_so_far([period], dt.date(2027, 1, 2)) == (dt.date(2027, 1, 1), dt.date(2027, 1, 2))
