"""A community's register out of three spreadsheets, all of it or nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core.names import clean_line
from cop.core.policy import Actor, require
from cop.core.tables import Problems, RowCheck, Table, read_table
from cop.members import services as members
from cop.members.models import Community, Member
from sessions_app.imports import sessions
from sessions_app.models import Attendance, Session
from sessions_app.policies import can_import_register, why_attendance_stands
from sessions_app.signals import attendance_changed

BATCH = 1000


@dataclass
class AttendancePlan:
    """Who came to what, as (member's reference, session's key)."""

    new: list[tuple[str, str]] = field(default_factory=list)
    unchanged: int = 0
    left_alone: int = 0


@dataclass
class RegisterPlan:
    """What the three files do, for people to read before or after it is done."""

    members: members.MemberPlan
    sessions: sessions.SessionPlan
    attendance: AttendancePlan
    warnings: list[str]

    @property
    def kinds_changed(self) -> list[str]:
        """Which of the three would not stay as they are."""
        touched = {
            "members": self.members.new or self.members.changed,
            "sessions": self.sessions.new or self.sessions.changed,
            "attendance": self.attendance.new,
        }
        return [kind for kind, rows in touched.items() if rows]

    def lines(self) -> list[str]:
        """The plan in words: counts, then every change of something known already."""
        counts = _("%(kind)s: %(new)d new, %(changed)d changed, %(unchanged)d as before.")
        alone = _("%(kind)s not in the file, left alone: %(number)d.")
        lines, rest = [], []
        for kind, plan, changed in (
            (_("Members"), self.members, len(self.members.changed)),
            (_("Sessions"), self.sessions, len(self.sessions.changed)),
            (_("Attendances"), self.attendance, 0),
        ):
            lines.append(
                counts
                % {
                    "kind": kind,
                    "new": len(plan.new),
                    "changed": changed,
                    "unchanged": plan.unchanged,
                }
            )
            if plan.left_alone:
                rest.append(alone % {"kind": kind, "number": plan.left_alone})
        changes = [f"  {change}" for change in self.members.changes + self.sessions.changes]
        if not self.kinds_changed:
            lines.append(_("Nothing changes: the register holds all of this already."))
        return [*lines, *changes, *rest]


@transaction.atomic
def import_register(
    *, actor: Actor, members_file: Path, sessions_file: Path, attendance_file: Path, dry_run: bool
) -> RegisterPlan:
    """Take over members, sessions and attendance; returns what was done, or would be.

    What the files do not have is left alone. Raises ImportProblems with the complete list, and
    then nothing is written.
    """
    require(can_import_register(actor))
    community = members.lock(actor.community)
    problems = Problems()
    tables = RegisterTables(
        members=read_table(
            members_file,
            problems,
            required=members.register.REQUIRED_COLUMNS,
            optional=members.register.OPTIONAL_COLUMNS,
        ),
        sessions=read_table(
            sessions_file,
            problems,
            required=sessions.REQUIRED_COLUMNS,
            optional=sessions.OPTIONAL_COLUMNS,
        ),
        attendance=read_table(attendance_file, problems, required=("member_id", "session")),
    )
    plan = plan_register(community, tables, problems)
    problems.raise_if_any()
    if not dry_run:
        apply_register(actor, community, plan)
    return plan


@dataclass(frozen=True)
class RegisterTables:
    """What there is to take over; a table that is left out changes nothing."""

    members: Table = field(default_factory=lambda: Table(""))
    sessions: Table = field(default_factory=lambda: Table(""))
    attendance: Table = field(default_factory=lambda: Table(""))


def plan_register(community: Community, tables: RegisterTables, problems: Problems) -> RegisterPlan:
    """Compare the tables with the register; the caller holds the community's lock to apply it."""
    member_plan = members.plan_members(community, tables.members, problems)
    session_plan = sessions.plan_sessions(community, tables.sessions, problems)
    attendance_plan = _plan_attendance(
        community,
        tables.attendance,
        problems,
        # Where a file cannot be read, every row here would be wrong for that one reason.
        references=member_plan.known if tables.members.is_readable else None,
        keys=session_plan.known if tables.sessions.is_readable else None,
        headcounts=session_plan.headcounts,
    )
    read = (tables.members, tables.sessions, tables.attendance)
    warnings = [warning for table in read for warning in table.warnings]
    return RegisterPlan(
        member_plan, session_plan, attendance_plan, warnings + session_plan.warnings
    )


