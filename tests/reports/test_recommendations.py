"""Recommendations are written, numbered, moved, printed, and followed up after publication."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from cop.core import clock
from cop.core.errors import Refused
from reports.content import report_data
from reports.earlier import earlier_edition
from reports.models import Recommendation, Report
from reports.render.html import render_html
from reports.services import (
    begin_report,
    follow_up,
    move_recommendation,
    remove_recommendation,
    write_recommendation,
)
from reports.services.recommendations import MOST
from tests.people import Cast
from tests.reports import editions
from tests.reports.test_render_html import text_of

YEAR_1 = (dt.date(2024, 1, 1), dt.date(2024, 12, 31))
YEAR_2 = (dt.date(2025, 1, 1), dt.date(2025, 12, 31))


def begun(cast: Cast, days=YEAR_1, **more) -> Report:
    return begin_report(
        actor=cast.actor("bilal"), title="A year", from_on=days[0], to_on=days[1], **more
    )


def recommended(cast: Cast, report: Report, *titles: str) -> list[Recommendation]:
    bilal = cast.actor("bilal")
    return [write_recommendation(actor=bilal, report=report, title=title) for title in titles]


def published(cast: Cast, days, *titles: str, **more) -> Report:
    report = begun(cast, days, **more)
    recommended(cast, report, *titles)
    editions.published(report)
    return Report.objects.get(pk=report.pk)


def titles(report: Report) -> list[str]:
    return [line["title"] for line in report_data(report)["recommendations"]]


def test_they_are_numbered_in_their_order_and_moved(cast: Cast):
    report = begun(cast)
    first, second, third = recommended(cast, report, "One", "Two", "Three")
    bilal = cast.actor("bilal")
    move_recommendation(actor=bilal, report=report, recommendation=third, later=False)
    assert titles(report) == ["One", "Three", "Two"]
    move_recommendation(actor=bilal, report=report, recommendation=first, later=False)
    move_recommendation(actor=bilal, report=report, recommendation=second, later=True)
    assert titles(report) == ["One", "Three", "Two"]
    remove_recommendation(actor=bilal, report=report, recommendation=first)
    lines = report_data(report)["recommendations"]
    assert [(line["number"], line["title"]) for line in lines] == [(1, "Three"), (2, "Two")]
    move_recommendation(actor=bilal, report=report, recommendation=first, later=True)  # is gone
    assert titles(report) == ["Three", "Two"]


def test_one_is_changed_and_nobody_is_flooded(cast: Cast):
    report = begun(cast)
    (one,) = recommended(cast, report, "One")
    bilal = cast.actor("bilal")
    write_recommendation(
        actor=bilal,
        report=report,
        recommendation=one,
        title="Uno",
        responsible="The board",
        due_on=dt.date(2025, 3, 1),
    )
    (line,) = report_data(report)["recommendations"]
    assert (line["title"], line["responsible"], line["due_on"]) == (
        "Uno",
        "The board",
        "2025-03-01",
    )
    recommended(cast, report, *(str(n) for n in range(MOST - 1)))
    with pytest.raises(Refused, match="at most 30"):
        recommended(cast, report, "Too many")


def test_the_document_prints_number_words_role_and_day(cast: Cast):
    report = begun(cast)
    write_recommendation(
        actor=cast.actor("bilal"),
        report=report,
        title="Keep <one> topic",
        words="It left **time**.",
        responsible="The co-chairs",
        due_on=dt.date(2025, 3, 1),
    )
    html = render_html(report_data(report))
    assert 'id="recommendation-1"' in html
    assert "<strong>time</strong>" in html
    text = text_of(html)
    assert "Recommendation 1. Keep <one> topic It left time" in text
    assert "The co-chairs, by 1 March 2025" in text


def test_what_became_of_it_leaves_the_edition_as_it_was(cast: Cast):
    report = published(cast, YEAR_1, "Keep one topic")
    edition = report.editions.get()
    before = (edition.content, edition.digest)
    say(cast, report, "done", "Since March.")
    edition.refresh_from_db()
    assert (edition.content, edition.digest) == before


def say(cast: Cast, report: Report, status: str, words: str, who: str = "amara", **more) -> None:
    follow_up(
        actor=cast.actor(who),
        report=report,
        recommendation=report.recommendations.get(),
        status=status,
        words=words,
        **more,
    )


def test_the_next_report_lists_it_as_it_stands_and_its_edition_fixes_that(cast: Cast):
    first = published(cast, YEAR_1, "Keep one topic")
    second = begun(cast, YEAR_2)
    (line,) = report_data(second)["earlier_recommendations"]
    assert (line["title"], line["status"], line["status_on"]) == ("Keep one topic", "open", "")
    text = text_of(render_html(report_data(second)))
    assert "Nothing recorded" in text
    assert "Not begun: 0, Under way: 0, Done: 0, Not pursued: 0, nothing recorded: 1." in text
    say(cast, first, "under_way", "Tried twice.", on=dt.date(2026, 1, 2))
    edition = editions.published(second)
    say(cast, first, "done", "For good.")
    (fixed,) = edition.content["earlier_recommendations"]
    assert (fixed["status"], fixed["status_words"]) == ("under_way", "Tried twice.")
    text = text_of(render_html(edition.content))
    assert "1. Keep one topic Nobody named yet Under way, as of 2 January 2026 Tried twice." in text
    assert "Not begun: 0, Under way: 1, Done: 0, Not pursued: 0." in text


def test_a_correction_under_way_changes_no_word_of_what_was_published(cast: Cast):
    first = published(cast, YEAR_1, "Keep one topic")
    first.recommendations.update(title="Unpublished words")
    (line,) = report_data(begun(cast, YEAR_2))["earlier_recommendations"]
    assert line["title"] == "Keep one topic"
    first.recommendations.all().delete()
    (line,) = report_data(Report.objects.get(published_at=None))["earlier_recommendations"]
    assert (line["title"], line["key"]) == ("Keep one topic", "")


def test_which_report_is_the_one_before(cast: Cast):
    now = begun(cast, YEAR_2)
    assert earlier_edition(now) is None
    published(cast, (dt.date(2023, 1, 1), dt.date(2023, 12, 31)))
    begun(cast, YEAR_1)  # a draft
    published(cast, (dt.date(2024, 6, 1), dt.date(2025, 6, 30)))  # half of the same year
    published(cast, YEAR_2)
    published(cast, (dt.date(2026, 1, 1), dt.date(2026, 6, 30)))
    assert earlier_edition(now).report.to_on == dt.date(2023, 12, 31)
    a_month_over = published(cast, (dt.date(2024, 1, 1), dt.date(2025, 1, 31)))
    assert earlier_edition(now).report == a_month_over


def test_who_may_say_how_it_stands_and_when(cast: Cast):
    report = begun(cast)
    recommended(cast, report, "One")
    with pytest.raises(PermissionDenied):
        say(cast, report, "done", "")
    editions.published(report)
    report.refresh_from_db()
    with pytest.raises(PermissionDenied):
        say(cast, report, "done", "", who="rosa")
    with pytest.raises(PermissionDenied):
        recommended(cast, report, "Two")
    tomorrow = clock.today("Europe/London") + dt.timedelta(days=1)
    with pytest.raises(Refused, match="lies ahead"):
        say(cast, report, "done", "", on=tomorrow)


def test_pages_write_and_follow_up(cast: Cast, as_):
    report = begun(cast)
    base = f"/in/c/{cast.community.slug}/reports/{report.pk}"
    page = as_("bilal")
    day = {"due_on_day": "", "due_on_month": "", "due_on_year": ""}
    page.post(f"{base}/recommendations/add/", {"title": "One", "words": "Why.", **day})
    assert "1. One" in page.get(f"{base}/recommendations/").content.decode()
    editions.published(report)
    assert "What became of the recommendations" in as_("rosa").get(f"{base}/").content.decode()
    chair = as_("amara")
    none = {"on_day": "", "on_month": "", "on_year": ""}
    chair.post(f"{base}/follow-up/1/", {"status": "dropped", "words": "No room.", **none})
    read = as_("rosa").get(f"{base}/follow-up/").content.decode()
    assert "Not pursued" in read
    assert "No room." in read
    assert "Say how it stands" not in read
    assert as_("amara").get(f"{base}/follow-up/9/").status_code == 404


@pytest.mark.parametrize("number", [1, 10])
def test_lists_ask_as_often_for_ten_as_for_one(cast: Cast, as_, number, django_assert_num_queries):
    report = begun(cast)
    recommended(cast, report, *(f"No. {n}" for n in range(number)))
    base = f"/in/c/{cast.community.slug}/reports/{report.pk}"
    page = as_("bilal")
    page.get(f"{base}/recommendations/")
    with django_assert_num_queries(7):
        page.get(f"{base}/recommendations/")
    editions.published(report)
    with django_assert_num_queries(8):
        page.get(f"{base}/follow-up/")
