"""Gates that are open, and remarks nobody has answered."""

from collections.abc import Iterator

from django.db.models import Count
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
    remarks = Remark.objects.filter(section__in=draft.report.sections.all(), resolved_at=None)
    counted = remarks.values("section__title", "section__kind", "section").annotate(n=Count("pk"))
    for one in counted.order_by("section__position"):
        key = f"text-{one['section']}" if one["section__kind"] == "text" else one["section__kind"]
        words = ngettext(
            "%(number)d remark on “%(title)s” is not answered.",
            "%(number)d remarks on “%(title)s” are not answered.",
            one["n"],
        )
        facts = {"number": one["n"], "title": one["section__title"]}
        yield warning("remark_open", words % facts, draft.places.section(key))


GATE_RULES = (gates_are_passed, remarks_are_answered)
