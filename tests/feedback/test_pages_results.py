"""Results: a figure or a sentence, never a blank, a nought or a score."""

import datetime as dt

import pytest
from django.urls import reverse

from cop.core import clock
from cop.members.models import Community
from feedback.models import Period, Survey
from feedback.services import count_period, create_period
from feedback.services.periods import make_period
from sessions_app.models import Session
from tests.feedback import ballots
from tests.pages import parse, select, texts

ALL = "This can hide everyone in a smaller caucus."


def rhythm(cast, kind, **more):
    Community.objects.filter(pk=cast.community.pk).update(
        figures_rhythm=kind, comments_rhythm=kind, **more
    )
    cast.community.refresh_from_db()


@pytest.fixture
def people(cast):
    return ballots.members(cast.community, 20)


def counted(cast, people, given, key="S1", **session):
    """A counted survey; ``given`` are (label, rating) pairs, one for each who answers."""
    survey = ballots.opened(cast.community, people, key=key, **session)
    for member, (label, rating) in zip(people, given, strict=False):
        ballots.send(survey, ballots.collect(member, survey), ballots.answers(label, rating))
    return ballots.count(survey)


def page(client, name, cast, *args):
    return parse(client.get(reverse(name, args=[cast.community.slug, *args])).content)


def words(page, css="main"):
    return " ".join(texts(select(page, css)))


def test_nine_answers_without_a_caucus_are_shown_together(cast, as_, people):
    rhythm(cast, "session")
    survey = counted(cast, people, [(None, 1)] * 3 + [(None, 3)] * 2 + [(None, 5)] * 4)
    shown = page(as_("rosa"), "feedback:result_detail", cast, survey.pk)
    assert "9 of 20 (45.0%)" in words(shown)
    assert ALL in words(shown)
    rows = texts(select(shown, "tbody tr"))
    assert rows[0] == "Listened to low 3, middle 2, high 4"
    assert rows[3] == "Oppressedagreeing is not good news low 3, middle 2, high 4"
    assert len(rows) == 7
    assert select(shown, "figure svg title")
    assert "not added up into a score" in words(shown)


def test_both_caucuses_stand_side_by_side_and_nearly_alike_is_at_least(cast, as_, people):
    rhythm(cast, "session")
    survey = counted(cast, people, [("white", 5)] * 8 + [("racially_minoritised", 4)] * 8)
    shown = page(as_("rosa"), "feedback:result_detail", cast, survey.pk)
    heads = texts(select(shown, "thead th"))
    assert heads == [
        "Statement",
        "Racially Minoritised Caucus8 answers",
        "White Caucus8 answers",
    ]
    assert texts(select(shown, "tbody tr"))[0] == (
        "Listened to at least 6 of 8 highat least 6 of 8 high"
    )
    assert "“At least” stands where nearly all answered alike" in words(shown)
    assert ALL not in words(shown)


def test_fewer_than_eight_answers_are_not_drawn(cast, as_, people):
    rhythm(cast, "session")
    survey = counted(cast, people, [(None, 2)] * 3 + [(None, 4)] * 4)
    shown = page(as_("rosa"), "feedback:result_detail", cast, survey.pk)
    assert "low 3, middle 0, high 4" in words(shown)
    assert select(shown, "figure svg") == []


def test_five_ways_of_having_no_number_are_told_apart(cast, as_, people):
    rhythm(cast, "session")
    few = counted(cast, people, [(None, 4)] * 4, key="S1")
    ballots.opened(cast.community, people, key="S2")
    ballots.session_with(cast.community, people, key="S3")
    Session.objects.filter(key="S3").update(held_on=dt.date(2026, 10, 1))
    ballots.session_with(cast.community, people, key="S5")
    nobody = ballots.opened(cast.community, [], key="S4")
    ballots.count(nobody)
    rows = texts(select(page(as_("rosa"), "feedback:result_list", cast), "tbody tr"))
    by_key = {row[:2]: row for row in rows}
    assert "fewer than 5 of 20 Too few answers" in by_key["S1"]
    assert "not counted yet Counted after" in by_key["S2"]
    assert "not asked There was no survey." in by_key["S3"]
    assert "not asked yet Feedback is not opened yet." in by_key["S5"]
    assert "no answers: nobody could be asked" in by_key["S4"]
    shown = page(as_("rosa"), "feedback:result_detail", cast, few.pk)
    [withheld] = texts(select(shown, ".circle-withheld"))
    assert withheld.startswith("Too few answered to show figures without showing who did.")
    assert "in no figure, neither here nor over a period or a year" in withheld
    assert select(shown, "table") == []


