"""Gates that are open, and remarks nobody has answered."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.check.draft import Draft
from reports.check.problem import Problem, error, warning
from reports.enums import Gate
from reports.models import Remark


def gates_are_passed(draft: Draft) -> Iterator[Problem]:
    """Each gate of a full report, in order."""
    if not draft.report.is_full:
        return
    newest = {record.gate: record for record in draft.report.gate_records.all()}
    for gate in Gate:
        record = newest.get(gate)
        if record is None or not record.is_passed:
            yield error(
                "gate_open", _("“%s” has not been passed yet.") % gate.label, draft.places.gates
            )


def remarks_are_answered(draft: Draft) -> Iterator[Problem]:
    """What readers of the draft said, section by section."""
    remarks = Remark.objects.filter(section__report=draft.report, resolved_at=None)
    open_ones: dict[tuple[int, str], int] = {}
    for section in remarks.values_list("section_id", "section__title"):
        open_ones[section] = open_ones.get(section, 0) + 1
    for (section_id, title), number in open_ones.items():
        words = ngettext(
            "%(number)d remark on “%(title)s” is not answered.",
            "%(number)d remarks on “%(title)s” are not answered.",
            number,
        )
        yield warning(
            "remark_open",
            words % {"number": number, "title": title},
            draft.places.remarks(section_id),
        )


GATE_RULES = (gates_are_passed, remarks_are_answered)
