"""Gates that are open, and remarks nobody has answered."""

from collections.abc import Iterator

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.check.draft import Draft
from reports.check.problem import Problem, error, warning
from reports.content import digest_of
from reports.gate_marks import gates_of
from reports.gates import why_open_before
from reports.models import Remark


def gates_are_passed(draft: Draft) -> Iterator[Problem]:
    """The first gate of a full report that does not stand; those after it wait for it."""
    if not draft.report.is_full:
        return
    states = gates_of(draft.report, digest=digest_of(draft.data))
    why = why_open_before(states)
    if why:
        yield error("gate_open", _("A gate is open: %s") % why, draft.places.gates)


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
