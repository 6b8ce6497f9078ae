"""How members checked the themes, as far as it is known before the evaluator writes it down."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from cop.core import clock
from reports.enums import Gate
from reports.models import Report
from sessions_app.enums import SessionState
from sessions_app.models import Session
from sessions_app.selectors import number_at


def sessions_to_validate_at(report: Report) -> QuerySet[Session]:
    """From the report's first day until today, the newest first."""
    today = clock.today(report.community.time_zone)
    held = report.community.sessions.filter(held_on__range=(report.from_on, today))
    return held.exclude(state=SessionState.CANCELLED).order_by("-held_on")


def validation_known(report: Report) -> dict[str, Any]:
    """As it was signed before; else the newest session in the report's days, and who came."""
    sessions = sessions_to_validate_at(report)
    signed = report.gate_records.filter(gate=Gate.VALIDATION, is_passed=True).last()
    if signed:
        return _as_signed(signed.facts, sessions)
    newest = sessions.filter(held_on__lte=report.to_on).first()
    if newest is None:
        return {}
    came = number_at(newest)
    return {
        "how": "session",
        "session": newest.pk,
        "invited": came if isinstance(came, int) and came else None,
    }


def _as_signed(facts: dict[str, Any], sessions: QuerySet[Session]) -> dict[str, Any]:
    known = {"invited": facts["invited"], "answered": facts["answered"]}
    if not facts.get("session"):
        days = {end: dt.date.fromisoformat(facts[end]) for end in ("from_on", "to_on")}
        return {**known, "how": "period", **days}
    held = sessions.filter(title=facts["session"], held_on=facts["held_on"]).first()
    return {**known, "how": "session", "session": held and held.pk}
