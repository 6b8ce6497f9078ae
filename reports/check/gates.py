"""Gates that are open, and remarks nobody has answered."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.check.draft import Draft
from reports.check.problem import Problem, error, warning
from reports.content import digest_of, section_text
from reports.gate_marks import gates_of
from reports.gates import why_open_before


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
    waiting = Count("remarks", filter=Q(remarks__resolved_at=None))
    for section in draft.report.sections.annotate(waiting=waiting).filter(waiting__gt=0):
        words = ngettext(
            "%(number)d remark on “%(title)s” is not answered.",
            "%(number)d remarks on “%(title)s” are not answered.",
            section.waiting,
        )
        facts = {"number": section.waiting, "title": section.title}
        place = draft.places.section(section_text(section)["key"])
        yield warning("remark_open", words % facts, place)


GATE_RULES = (gates_are_passed, remarks_are_answered)
