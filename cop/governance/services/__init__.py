"""Writes of governance, by flow; other rooms import them from here."""

from cop.governance.services.facts import (
    StageShut,
    change_facts,
    confirm_notice,
    record_screening,
    refuse_if_shut,
    shut_for,
)
from cop.governance.services.registers import (
    add_breach,
    add_complaint,
    file_complaint,
    step_breach,
    step_complaint,
)

__all__ = [
    "StageShut",
    "add_breach",
    "add_complaint",
    "change_facts",
    "confirm_notice",
    "file_complaint",
    "record_screening",
    "refuse_if_shut",
    "shut_for",
    "step_breach",
    "step_complaint",
]