def apply_register(
    actor: Actor,
    community: Community,
    plan: RegisterPlan,
    written: Callable[[int], None] = lambda _rows: None,
) -> None:
    """Do what the plan says, in the caller's transaction, which holds the community's lock."""
    if not plan.kinds_changed:
        return
    members.apply_members(community, plan.members, written)
    sessions.apply_sessions(community, plan.sessions)
    written(len(plan.sessions.new) + len(plan.sessions.changed))
    _apply_attendance(actor, community, plan.attendance, written)
    record(actor=actor, verb="import", target=community, fields=plan.kinds_changed)


def _plan_attendance(
    community: Community,
    table: Table,
    problems: Problems,
    *,
    references: set[str] | None,
    keys: set[str] | None,
    headcounts: set[str],
) -> AttendancePlan:
    """Compare the file with the register. ``None`` for what cannot be checked."""
    present = set(
        Attendance.objects.filter(session__community=community).values_list(
            "member__reference", "session__key"
        )
    )
    stands = _why_they_stand(community)
    plan = AttendancePlan()
    rows_of_pair: dict[tuple[str, str], int] = {}
    for row in table.rows:
        check = RowCheck(table, row, problems)
        pair = reference, key = clean_line(row["member_id"]), clean_line(row["session"])
        if references is not None and reference not in references:
            check.refuse("member_id", _why_unknown_member(reference))
        if keys is not None and key not in keys:
            check.refuse("session", _why_unknown_session(key))
        if rows_of_pair.setdefault(pair, row.number) != row.number:
            check.refuse(
                "", _("The same attendance stands in row %d already.") % rows_of_pair[pair]
            )
        if stands.get(key) and pair not in present:
            check.refuse("session", stands[key])
        elif key in headcounts:
            check.refuse(
                "session",
                _("This session is known by a headcount. Keep the headcount or the names."),
            )
        if not check.is_fine:
            continue
        if pair in present:
            plan.unchanged += 1
        else:
            plan.new.append(pair)
    plan.left_alone = len(present - set(rows_of_pair))
    return plan


def _why_they_stand(community: Community) -> dict[str, str]:
    """Why the attendance of each session planned here cannot be changed, or "", by its key.

    The sessions are held, so that no register closes between this look and the writing.
    """
    planned_here = (
        Session.objects.select_for_update(of=("self",))
        .select_related("community")
        .filter(community=community, imported=False)
        .order_by("pk")
    )
    return {session.key: why_attendance_stands(session) for session in planned_here}


def _why_unknown_member(reference: str) -> str:
    if not reference:
        return _("Enter the member’s own key, like M01.")
    return _("There is no member “%s”. Add the member to the members’ file.") % reference


def _why_unknown_session(key: str) -> str:
    if not key:
        return _("Enter the session’s own key, like S1.")
    return _("There is no session “%s”. Add the session to the sessions’ file.") % key


def _apply_attendance(
    actor: Actor, community: Community, plan: AttendancePlan, written: Callable[[int], None]
) -> None:
    """Write who came, and tell rooms above of every session that gained somebody."""
    members_by_reference = dict(
        Member.objects.filter(community=community).values_list("reference", "pk")
    )
    sessions_by_key = {
        session.key: session for session in Session.objects.filter(community=community)
    }
    for first in range(0, len(plan.new), BATCH):
        batch = plan.new[first : first + BATCH]
        Attendance.objects.bulk_create(
            Attendance(member_id=members_by_reference[reference], session=sessions_by_key[key])
            for reference, key in batch
        )
        written(len(batch))
    for key in dict.fromkeys(key for _reference, key in plan.new):
        attendance_changed.send(sender=Session, session=sessions_by_key[key], actor=actor)
