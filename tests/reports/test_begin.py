"""A secretary begins a report without help: the days offered are those of the sessions held."""

import datetime as dt

import pytest
from django.urls import reverse

from reports.models import Report
from reports.render import words
from reports.selectors import doubts_about_span, sessions_to_report, usual_span, years_in_words
from sessions_app.enums import SessionState
from sessions_app.models import Session
from tests.access.urls_reports import FORM
from tests.pages import parse, select

pytestmark = pytest.mark.django_db


def held(cast, *days: str, **more: object) -> None:
    for number, day in enumerate(days):
        Session.objects.create(
            community=cast.community, key=f"{day}-{number}", title="Met", held_on=day, **more
        )


def span(cast) -> tuple[str, str]:
    first, last = usual_span(cast.community, sessions_to_report(cast.community))
    return first.isoformat(), last.isoformat()


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], ("2026-01-01", "2026-12-31")),
        (["2026-02-10"], ("2026-02-01", "2026-02-28")),
        # The scenario year: six sessions in sixteen months are one report.
        (
            ["2025-07-17", "2025-10-16", "2026-01-15", "2026-04-16", "2026-07-16", "2026-10-15"],
            ("2025-07-01", "2026-10-31"),
        ),
        # Years that were imported: the newest twelve months.
        (["2023-03-01", "2024-03-01", "2026-10-15"], ("2025-11-01", "2026-10-31")),
        (["2026-10-15", "2027-01-15"], ("2026-10-01", "2026-10-31")),  # the second is ahead
    ],
)
def test_the_days_offered_are_those_of_the_sessions(cast, days, expected) -> None:
    held(cast, *days)
    assert span(cast) == expected


def test_the_next_report_goes_on_where_the_last_one_ended(cast) -> None:
    held(cast, "2025-07-17", "2026-07-16")
    held(cast, "2026-09-01", state=SessionState.CANCELLED)
    Report.objects.create(
        community=cast.community, title="One", from_on="2025-01-01", to_on="2025-12-31"
    )
    assert span(cast) == ("2026-07-01", "2026-07-31")
    Session.objects.all().delete()
    assert span(cast) == ("2026-01-01", "2026-12-31")
    assert years_in_words(dt.date(2025, 7, 1), dt.date(2026, 6, 30)) == "2025–26"


def test_the_form_as_it_is_offered_begins_a_report(cast, as_) -> None:
    held(cast, "2026-02-10", "2026-03-10")
    client = as_("bilal")
    url = reverse("reports:report_add", args=[cast.community.slug])
    form = select(parse(client.get(url).content), "main form.circle-form")[0]
    page = client.post(url, dict(form.fields))
    report = Report.objects.get()
    assert page.url == reverse("reports:report_detail", args=[cast.community.slug, report.pk])
    assert report.title == "Annual report 2026"
    assert (report.from_on, report.to_on) == (dt.date(2026, 2, 1), dt.date(2026, 3, 31))
    steps = select(parse(client.get(page.url).content), ".circle-card--accent a")
    assert [step.text_content() for step in steps] == ["Write “Introduction”."]


@pytest.mark.parametrize(
    ("title", "days", "doubts"),
    [
        ("Annual report 2026", ("2026-01-01", "2026-12-31"), []),
        ("Our second year", ("2026-01-01", "2026-12-31"), []),
        ("Annual report 2025–26", ("2025-07-01", "2026-10-31"), ["2025-07-01 to 2025-12-31"]),
        ("Annual report 2026", ("2025-07-01", "2025-10-31"), ["2025", "2025-07-01 to 2025-10-31"]),
        ("Annual report 2025", ("2026-01-01", "2026-12-31"), ["2026"]),
        ("Report 2026", ("2026-01-01", "2027-10-31"), []),
    ],
)
def test_a_slip_in_title_or_days_is_asked_about(cast, title, days, doubts) -> None:
    first, last = (dt.date.fromisoformat(day) for day in days)
    Report.objects.create(
        community=cast.community, title="One", from_on="2025-01-01", to_on="2025-12-31"
    )
    asked = doubts_about_span(cast.community, title, first, last)
    for doubt, said in zip(asked, doubts, strict=True):
        for word in said.split(" to "):
            assert (words.day(word) if "-" in word else f"of {word}.") in doubt
    own = Report.objects.get()
    assert len(doubts_about_span(cast.community, "", first, last, besides=own)) == 0


def test_what_is_meant_is_asked_once_and_begins(cast, as_) -> None:
    client = as_("bilal")
    url = reverse("reports:report_add", args=[cast.community.slug])
    assert "is_meant" not in client.get(url).content.decode()
    typed = {**FORM, "title": "Annual report 2025"}
    page = parse(client.post(url, typed).content)
    errors = select(page, ".govuk-form-group--error .govuk-error-message")
    assert "another year than the days, which are of 2026" in errors[0].text_content()
    assert Report.objects.count() == 0
    form = select(page, "main form.circle-form")[0]
    client.post(url, {**dict(form.fields), "is_meant": "on"})
    assert Report.objects.get().title == "Annual report 2025"
