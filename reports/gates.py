"""The gates of a full report, in order: which stand, which is next, and why one is open.

Pure: records and marks in, states out. A mark says what a gate is passed on; a gate stands while
its newest record passed it on what is there now, and after every gate before it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core import clock
from cop.core.figures import share_text
from reports.enums import Gate
from reports.models import GateRecord
from reports.render import words


class Open(Enum):
    """Why a gate does not stand."""

    NEVER = "never"
    REOPENED = "reopened"
    CHANGED = "changed"
    BEFORE = "before"


@dataclass(frozen=True)
class GateState:
    """One gate: ``record`` is the newest of it; ``why`` is None where it stands."""

    gate: Gate
    record: GateRecord | None
    why: Open | None
    is_next: bool = False

    @property
    def is_passed(self) -> bool:
        return self.why is None

    @property
    def why_open(self) -> str:
        """In words; nothing where it stands, or was never passed."""
        return str(_words(self.gate).get(self.why, "")) if self.why else ""


# Whose the gate is, as it stands in a sentence.
WHOSE: dict[str, str | Promise] = {
    Gate.FINDINGS: gettext_lazy("the evaluator"),
    Gate.VALIDATION: gettext_lazy("the evaluator"),
    Gate.CONSENT: gettext_lazy("the secretary"),
    Gate.APPROVAL: gettext_lazy("the oversight chair"),
}


def gate_states(
    records: Iterable[GateRecord], marks: Mapping[str, str] | None = None
) -> list[GateState]:
    """All gates in order. Without ``marks`` the records alone count: of what stands published."""
    newest = {record.gate: record for record in records}
    states: list[GateState] = []
    before = 0  # number of the newest passing among the gates before this one
    for gate in Gate:
        record = newest.get(gate)
        shut = any(not state.is_passed for state in states)
        why = _why_open(record, marks[gate] if marks else None, before, shut=shut)
        states.append(GateState(gate, record, why, is_next=why is not None and not shut))
        before = max(before, record.pk if record else 0)
    return states


def why_shut(states: Iterable[GateState], gate: str) -> str:
    """Why a gate cannot be passed now, in one sentence; "" where it can."""
    by_gate = {state.gate: state for state in states}
    if by_gate[Gate(gate)].is_passed:
        return _("This gate is passed already.")
    return why_open_before(by_gate.values(), gate)


def why_open_before(states: Iterable[GateState], gate: str | None = None) -> str:
    """The first gate that is open before this one, or before publishing; "" where none is."""
    for state in states:
        if state.gate == gate:
            return ""
        if not state.is_passed:
            said = _("“%(gate)s” comes first. It is for %(whose)s.") % {
                "gate": state.gate.label,
                "whose": WHOSE[state.gate],
            }
            return f"{said} {state.why_open}".strip()
    return ""


def _why_open(
    record: GateRecord | None, mark: str | None, before: int, *, shut: bool
) -> Open | None:
    if record is None:
        return Open.NEVER
    if not record.is_passed:
        return Open.REOPENED
    if mark is not None and record.facts.get("of") != mark:
        return Open.CHANGED
    return Open.BEFORE if shut or record.pk < before else None


def _words(gate: Gate) -> dict[Open, str]:
    changed = {
        Gate.CONSENT: _("What the caucus answered has changed since this was recorded."),
        Gate.APPROVAL: _("The report has changed since it was approved."),
    }
    return {
        Open.REOPENED: _("It was opened again."),
        Open.CHANGED: changed.get(gate, _("The findings have changed since.")),
        Open.BEFORE: _("A gate before it was opened or passed again since."),
    }


def passed_in_words(states: Iterable[GateState], zone: str) -> list[str]:
    """A sentence for each gate that stands, for readers of the edition: a role, and no name."""
    return [
        _said(state.gate, state.record, zone)
        for state in states
        if state.is_passed and state.record is not None and not _is_silence(state.record)
    ]


def _said(gate: Gate, record: GateRecord, zone: str) -> str:
    facts = record.facts
    about = {
        "role": record.role,
        "day": words.day(clock.local(record.at, zone).date().isoformat()),
        "caucus": facts.get("caucus", ""),
        "session": facts.get("session", ""),
    }
    match gate:
        case Gate.FINDINGS:
            return _("The findings were agreed on %(day)s (%(role)s).") % about
        case Gate.VALIDATION:
            return f"{how_validated(facts)} {_('Recorded on %(day)s (%(role)s).') % about}"
        case Gate.CONSENT:
            return consent_in_words(facts)
        case Gate.APPROVAL:
            return _("The report was approved on %(day)s (%(role)s).") % about


def _is_silence(record: GateRecord) -> bool:
    """What a caucus did not say leaves no trace in what is published (R7)."""
    return record.gate == Gate.CONSENT and not record.facts.get("session")


def how_validated(facts: Mapping[str, Any]) -> str:
    """At which session or over which days members checked the themes, and how many answered."""
    if facts.get("session"):
        where = _("Members checked the themes at “%(session)s” on %(on)s.") % {
            "session": facts["session"],
            "on": words.day(facts["held_on"]),
        }
    else:
        where = _("Members checked the themes from %(first)s to %(last)s.") % {
            "first": words.day(facts["from_on"]),
            "last": words.day(facts["to_on"]),
        }
    share = share_text(facts["answered"], facts["invited"])
    return f"{where} {_('%(share)s of those who were asked answered.') % {'share': share}}"


def consent_in_words(facts: Mapping[str, Any]) -> str:
    """What the caucus recorded: agreed at a session, or silence."""
    if not facts.get("caucus"):
        return _("No caucus is answered to by the others, so none was asked.")
    if not facts.get("session"):
        return _("%(caucus)s: no consent is recorded, so its findings are left out.") % facts
    return _("%(caucus)s agreed to its findings at “%(session)s” on %(on)s.") % {
        **facts,
        "on": words.day(facts["held_on"]),
    }
