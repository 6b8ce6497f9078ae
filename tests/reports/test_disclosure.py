"""Two editions that hide what is small, and give it away together, are never both published."""

import copy

import pytest

from cop.core.errors import Refused
from reports.disclosure import why_disclosing
from reports.models import Edition, Report
from reports.services import correct_report, publishing
from tests.reports.editions import YEAR, full_report, published
from tests.reports.report_data import scenario_data

pytestmark = pytest.mark.django_db
WHITE, MINORITISED = "white", "racially_minoritised"


def exact(item: str, low: int, mid: int, high: int) -> dict:
    return {"item": item, "kind": "exact", "low": low, "mid": mid, "high": high}


def by_period(sessions: dict[str, object], **cells: tuple[int, int, int]) -> dict:
    """What a report prints of one period: how many answered each session, item (a) by caucus."""
    data = scenario_data()
    shown = [n for n in sessions.values() if isinstance(n, int)]
    total = sum(shown)
    rows = [[key, n, 30, "not shown"] for key, n in sessions.items()]
    data["tables"]["responses_by_session"] |= {
        "rows": [*rows, ["Total", total, 30 * len(shown), "x"]],
        "total": total,
    }
    data["ratings"] = {
        "by_session": [{"session": key, "state": "with_period", "cells": []} for key in sessions],
        "period": {
            "state": "released",
            "source": "release",
            "cells": [
                {"cell": cell, "n": sum(bands), "figures": [exact("a", *bands)]}
                for cell, bands in cells.items()
            ],
        },
    }
    return copy.deepcopy(data)


# Twenty answered S1, twelve S2; ten white people in S1, and with S2 thirteen: three of them came.
FIRST = by_period({"S1": 20}, white=(3, 3, 4), racially_minoritised=(3, 3, 4))
SECOND = by_period({"S1": 20, "S2": 12}, white=(4, 3, 6), racially_minoritised=(5, 6, 8))


def report_with(cast, data: dict, **changes) -> Report:
    report = full_report(cast, kind="summary")
    Report.objects.filter(pk=report.pk).update(data=data, **changes)
    report.refresh_from_db()
    return report


def test_one_session_more_gives_three_people_away(cast):
    report = report_with(cast, FIRST)
    assert why_disclosing(report, FIRST) == ""
    assert why_disclosing(report, SECOND) == "", "each alone hides what is small"
    published(report)
    said = why_disclosing(report, SECOND)
    assert "in a group of fewer than 5" in said
    assert "Listened to" in said
    assert "Let the report cover the same sessions" in said


@pytest.mark.parametrize("is_leaky", [False, True])
def test_the_second_edition_is_refused_and_without_the_check_it_is_published(
    cast, monkeypatch, is_leaky
):
    report = report_with(cast, FIRST)
    published(report)
    report.refresh_from_db()
    correct_report(actor=cast.actor("bilal"), report=report, erratum="One session more.")
    Report.objects.filter(pk=report.pk).update(data=SECOND)
    report.refresh_from_db()
    monkeypatch.setattr(publishing, "check_report", lambda _report, **_content: [])
    if is_leaky:
        monkeypatch.setattr(publishing, "why_disclosing", lambda *_given: "")
        publishing.publish_report(actor=cast.actor("amara"), report=report)
        assert Edition.objects.count() == 2
        return
    with pytest.raises(Refused, match="fewer than 5"):
        publishing.publish_report(actor=cast.actor("amara"), report=report)
    assert Edition.objects.count() == 1


def test_another_report_of_other_days_gives_away_as_much(cast):
    published(report_with(cast, FIRST))
    other = report_with(cast, SECOND, from_on=YEAR["from_on"].replace(year=2024))
    assert "in a group of fewer than 5" in why_disclosing(other, SECOND)


def test_a_hidden_number_is_named_and_not_told(cast):
    """S3 was answered by three; the totals of a leaky compilation add them up all the same."""
    honest = by_period({"S1": 20, "S2": 12}, white=(3, 3, 4), racially_minoritised=(9, 7, 6))
    report = report_with(cast, honest)
    assert why_disclosing(report, honest) == ""
    leaky = by_period({"S1": 20, "S2": 12, "S3": "fewer than 5"}, all=(15, 10, 10))
    said = why_disclosing(report, leaky)
    assert "“Who gets referred”, which is hidden because they were fewer than 5" in said
    assert "3" not in said


def test_the_same_figures_again_give_nothing_away(cast):
    report = report_with(cast, scenario_data())
    assert why_disclosing(report, report.data) == ""
    published(report)
    assert why_disclosing(report, report.data) == ""


def test_what_contradicts_is_refused_unless_it_corrects_the_edition_before(cast):
    wrong = by_period({"S1": 21}, white=(4, 3, 4), racially_minoritised=(3, 3, 4))
    report = report_with(cast, wrong)
    published(report)
    assert why_disclosing(report, FIRST) == ""
    other = report_with(cast, FIRST)
    assert "contradict what was released before" in why_disclosing(other, FIRST)
