"""Recommendations are written with their report, and followed up after it is published."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from reports.enums import RecommendationStatus
from reports.models import Recommendation, Report
from reports.policies import can_follow_up, can_write_recommendations
from reports.services.moving import moved
from reports.services.reports import locked
from reports.services.revising import saved

MOST = 30  # what anybody follows up


@transaction.atomic
def write_recommendation(
    *,
    actor: Actor,
    report: Report,
    title: str,
    words: str = "",
    responsible: str = "",
    due_on: dt.date | None = None,
    recommendation: Recommendation | None = None,
    revision: int | None = None,
) -> Recommendation:
    """Add a recommendation at the end, or change one.

    Raises Refused for more than ``MOST``, and where somebody has saved it since ``revision`` was
    read.
    """
    report = _held(actor, report)
    told = {"title": title, "words": words, "responsible": responsible, "due_on": due_on}
    if recommendation is None:
        written = _added(report, told)
    else:
        held = report.recommendations.select_for_update().get(pk=recommendation.pk)
        written = saved(held, revision, told)
    record(actor=actor, verb="change", target=report, fields=["recommendations"])
    return written


def _added(report: Report, told: dict[str, Any]) -> Recommendation:
    if report.recommendations.count() >= MOST:
        raise Refused(
            _("A report has at most %d recommendations. Change or remove one of them.") % MOST
        )
    last = report.recommendations.aggregate(last=Max("position"))["last"] or 0
    return report.recommendations.create(position=last + 1, **told)


@transaction.atomic
def move_recommendation(
    *, actor: Actor, report: Report, recommendation: Recommendation, later: bool
) -> None:
    """Change places with the one before it, or the one after; at the end it stays."""
    report = _held(actor, report)
    if moved(report.recommendations.select_for_update(), recommendation.pk, up=not later):
        record(actor=actor, verb="change", target=report, fields=["recommendations"])


@transaction.atomic
def remove_recommendation(*, actor: Actor, report: Report, recommendation: Recommendation) -> None:
    """Take it out of the report. What an edition says of it stays."""
    report = _held(actor, report)
    report.recommendations.filter(pk=recommendation.pk).delete()
    record(actor=actor, verb="change", target=report, fields=["recommendations"])


@transaction.atomic
def follow_up(
    *,
    actor: Actor,
    report: Report,
    recommendation: Recommendation,
    status: str,
    words: str = "",
    on: dt.date | None = None,
) -> None:
    """Say what became of a published recommendation. Raises Refused for a day ahead."""
    report = locked(report)
    require(can_follow_up(actor, report))
    today = clock.today(report.community.time_zone)
    if on is not None and on > today:
        raise Refused(_("Say how it stands today or how it stood: this day lies ahead."))
    held = report.recommendations.select_for_update().get(pk=recommendation.pk)
    held.status, held.status_words = RecommendationStatus(status), words
    held.status_on = on or today
    held.save(update_fields=["status", "status_words", "status_on"])
    record(actor=actor, verb="change", target=report, fields=["follow_up"])


def _held(actor: Actor, report: Report) -> Report:
    """The report, held against being published meanwhile."""
    report = locked(report)
    require(can_write_recommendations(actor, report))
    return report
