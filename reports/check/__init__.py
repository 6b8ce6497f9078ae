"""The publication check: what keeps a report from being published, and what should be looked at.

A rule reads a ``Draft`` and says its ``Problem``s. Errors hold the publishing, warnings are
confirmed. Every problem says what to do and leads to the place where it is done.
"""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from cop.core.policy import Actor
from reports.check.draft import Draft
from reports.check.feedback import FEEDBACK_RULES
from reports.check.findings import FINDINGS_RULES
from reports.check.gates import GATE_RULES
from reports.check.looks import LOOK_RULES
from reports.check.numbers import NUMBER_RULES
from reports.check.period import PERIOD_RULES
from reports.check.problem import Level, Problem, error
from reports.check.references import REFERENCE_RULES
from reports.check.sections import PRINTED_SECTION_RULES, SECTION_RULES
from reports.check.shares import SHARE_RULES
from reports.check.tables import TABLE_RULES
from reports.models import Report
from reports.schema import ReportData

__all__ = ["Draft", "Level", "Problem", "check_report", "errors_in"]

Rule = Callable[[Draft], Iterable[Problem]]
RULES: tuple[Rule, ...] = (
    *GATE_RULES,
    *SECTION_RULES,
    *FINDINGS_RULES,
    *FEEDBACK_RULES,
    *PERIOD_RULES,
    *TABLE_RULES,
    *NUMBER_RULES,
    *SHARE_RULES,
)
# These read the document as it will be printed.
PRINTED_RULES: tuple[Rule, ...] = (*REFERENCE_RULES, *PRINTED_SECTION_RULES, *LOOK_RULES)


def check_report(
    report: Report, actor: Actor | None = None, *, content: ReportData | None = None
) -> list[Problem]:
    """Everything that is wrong with the report as it is now: errors first, then warnings.

    Problems lead ``actor`` to where they can mend them, or else to where they can read them.
    ``content`` of the draft, where it is at hand.
    """
    draft = Draft(report, actor, content=content)
    problems = [problem for rule in RULES for problem in rule(draft)]
    if draft.can_be_printed:
        problems += [problem for rule in PRINTED_RULES for problem in rule(draft)]
    elif not errors_in(problems):
        words = _("The report cannot be printed from these figures. Take them again.")
        problems.append(error("not_printed", words, draft.places.figures))
    found = dict.fromkeys(problems)
    return sorted(found, key=lambda problem: problem.level != Level.ERROR)


def errors_in(problems: Iterable[Problem]) -> list[Problem]:
    """What holds the publishing."""
    return [problem for problem in problems if problem.is_error]