def test_by_period_the_page_says_when_figures_come(cast, as_, people):
    survey = counted(cast, people, [("white", 5)] * 9)
    shown = words(page(as_("rosa"), "feedback:result_detail", cast, survey.pk))
    assert "9 of 20 (45.0%)" in shown
    assert "Shown together with the other sessions of the period, never alone." in shown
    listed = words(page(as_("rosa"), "feedback:result_list", cast), ".circle-cards")
    assert f"Counted once, after {survey.period.to_on:%A}" in listed
    first = survey.period.from_on.isoformat()
    assert "Counted once" in words(page(as_("rosa"), "feedback:period_detail", cast, first))


def test_counted_period_shows_its_figures_and_no_session_of_them(cast, as_, people):
    today = clock.today("Europe/London")
    period = create_period(
        actor=cast.system, from_on=today - dt.timedelta(days=60), to_on=today - dt.timedelta(days=3)
    )
    held_on = today - dt.timedelta(days=2)
    Period.objects.filter(pk=period.pk).update(to_on=today)
    given = [(None, 1)] * 4 + [(None, 3)] * 3 + [(None, 5)] * 4
    counted(cast, people, given, held_on=held_on)
    Period.objects.filter(pk=period.pk).update(to_on=today - dt.timedelta(days=3))
    count_period(period_id=period.pk)
    shown = page(as_("rosa"), "feedback:period_detail", cast, period.from_on.isoformat())
    assert "low 4, middle 3, high 4" in words(shown)
    assert "Which session an answer comes from is not known." in words(shown)
    assert ALL in words(shown)


def test_pool_whose_comments_went_unread_says_so_in_the_list(cast, as_, people):
    rhythm(cast, "session")
    ended = clock.today("Europe/London") - dt.timedelta(days=3)
    pool = make_period(cast.community, ended, ended, is_pool=True)
    said = "they were destroyed unread"
    assert said not in words(page(as_("rosa"), "feedback:result_list", cast))
    counted_with = {"state": "counted", "counted_on": ended, "destroyed_unread": ["findings"]}
    Period.objects.filter(pk=pool.pk).update(**counted_with)
    shown = words(page(as_("rosa"), "feedback:result_list", cast))
    assert said in shown
    assert f"{ended:%B %Y}" in shown


def test_members_read_why_the_numbers_are_higher(cast, as_, people):
    counted(cast, people, [(None, 4)] * 4)
    assert "higher than usual" not in words(page(as_("rosa"), "feedback:result_list", cast))
    rhythm(cast, "session", t_figures=7, thresholds_reason="We are a small profession.")
    reason = "Here the numbers are higher than usual, because: We are a small profession."
    listed = words(page(as_("rosa"), "feedback:result_list", cast))
    assert "No figure is shown for fewer than 7 answers" in listed
    assert reason in listed
    survey = ballots.opened(cast.community, people, key="S2")
    promise = words(page(as_("rosa"), "feedback:survey_detail", cast, survey.pk))
    assert "Fewer than 7 answers: no figure" in promise
    assert reason in promise


@pytest.mark.parametrize(
    "first", ["2020-01-01", "yesterday", "2026-13-01"], ids=["none", "words", "unreal"]
)
def test_unknown_period_is_not_found(cast, as_, first):
    url = reverse("feedback:period_detail", args=[cast.community.slug, first])
    assert as_("rosa").get(url).status_code == 404


def test_members_wait_for_the_report_where_the_community_chose_so(cast, as_, people):
    rhythm(cast, "session", results_moment="edition")
    survey = counted(cast, people, [(None, 4)] * 9)
    url = reverse("feedback:result_detail", args=[cast.community.slug, survey.pk])
    assert as_("rosa").get(url).status_code == 403
    assert as_("amara").get(url).status_code == 200
    home = reverse("sessions_app:session_list", args=[cast.community.slug])
    assert "Results" not in texts(select(parse(as_("rosa").get(home).content), "nav a"))
    assert "Results" in texts(select(parse(as_("amara").get(home).content), "nav a"))


@pytest.mark.parametrize("number", [1, 10])
def test_list_takes_as_many_queries_for_one_session_as_for_ten(
    cast, as_, people, django_assert_num_queries, number
):
    rhythm(cast, "session")
    for place in range(number):
        counted(cast, people[:9], [(None, 4)] * 9, key=f"S{place}")
    client = as_("rosa")
    with django_assert_num_queries(10):
        client.get(reverse("feedback:result_list", args=[cast.community.slug]))


@pytest.mark.parametrize("number", [1, 10])
def test_period_takes_as_many_queries_for_one_session_as_for_ten(
    cast, as_, people, django_assert_num_queries, number
):
    for place in range(number):
        survey = ballots.opened(cast.community, people[:9], key=f"S{place}")
    client, first = as_("rosa"), survey.period.from_on.isoformat()
    with django_assert_num_queries(9):
        client.get(reverse("feedback:period_detail", args=[cast.community.slug, first]))
    assert Survey.objects.count() == number
