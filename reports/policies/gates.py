"""Why a gate cannot be passed, and a report not be published."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop.governance.enums import Stage
from cop.governance.policies import why_stage_is_shut
from reports.enums import Gate
from reports.findings_part import quotes_waiting
from reports.gate_marks import gates_of
from reports.gates import why_open_before, why_shut
from reports.models import Report


def why_gate_shut(report: Report, gate: str, *, marks: Mapping[str, str] | None = None) -> str:
    """Why a gate cannot be passed now: who comes first, or that there is nothing to agree on.

    ``marks`` of the gates, where they are at hand.
    """
    if not report.is_being_written:
        return _("The report stands published. The secretary reopens it to correct it.")
    if gate == Gate.FINDINGS and not report.findings_sections.exists():
        return _("There are no findings yet. Write at least one section of them.")
    why = why_shut(gates_of(report, marks=marks), gate)
    return why or (_why_not_approved(report) if gate == Gate.APPROVAL else "")


def _why_not_approved(report: Report) -> str:
    """What is approved is what is printed, and that hangs on the colleague check."""
    waiting = quotes_waiting(report)
    if not waiting:
        return ""
    words = ngettext(
        "%d quote still waits for the secretary: could a colleague recognise who said it? The "
        "report is approved once that is answered.",
        "%d quotes still wait for the secretary: could a colleague recognise who said them? The "
        "report is approved once all are answered.",
        waiting,
    )
    return words % waiting


def why_not_published(report: Report, *, digest: str = "") -> str:
    """Why a report cannot be published as it stands, in one sentence; "" where it can.

    A summary needs the co-chairs alone. Themes and quotes need the stage that opens them, and
    every gate. ``digest`` of the draft, where it is at hand.
    """
    if not report.is_being_written:
        return _("The report is published already.")
    if not report.is_full:
        return ""
    return why_stage_is_shut(report.community, Stage.PUBLISH) or why_open_before(
        gates_of(report, digest=digest)
    )
