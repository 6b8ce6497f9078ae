"""Who writes recommendations, and who says what became of them."""

import datetime as dt
from typing import Any

from reports.models import Recommendation, Report
from reports.services import begin_report, write_recommendation
from tests.access.matrix import BELONGING, page
from tests.people import Cast
from tests.reports import editions

CHAIRS_AND_SECRETARY = {"amara", "tom", "bilal"}


def drafted(cast: Cast) -> dict[str, Any]:
    report = begin_report(
        actor=cast.actor("bilal"),
        title="Our first year",
        from_on=dt.date(2025, 1, 1),
        to_on=dt.date(2025, 12, 31),
    )
    for title in ("Keep one topic", "Ask whoever left why"):
        write_recommendation(
            actor=cast.actor("bilal"),
            report=report,
            title=title,
            words="It left **time to think**.",
            responsible="The co-chairs",
            due_on=dt.date(2026, 6, 30),
        )
    return {"report_id": report.pk}


def one_drafted(cast: Cast) -> dict[str, Any]:
    return {**drafted(cast), "recommendation_id": Recommendation.objects.first().pk}


def out(cast: Cast) -> dict[str, Any]:
    world = drafted(cast)
    editions.published(Report.objects.get(pk=world["report_id"]))
    return world


def one_out(cast: Cast) -> dict[str, Any]:
    return {**out(cast), "number": 2}


MATRIX = [
    page("reports:recommendation_list", {"bilal"}, world=drafted),
    page("reports:recommendation_add", {"bilal"}, world=drafted, invalid={"title": ""}),
    page("reports:recommendation_change", {"bilal"}, world=one_drafted, invalid={"title": ""}),
    page("reports:recommendation_move", {"bilal"}, method="post", world=one_drafted).redirecting(),
    page(
        "reports:recommendation_remove", {"bilal"}, method="post", world=one_drafted
    ).redirecting(),
    page("reports:recommendation_add", set(), world=out, looks=False),
    page("reports:follow_up_list", BELONGING, world=out),
    page("reports:follow_up_list", set(), world=drafted, looks=False),
    page("reports:follow_up_change", CHAIRS_AND_SECRETARY, world=one_out, invalid={"on_day": "1"}),
    page(
        "reports:follow_up_change",
        CHAIRS_AND_SECRETARY,
        method="post",
        data={"status": "done", "words": "", "on_day": "", "on_month": "", "on_year": ""},
        world=one_out,
    ).redirecting(),
]
