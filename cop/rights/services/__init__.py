"""Writes of this room: what people ask for about their data."""

from cop.rights.services.erasing import erase_for_request, erase_own
from cop.rights.services.exporting import (
    export_for_request,
    export_own,
    file_name,
    what_is_not_here,
)
from cop.rights.services.requests import correct_request, log_request

__all__ = [
    "correct_request",
    "erase_for_request",
    "erase_own",
    "export_for_request",
    "export_own",
    "file_name",
    "log_request",
    "what_is_not_here",
]
