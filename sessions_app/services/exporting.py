"""The register leaves as a file, and the record says who took it."""

import datetime as dt

from django.db import transaction

from cop.audit.services import record_export
from cop.core.files import as_file
from cop.core.policy import Actor, require
from sessions_app.imports.files import attendance_lines, figure_lines, roster_lines
from sessions_app.policies import can_export_register
from sessions_app.selectors import attendance_figures


@transaction.atomic
def export_register(
    *, actor: Actor, what: str, extension: str, days: tuple[dt.date, dt.date] | None = None
) -> bytes:
    """The roster ("members"), who came ("attendance"), or how many ("figures") of these days.

    As "csv" or "xlsx".
    """
    require(can_export_register(actor))
    if what == "members":
        record_export(actor=actor, what="roster", target=actor.community)
        return as_file(extension, roster_lines(actor.community), sheet=what)
    if what == "figures":
        record_export(actor=actor, what="attendance", target=actor.community)
        figures = attendance_figures(actor.community, *(days or (dt.date.min, dt.date.max)))
        return as_file(extension, figure_lines(figures), sheet=what)
    record_export(actor=actor, what="register", target=actor.community)
    return as_file(extension, attendance_lines(actor.community), sheet=what)
