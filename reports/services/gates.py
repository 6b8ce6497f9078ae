"""A gate is passed, or opened again; each time who, in which role, when, and with which words."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused, refuse_if
from cop.core.policy import Actor, require
from reports.enums import Gate
from reports.gate_marks import consent_now, marks_of
from reports.models import GateRecord, Report
from reports.policies import can_pass_gate, can_reopen_gate, why_gate_shut
from reports.services.quotes import settle_answers
from reports.services.reports import locked


@transaction.atomic
def pass_gate(
    *,
    actor: Actor,
    report: Report,
    gate: str,
    role: str,
    comment: str = "",
    seen: str | None = None,
    facts: dict[str, Any] | None = None,
) -> GateRecord:
    """Sign a gate on what is there now. ``seen`` is the mark of what the signer read.

    Raises Refused where an earlier gate is open, and where the report has changed since it was
    read; and a validation needs its facts: a session, or first and last day, and how many.
    """
    require(can_pass_gate(actor, report, gate))
    report = locked(report)
    marks = marks_of(report)
    refuse_if(why_gate_shut(report, gate, marks=marks))
    mark = marks[gate]
    if seen is not None and seen != mark:
        raise Refused(_("This has changed since you read it. Read it again before you sign."))
    if gate == Gate.VALIDATION and not {"invited", "answered"} <= (facts or {}).keys():
        raise Refused(_("Write down how members checked the themes, and how many of them."))
    known = {**(facts or {}), **(_consent_facts(report) if gate == Gate.CONSENT else {})}
    if gate == Gate.CONSENT:  # since the last answer, quotes may have gone that waited for one
        settle_answers(report)
    made = GateRecord(is_passed=True, gate=gate, role=role, comment=comment)
    return _sign(actor, report, made, facts={**known, "of": mark})


@transaction.atomic
def reopen_gate(*, actor: Actor, report: Report, gate: str, role: str, comment: str) -> GateRecord:
    """Open a gate again; what depends on it opens with it. Raises Refused where it is open."""
    report = locked(report)
    require(can_reopen_gate(actor, report, gate))
    newest = report.gate_records.filter(gate=gate).last()
    if newest is None or not newest.is_passed:
        raise Refused(_("This gate is open already."))
    made = GateRecord(is_passed=False, gate=gate, role=role, comment=comment)
    return _sign(actor, report, made, facts={})


def _consent_facts(report: Report) -> dict[str, Any]:
    """What the caucus itself recorded. Nobody types it."""
    now = consent_now(report)
    held_on = now.held_on.isoformat() if now.held_on else ""
    return {"caucus": now.caucus, "session": now.session, "held_on": held_on}


def _sign(actor: Actor, report: Report, made: GateRecord, *, facts: dict[str, Any]) -> GateRecord:
    made.report, made.person, made.at, made.facts = report, actor.person, clock.now(), facts
    made.save()
    verb = "accept" if made.is_passed else "withdraw"
    record(actor=actor, verb=verb, target=report, fields=[made.gate])
    return made
