"""What an upload would do, worked out before it is confirmed and once more when it is done."""

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop.core import clock
from cop.core.tables import Change, Problem, Problems
from cop.members.models import Community
from sessions_app.enums import UploadKind
from sessions_app.imports.columns import label_of
from sessions_app.imports.guesses import unknown_sessions
from sessions_app.imports.matching import Matching
from sessions_app.imports.register import RegisterPlan, plan_register
from sessions_app.imports.sessions import Start
from sessions_app.imports.sheets import Sheet
from sessions_app.models import Session

FIRST = 3
ROUNDS = 5  # leaving a row out may show another


@dataclass
class Checked:
    """The plan of the rows that are fine, and what is wrong with the others.

    ``problems`` name a column as the file does. ``is_whole`` means nothing has to be left out.
    """

    plan: RegisterPlan
    problems: list[Problem]
    remarks: list[str]
    rows: int  # in the file, below the headings
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    changes: list[Change] = field(default_factory=list)
    first: list[str] = field(default_factory=list)  # new rows as they will stand
    warnings: list[str] = field(default_factory=list)  # what will be missing

    @property
    def is_whole(self) -> bool:
        return not self.problems

    @property
    def rows_left_out(self) -> int:
        return len({problem.row for problem in self.problems})

    @property
    def does_something(self) -> bool:
        return bool(self.new or self.changed)

    @property
    def digest(self) -> str:
        """Differs where anything that was shown differs."""
        shown = (
            self.new, self.changed, self.unchanged, list(map(str, self.changes)),
            list(map(str, self.problems)), self.remarks,
            [one.get("reference") for one in self.plan.members.new],
            [one["key"] for one in self.plan.sessions.new], self.plan.attendance.new, self.first,
        )  # fmt: skip
        return hashlib.sha256(repr(shown).encode()).hexdigest()


def check_sheet(community: Community, kind: str, sheet: Sheet, columns: dict[int, str]) -> Checked:
    """Plan the sheet; rows with problems are taken out of the plan and listed."""
    listed: list[Problem] = []
    out: frozenset[int] = frozenset()
    for _round in range(ROUNDS):
        problems = Problems()
        matching = Matching(community, kind, sheet, columns, problems)
        plan = plan_register(community, matching.tables(out), problems)
        listed += [_as_the_file_says(matching, problem) for problem in problems.found]
        if not problems.found:
            break
        out |= {problem.row for problem in problems.found}
    listed.sort(key=lambda problem: problem.row)
    checked = Checked(
        plan, listed, [*sheet.remarks, *matching.remarks, *plan.warnings], len(sheet.rows)
    )
    checked.warnings = _warnings(community, kind, sheet, columns, plan)
    return _counted(checked, kind, community.time_zone)


def _warnings(
    community: Community, kind: str, sheet: Sheet, columns: dict[int, str], plan: RegisterPlan
) -> list[str]:
    """What the new ones will lack, and marks that go nowhere."""
    if kind == UploadKind.MEMBERS:
        return _missing_of(plan.members.new)
    sessions = list(Session.objects.filter(community=community))
    return [
        _(
            "“%s” holds marks, but no session has this name, date or key, so they are not read. "
            "Import the session first, then this file again."
        )
        % sheet.heading(place)
        for place in unknown_sessions(kind, sheet, columns, sessions)
    ]


def _missing_of(new: list[dict[str, Any]]) -> list[str]:
    """What will be missing of new members."""
    warnings = []
    without = sum(not values.get("email") for values in new)
    if without and without == len(new):
        warnings.append(_("No e-mail addresses: these people cannot sign in until they have one."))
    elif without:
        warnings.append(
            ngettext(
                "%d new member has no e-mail address and cannot sign in until there is one.",
                "%d new members have no e-mail address and cannot sign in until they have one.",
                without,
            )
            % without
        )
    if new and not any(values.get("organisation") for values in new):
        warnings.append(_("No organisations: nobody new will stand under one."))
    return warnings


def _as_the_file_says(matching: Matching, problem: Problem) -> Problem:
    """The problem with the column as the file calls it."""
    column = ""
    if problem.column:
        column = matching.heading_of(problem.column) or label_of(matching.kind, problem.column)
    return Problem(problem.file, problem.row, column, problem.message)


def _counted(checked: Checked, kind: str, zone: str) -> Checked:
    plan = checked.plan
    if kind == UploadKind.ATTENDANCE:
        checked.new, checked.unchanged = len(plan.attendance.new), plan.attendance.unchanged
        checked.first = [f"{who} · {where}" for who, where in plan.attendance.new[:FIRST]]
        return checked
    part = plan.members if kind == UploadKind.MEMBERS else plan.sessions
    checked.new, checked.changed = len(part.new), len(part.changed)
    checked.unchanged, checked.changes = part.unchanged, part.changes
    checked.first = [_in_words(values, zone) for values in part.new[:FIRST]]
    return checked


def _in_words(values: dict[str, Any], zone: str) -> str:
    """A new row in one line, its day in words: 3/9 might have meant something else."""
    shown = []
    for value in values.values():
        if isinstance(value, Start):
            at = clock.local(value.starts_at, zone) if value.starts_at else None
            shown.append(clock.date_in_words(value.held_on))
            shown += [clock.time_in_words(at)] if at else []
        elif isinstance(value, dt.date):
            shown.append(clock.date_in_words(value))
        elif isinstance(value, list):
            shown.append("; ".join(value))
        else:
            shown.append("" if value is None else str(value))
    return " · ".join(filter(None, shown))


def why_nothing(checked: Checked) -> str:
    """Why there is nothing to confirm, or ""."""
    if checked.does_something:
        return ""
    if checked.problems and checked.unchanged:
        return (
            ngettext(
                "%d row changes nothing: the register holds it already. "
                "Mend the other rows in the file and upload it again.",
                "%d rows change nothing: the register holds them already. "
                "Mend the other rows in the file and upload it again.",
                checked.unchanged,
            )
            % checked.unchanged
        )
    if checked.problems:
        return _("No row can be imported as it is. Mend the file and upload it again.")
    return _("Nothing changes: the register holds all of this already.")
