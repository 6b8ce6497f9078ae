"""Surveys of the whole community: whom they ask, and the overlap rule."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cop.core import clock
from cop.core.errors import Refused
from cop.members.selectors import system_actor
from cop.post.models import Message
from feedback.models import Eligibility, Period, Released, Survey
from feedback.results import community_results, survey_results
from feedback.services import NotEligible, count_due, open_community_survey
from sessions_app.services import record_attendance
from tests.feedback.ballots import answers, close, collect, count, members, opened, send
from tests.pages import parse, select, texts

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 11, 22)


@pytest.fixture(autouse=True)
def key_directory(settings, tmp_path):
    settings.KEY_DIR = tmp_path / "keys"


def ask(community, **change) -> Survey:
    given = {
        "title": "Our year",
        "from_on": FIRST,
        "to_on": LAST,
        "closes_on": clock.today("Europe/London") + dt.timedelta(days=14),
        "asked": "YEAR-1",
        **change,
    }
    return open_community_survey(actor=system_actor(community), **given)


def test_everybody_who_came_is_asked_once_and_nobody_else(cast):
    crowd = members(cast.community, 8)
    first = opened(cast.community, crowd[:5])
    opened(cast.community, crowd[3:7], key="S2")
    survey = ask(cast.community)
    assert set(survey.eligibilities.values_list("member", flat=True)) == {
        one.pk for one in crowd[:7]
    }
    assert (survey.present, survey.could_answer) == (7, 7)
    with pytest.raises(NotEligible, match="came at least once"):
        collect(crowd[7], survey)
    # What is on the register later changes neither the list nor N.
    record_attendance(
        actor=cast.actor("bilal"), session=first.session, members=[*crowd[:5], crowd[7]]
    )
    assert survey.eligibilities.count() == 7
    subject = "Feedback is open: 1 January 2026 to 22 November 2026"
    assert Message.objects.filter(kind="feedback_open", subject=subject).count() == 7


def test_it_is_counted_by_itself(cast):
    cast.community.figures_rhythm = cast.community.comments_rhythm = "period"
    cast.community.save()
    crowd = members(cast.community, 8)
    opened(cast.community, crowd)
    survey = ask(cast.community)
    for member in crowd:
        send(survey, collect(member, survey), {"label": None, "ratings": {"a": 4, "c": 5}})
    count(survey)
    (result,) = community_results(cast.community)
    assert (result.attended, result.responses.n) == (8, 8)
    assert result.ratings.cells[0].items["a"].at_least == 6
    assert not Eligibility.objects.filter(survey=survey).exists()
    assert [one.survey.session_id for one in survey_results(cast.community)] == [
        Survey.objects.get(session__isnull=False).session_id
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"from_on": LAST, "to_on": FIRST}, "before the first"),
        ({"to_on": dt.date(2026, 12, 1)}, "over"),
        ({"closes_on": dt.date(2026, 11, 21)}, "within 42 days"),
        ({"closes_on": dt.date(2027, 1, 31)}, "within 42 days"),
        ({"to_on": dt.date(2026, 1, 2)}, "Fewer than 5 members"),
    ],
)
def test_days_that_do_not_fit_are_refused_and_nothing_is_left(cast, change, sentence):
    opened(cast.community, members(cast.community, 6))
    before = (Survey.objects.count(), Period.objects.count())
    with pytest.raises(Refused, match=sentence):
        ask(cast.community, **change)
    assert (Survey.objects.count(), Period.objects.count()) == before


@pytest.mark.parametrize("name", ["rosa", "bilal", "grace", "sam"])
def test_only_co_chairs_ask_everybody(cast, name):
    with pytest.raises(PermissionDenied):
        open_community_survey(
            actor=cast.actor(name),
            title="x",
            from_on=FIRST,
            to_on=LAST,
            closes_on=LAST,
            asked="YEAR-1",
        )


# The overlap rule


def rhythm(community, of_figures: str) -> None:
    community.figures_rhythm = community.comments_rhythm = of_figures
    community.save()


def test_the_same_questions_beside_a_session_released_alone_are_refused(cast):
    rhythm(cast.community, "session")
    opened(cast.community, members(cast.community, 6))
    with pytest.raises(Refused, match="asks the same questions"):
        ask(cast.community, asked="PPN-1")
    assert ask(cast.community).questionnaire == "YEAR-1"


def test_with_a_period_they_are_released_together(cast):
    """Six came and one more elsewhere: alone, the year's figures less the session's are that one's.

    Together seven people gave thirteen answers, m = 2 and K = 3, and twelve of them are alike.
    """
    rhythm(cast.community, "period")
    crowd = members(cast.community, 7)
    session = opened(cast.community, crowd[:6])
    opened(cast.community, crowd[6:], key="S2", asked="WEBINAR-1")
    year = ask(cast.community, asked="PPN-1")
    assert (year.period, year.parameters["figures"]) == (session.period, "period")
    for survey, who in ((session, crowd[:6]), (year, crowd)):
        for member in who:
            rating = 1 if member == crowd[6] else 5
            send(survey, collect(member, survey), answers(None, rating))
    for survey in Survey.objects.all():
        close(survey)
    count_due()
    assert not Released.objects.exists()
    Period.objects.update(to_on=clock.today("Europe/London") - dt.timedelta(days=3))
    count_due()
    assert {(row.cell, row.n, row.value["at_least"]) for row in Released.objects.all()} == {
        ("all", 13, 10)
    }


def test_a_session_is_not_asked_the_same_beside_it(cast):
    rhythm(cast.community, "session")
    opened(cast.community, members(cast.community, 6), asked="WEBINAR-1")
    ask(cast.community, asked="PPN-1")
    with pytest.raises(Refused, match="asks the same questions"):
        opened(cast.community, [], key="S2")
    assert opened(cast.community, [], key="S3", asked="WEBINAR-1")


def test_two_of_the_whole_community_about_the_same_days_are_refused(cast):
    opened(cast.community, members(cast.community, 6), asked="WEBINAR-1")
    ask(cast.community)
    with pytest.raises(Refused, match="asks the same questions"):
        ask(cast.community, title="Again", from_on=dt.date(2026, 6, 1))


# What members read


def test_a_period_names_what_asked_everybody(cast, as_):
    rhythm(cast.community, "period")
    crowd = members(cast.community, 7)
    session = opened(cast.community, crowd)
    year = ask(cast.community, asked="PPN-1")
    for member in crowd:
        send(year, collect(member, year), answers(None, 5))
    for member in crowd[:4]:
        send(session, collect(member, session), answers(None, 5))
    for survey in (session, year):
        count(survey)
    slug, first = cast.community.slug, session.period.from_on.isoformat()
    client = as_("rosa")
    shown = client.get(reverse("feedback:period_detail", args=[slug, first])).content
    page = " ".join(texts(select(parse(shown), "main")))
    assert "Those of “Our year”, which asked the whole community, are counted with them." in page
    assert "Our yearThe whole community, 1 January 2026 to 22 November 2026" in page
    assert "7 of 7 (100.0%)" in page
    assert "they enter none of these figures, and no sum" in page
    listed = client.get(reverse("feedback:result_list", args=[slug])).content
    card = texts(select(parse(listed), ".circle-cards"))[0]
    assert "Feedback after 1 session. With “Our year”, which asked the whole community." in card


def test_the_way_to_answering_speaks_of_no_session(cast, as_, client):
    """From the first page to the form and its end, as a member walks it."""
    rhythm(cast.community, "session")
    crowd = [*members(cast.community, 5), cast.members["rosa"]]
    opened(cast.community, crowd, asked="WEBINAR-1")
    Survey.objects.update(closes_on=dt.date(2026, 1, 1))  # only the other one is still open
    survey = ask(cast.community)
    slug = cast.community.slug
    signed_in, titles = as_("rosa"), []
    for visitor, url in (
        (signed_in, reverse("feedback:survey_detail", args=[slug, survey.pk])),
        (client, reverse("box:survey_landing", args=[survey.pk])),
        (client, reverse("box:envelope", args=[survey.pk])),
        (client, reverse("box:coded_form", args=[survey.pk])),
        (client, reverse("box:coded_thanks", args=[survey.pk])),
    ):
        page = parse(visitor.get(url).content)
        titles += texts(select(page, "h1"))
        for word in ("the session", "this session", "last session"):
            assert word not in " ".join(texts(select(page, "main"))), (url, word)
    assert "How has it been?" in titles
    home = texts(select(parse(signed_in.get(f"/in/c/{slug}/").content), "main"))[0]
    assert "How was the session?" not in home
    close(survey)
    closed = parse(client.get(reverse("box:envelope", args=[survey.pk])).content)
    assert "the session" not in texts(select(closed, "main"))[0]
