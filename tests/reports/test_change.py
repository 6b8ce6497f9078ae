"""A report gets another title, other days, organisations by name: by whom, until when, and how."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cop.audit.models import Entry
from cop.core.errors import Refused
from reports.content import report_data
from reports.gate_marks import gates_of
from reports.limitations import draft_limitations
from reports.models import Report
from reports.services import change_report, correct_report, freeze_report
from tests.pages import parse, select, texts
from tests.reports.editions import full_report, published, signed
from tests.reports.report_data import scenario_data

pytestmark = pytest.mark.django_db
DAYS = {"from_on": dt.date(2025, 7, 1), "to_on": dt.date(2026, 6, 30)}


@pytest.fixture
def report(cast):
    return full_report(cast)


@pytest.fixture
def summary(cast):
    """Without findings, which hold the days."""
    return full_report(cast, kind="summary")


def typed(**more: str) -> dict[str, str]:
    dates = {
        f"{end}_{part}": str(getattr(day, part))
        for end, day in DAYS.items()
        for part in ("day", "month", "year")
    }
    return {"title": "Our year", "organisations": "full", **dates, **more}


def kept(report: Report) -> tuple[object, ...]:
    now = Report.objects.get(pk=report.pk)
    return now.title, now.from_on, now.to_on, now.organisations, now.data, now.frozen_at


def test_what_is_printed_otherwise_is_approved_again(cast, report):
    signed(cast, report)
    change_report(actor=cast.actor("bilal"), report=report, title="Called otherwise")
    report.refresh_from_db()
    assert "approval" not in [state.gate.value for state in gates_of(report) if state.is_passed]


def test_years_that_cannot_be_meant_are_refused(cast, summary, as_):
    before = kept(summary)
    url = reverse("reports:report_change", args=[cast.community.slug, summary.pk])
    page = as_("bilal").post(url, typed(to_on_year="9999"))
    assert "between the years 1900 and 2200" in page.content.decode()
    assert kept(summary) == before


def test_findings_hold_the_days(cast, report, as_):
    """Consent goes by the days, and what is put to the secretary by consent."""
    before = kept(report)
    with pytest.raises(Refused, match="findings are about these days"):
        change_report(actor=cast.actor("bilal"), report=report, title="x", **DAYS)
    url = reverse("reports:report_change", args=[cast.community.slug, report.pk])
    client = as_("bilal")
    page = parse(client.get(url).content)
    named = {one.get("name") for one in select(page, "main input")} - {"csrfmiddlewaretoken"}
    assert named == {"title", "organisations"}
    assert client.post(url, typed(organisations=before[3])).status_code == 302
    assert kept(report) == ("Our year", *before[1:])


def test_other_days_take_the_figures_anew(cast, summary, as_):
    report = summary
    url = reverse("reports:report_change", args=[cast.community.slug, report.pk])
    page = as_("bilal").post(url, typed(), follow=True)
    assert "figures of today" in page.content.decode()
    report.refresh_from_db()
    assert report.data["period"] == {"from": "2025-07-01", "to": "2026-06-30"}
    assert (report.title, report.organisations) == ("Our year", "full")
    changed, frozen = Entry.objects.order_by("-pk")[:2][::-1]
    assert (changed.verb, frozen.verb) == ("change", "freeze")
    assert changed.fields == ["from_on", "organisations", "title", "to_on"]


def test_another_title_leaves_the_figures_as_they_are(cast, report):
    before = kept(report)
    change_report(actor=cast.actor("bilal"), report=report, title="Another")
    assert kept(report) == ("Another", *before[1:])


def test_days_the_wrong_way_round_change_nothing(cast, summary, as_):
    before = kept(summary)
    url = reverse("reports:report_change", args=[cast.community.slug, summary.pk])
    page = as_("bilal").post(url, typed(to_on_year="2024"))
    assert "must not lie before" in page.content.decode()
    with pytest.raises(Refused, match="must not lie before"):
        change_report(
            actor=cast.actor("bilal"), report=summary, title="x", to_on=dt.date(2024, 1, 1)
        )
    assert kept(summary) == before


def test_published_it_stands_and_so_it_does_while_it_is_corrected(cast, summary, as_):
    """Everybody reads its title in lists, which no correction may change before it is published."""
    published(summary)
    before = kept(summary)
    url = reverse("reports:report_change", args=[cast.community.slug, summary.pk])
    for _once in range(2):
        with pytest.raises(PermissionDenied):
            change_report(actor=cast.actor("bilal"), report=summary, title="x")
        assert as_("bilal").post(url, typed()).status_code == 403
        if not summary.erratum:
            summary = correct_report(actor=cast.actor("bilal"), report=summary, erratum="A number.")
    assert kept(summary) == before


def test_the_drafted_limitations_follow_until_somebody_writes_them(cast, summary):
    summary.data = scenario_data()
    summary.save()
    limits = summary.sections.filter(kind="limitations")
    limits.update(body=draft_limitations(report_data(summary)), revision=1)
    assert "{{ attendance.total }}" in limits.get().body
    change_report(actor=cast.actor("bilal"), report=summary, title="x", **DAYS)
    assert "No session took place" in limits.get().body
    assert limits.get().revision == 2
    limits.update(body="Ours.")
    freeze_report(actor=cast.actor("bilal"), report=summary)
    assert limits.get().body == "Ours."


def test_slips_in_title_and_days_are_asked_about_but_not_the_report_itself(cast, summary, as_):
    url = reverse("reports:report_change", args=[cast.community.slug, summary.pk])
    client = as_("bilal")
    later = {**DAYS, "from_on": dt.date(2026, 6, 30)}
    Report.objects.create(community=cast.community, title="After", **later)
    before = kept(summary)
    page = client.post(url, typed(title="Report 2027"))
    said = " ".join(texts(select(parse(page.content), ".govuk-error-message")))
    assert "names another year" in said
    assert "“After” is about some of these days too" in said
    assert "“Our first year”" not in said
    assert kept(summary) == before
    assert client.post(url, typed(title="Report 2027", is_meant="on")).status_code == 302
    assert kept(summary)[0] == "Report 2027"


@pytest.mark.parametrize("others", [1, 10])
def test_the_change_asks_as_often_however_many_reports(
    cast, summary, as_, others, django_assert_num_queries
):
    for _number in range(others):
        Report.objects.create(community=cast.community, title="Other", **DAYS)
    url = reverse("reports:report_change", args=[cast.community.slug, summary.pk])
    client = as_("bilal")
    client.get(url)
    with django_assert_num_queries(8):
        assert client.post(url, typed()).status_code == 200
