"""The publication check finds nothing in a report that is in order."""

import pytest

from reports.check import check_report
from reports.services import publish_report
from tests.people import Cast
from tests.reports.full_report import full_report

pytestmark = pytest.mark.django_db


def test_nothing_is_wrong_with_a_report_in_order(cast: Cast) -> None:
    report = full_report(cast)
    assert check_report(report) == []
    assert publish_report(actor=cast.actor("amara"), report=report).number == 1
