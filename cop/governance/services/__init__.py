"""Writes of governance, by flow; other rooms import them from here."""

from cop.governance.services.facts import (
    change_facts,
    confirm_notice,
    record_screening,
    refuse_if_shut,
)

__all__ = ["change_facts", "confirm_notice", "record_screening", "refuse_if_shut"]
