"""When a report stands against the one before, and what of that is fixed when."""

import datetime as dt
from collections.abc import Callable

from reports.content import report_data
from reports.models import Edition, Report
from reports.render.document import build_document
from reports.render.html import render_html
from reports.services import begin_report
from tests.people import Cast
from tests.reports import editions
from tests.reports.second_year import first_year, second_year
from tests.reports.test_render_html import text_of


def report_of(cast: Cast, year: int, data: object, kind: str = "full") -> Report:
    report = begin_report(
        actor=cast.actor("bilal"),
        kind=kind,
        title=f"Report {year}",
        from_on=dt.date(year, 1, 1),
        to_on=dt.date(year, 12, 31),
    )
    Report.objects.filter(pk=report.pk).update(data=data)
    report.refresh_from_db()
    return report


def published(cast: Cast, year: int, data: object) -> Report:
    report = report_of(cast, year, data, kind="summary")
    editions.published(report)
    return Report.objects.get(pk=report.pk)


def kinds(report: Report) -> list[str]:
    return [text["kind"] for text in report_data(report)["sections"]]


def test_a_first_report_has_no_such_section_and_promises_none(cast: Cast):
    report = report_of(cast, 2024, first_year())
    data = report_data(report)
    assert "last_year" not in data
    assert "last_year" not in kinds(report)
    assert "Against last year" not in text_of(render_html(data))
    report.sections.filter(kind="last_year").update(body="There was a pilot.")
    assert "There was a pilot." in text_of(render_html(report_data(report)))


def test_sections_are_numbered_as_they_will_be_printed(cast: Cast, as_: Callable):
    report = report_of(cast, 2024, first_year())
    page = f"/in/c/{cast.community.slug}/reports/{report.pk}/sections/"
    listed = text_of(as_("bilal").get(page).content.decode())
    document = build_document(report_data(report))
    for section in document.sections:
        assert f" {section.number}. {section.title} " in listed
    assert "Against last year Not printed yet: it waits" in listed


def test_a_second_one_stands_against_the_newest_edition_of_the_first(cast: Cast):
    published(cast, 2024, first_year())
    report = report_of(cast, 2025, second_year())
    data = report_data(report)
    assert data["last_year"]["title"] == "Report 2024"
    text = text_of(render_html(data))
    assert "Compared with “Report 2024”, 1 January 2024 to 31 December 2024." in text
    assert "Responses: 32 of 54 (59.3%) in the report before, 20 of 28 (71.4%)" in text
    assert "Figure" in text


def test_an_annual_summary_has_no_such_section_but_lists_recommendations(cast: Cast):
    published(cast, 2024, first_year())
    assert "last_year" not in report_data(report_of(cast, 2025, second_year(), kind="summary"))


def test_what_an_edition_compared_stays_whatever_is_corrected_before_it(cast: Cast):
    first = published(cast, 2024, first_year())
    second = report_of(cast, 2025, second_year())
    content = report_data(second)
    edition = Edition.objects.create(
        report=second, number=1, published_at=second.frozen_at, content=content, digest="x"
    )
    changed = first_year()
    changed["tables"]["members_by_organisation"]["total"] = 41
    changed["title"] = "Corrected"
    Edition.objects.create(
        report=first,
        number=2,
        published_at=second.frozen_at,
        content=changed,
        digest="y",
        erratum="One more",
    )
    edition.refresh_from_db()
    assert "Corrected" not in render_html(edition.content)
    now = report_data(second)["last_year"]
    assert (now["title"], now["tables"]["years"]["rows"][0]) == ("Corrected", ["Members", 41, 40])
