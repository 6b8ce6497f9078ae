"""The first page says whom the report waits for, and nobody else hears of it."""

import datetime as dt

import pytest

from cop.core.registry import panels_for
from reports.models import Quote, Report
from reports.panels import report_panels
from reports.services import begin_report, write_section
from tests.people import EVERYBODY
from tests.reports.editions import full_report, published, signed
from tests.reports.quoting import silence_recorded

pytestmark = pytest.mark.django_db
BELONG = sorted(set(EVERYBODY) - {"joy", "sam"})


def waits_for(cast, key: str = "report") -> set[str]:
    return {who for who in BELONG if any(panel.key == key for panel in panels_for(cast.actor(who)))}


def test_it_waits_for_each_in_turn_and_then_for_the_co_chairs(cast):
    report = full_report(cast)
    for gate, whose in (
        ("findings", {"ines"}),
        ("validation", {"ines"}),
        ("consent", {"bilal"}),
        ("approval", {"okafor"}),
    ):
        assert waits_for(cast) == whose, gate
        signed(cast, report, gate)
    assert waits_for(cast) == {"amara", "tom"}
    section = report.sections.filter(kind="summary").get()
    write_section(actor=cast.actor("bilal"), section=section, body="Said otherwise.")
    assert waits_for(cast) == {"okafor"}
    published(report)
    assert waits_for(cast) == set()


def test_quotes_wait_for_the_secretary_alone(cast):
    report = full_report(cast)
    assert waits_for(cast, "report_quotes") == set()
    Quote.objects.update(colleague="", checked_on=None)
    assert waits_for(cast, "report_quotes") == set(), "a caucus may still agree"
    silence_recorded(report)
    assert waits_for(cast, "report_quotes") == {"bilal"}


def test_nothing_waits_before_findings_are_written_nor_of_a_summary(cast):
    days = {"from_on": dt.date(2025, 1, 1), "to_on": dt.date(2025, 12, 31)}
    for kind in ("full", "summary"):
        begin_report(actor=cast.actor("bilal"), title="Our year", kind=kind, **days)
    assert waits_for(cast) == set()


@pytest.mark.parametrize("number", [1, 10])
@pytest.mark.parametrize(("who", "queries"), [("rosa", 0), ("ines", 29), ("bilal", 31)])
def test_it_asks_as_often_for_ten_reports_as_for_one(
    cast, django_assert_num_queries, who, queries, number
):
    full_report(cast)
    for year in range(number - 1):
        Report.objects.create(
            community=cast.community,
            title="Before",
            kind="full",
            from_on=dt.date(2010 + year, 1, 1),
            to_on=dt.date(2010 + year, 12, 31),
        )
    actor = cast.actor(who)
    with django_assert_num_queries(queries):
        report_panels(actor)
