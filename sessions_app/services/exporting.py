"""The register leaves as a file, and the record says who took it."""

from django.db import transaction

from cop.audit.services import record_export
from cop.core.files import as_file
from cop.core.policy import Actor, require
from sessions_app.imports.files import attendance_lines, roster_lines
from sessions_app.policies import can_export_register


@transaction.atomic
def export_register(*, actor: Actor, what: str, extension: str) -> bytes:
    """The roster ("members") or who came ("attendance") as "csv" or "xlsx"."""
    require(can_export_register(actor))
    if what == "members":
        record_export(actor=actor, what="roster", target=actor.community)
        return as_file(extension, roster_lines(actor.community), sheet=what)
    record_export(actor=actor, what="register", target=actor.community)
    return as_file(extension, attendance_lines(actor.community), sheet=what)
