"""Sessions out of a spreadsheet: when they were held, what they were about."""

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cop.core import clock
from cop.core.errors import Refused
from cop.core.figures import read_count
from cop.core.names import clean_line
from cop.core.tables import Change, Problems, RowCheck, Table
from cop.members.models import Community
from sessions_app.models import Attendance, Session, Topic

REQUIRED_COLUMNS = ("session",)
OPTIONAL_COLUMNS = ("starts_at", "minutes", "title", "format", "topics", "headcount")
LONGEST_KEY = 60
LONGEST_TEXT = 200
LONGEST_FORMAT = 80
LONGEST_MINUTES = 24 * 60
BATCH = 1000
DATE_AND_TIME = re.compile(
    r"^(?P<day>\S{10})[T ](?P<time>\d{2}:\d{2})(?::\d{2}(?:\.0+)?)?$", re.ASCII
)


@dataclass(frozen=True)
class Start:
    """When a session begins: a local date, and the instant where the time is known."""

    held_on: dt.date
    starts_at: dt.datetime | None


@dataclass
class SessionPlan:
    """What a file of sessions would do. ``known`` are all keys after it."""

    new: list[dict[str, Any]] = field(default_factory=list)
    changed: list[tuple[Session, dict[str, Any]]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    unchanged: int = 0
    left_alone: int = 0
    known: set[str] = field(default_factory=set)
    headcounts: set[str] = field(default_factory=set)
    """Keys of the sessions that will be known by a headcount alone."""


def plan_sessions(community: Community, table: Table, problems: Problems) -> SessionPlan:
    """Compare the file with the sessions known; what cannot be taken over goes to ``problems``."""
    sessions = {
        session.key: session
        for session in Session.objects.filter(community=community).prefetch_related("topics")
    }
    plan = SessionPlan(known=set(sessions))
    plan.headcounts = {key for key, one in sessions.items() if one.headcount is not None}
    named = set(
        Attendance.objects.filter(session__community=community).values_list(
            "session__key", flat=True
        )
    )
    rows_of_key: dict[str, int] = {}
    for row in table.rows:
        check = RowCheck(table, row, problems)
        key = check.text("session", longest=LONGEST_KEY)
        if not key:
            check.refuse("session", _("Enter the session’s own key, like S1."))
        check.once("session", key, rows_of_key)
        plan.known.add(key)
        session = sessions.get(key)
        values = _values(check, community, is_new=session is None)
        differing = _differing(session, values) if session else {}
        if session and differing and not session.imported:
            check.refuse(
                "session",
                _("This session was planned here and differs. Change it on its page instead."),
            )
        if values.get("headcount") is not None and key in named:
            check.refuse(
                "headcount",
                _("Members are marked as having come to this session. Empty this cell."),
            )
        if "headcount" in values:
            (plan.headcounts.discard if values["headcount"] is None else plan.headcounts.add)(key)
        if check.is_fine:
            _plan_row(plan, key, session, values, differing)
    plan.left_alone = len(set(sessions) - set(rows_of_key))
    _warn_of_future(community, plan)
    return plan


def _plan_row(
    plan: SessionPlan,
    key: str,
    session: Session | None,
    values: dict[str, Any],
    differing: dict[str, Any],
) -> None:
    if session is None:
        plan.new.append({"key": key, **values})
    elif not differing:
        plan.unchanged += 1
    else:
        plan.changed.append((session, differing))
        zone = session.community.time_zone
        plan.changes += [
            Change(
                kind=_("session"),
                key=key,
                field=name,
                old=_in_words(_value_of(session, name), zone),
                new=_in_words(value, zone),
            )
            for name, value in differing.items()
        ]


def _warn_of_future(community: Community, plan: SessionPlan) -> None:
    day = clock.today(community.time_zone)
    coming = [values["key"] for values in plan.new if values["starts_at"].held_on > day]
    if coming:
        plan.warnings.append(
            _(
                "These sessions lie in the future, and count as held because they were imported: "
                "%s. Plan coming sessions in the browser."
            )
            % ", ".join(coming)
        )


def _differing(session: Session, values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if _value_of(session, name) != value}


def _value_of(session: Session, name: str) -> Any:
    if name == "starts_at":
        return Start(session.held_on, session.starts_at)
    if name == "topics":
        return [topic.title for topic in session.topics.all()]
    if name == "headcount":
        return session.headcount_known
    return getattr(session, name)


def _in_words(value: Any, time_zone: str) -> str:
    if isinstance(value, Start):
        if value.starts_at is None:
            return _("%s, time unknown") % value.held_on.isoformat()
        return clock.local(value.starts_at, time_zone).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else str(value)


def _values(check: RowCheck, community: Community, *, is_new: bool) -> dict[str, Any]:
    """The session's fields, for the columns the file has.

    An empty title or length says nothing: a new session is then called by its key and lasts two
    hours, and a known one keeps what it has.
    """
    columns = check.table.columns
    values: dict[str, Any] = {}
    start = check.read("starts_at", lambda text: read_start(text, community.time_zone))
    if start is not None:
        values["starts_at"] = start
    elif not check.row["starts_at"] and (is_new or "starts_at" in columns):
        check.refuse(
            "starts_at",
            _("Enter the day, like 2026-01-14, or with its local time, 2026-01-14T13:00."),
        )
    minutes = check.read("minutes", read_minutes)
    title = check.text("title", longest=LONGEST_TEXT)
    if is_new or minutes is not None:
        values["minutes"] = minutes or 120
    if is_new or title:
        values["title"] = title or clean_line(check.row["session"])
    if is_new or "format" in columns:
        values["format"] = check.text("format", longest=LONGEST_FORMAT)
    if is_new or "topics" in columns:
        values["topics"] = check.read("topics", read_topics) or []
    if "headcount" in columns:
        values["headcount"] = check.read("headcount", read_count)
    return values


def read_start(text: str, time_zone: str) -> Start:
    """Read a local ISO date or date-time. Raises Refused where there is no such moment."""
    match = DATE_AND_TIME.match(text)
    if match is None:
        if len(text) > len("2026-01-14") and text[10] in "T ":
            raise Refused(
                _("Write the local time without a zone, like 2026-01-14T13:00, or the day alone.")
            )
        return Start(clock.parse_iso_date(text), None)
    day = clock.parse_iso_date(match["day"])
    try:
        time = dt.time.fromisoformat(match["time"])
    except ValueError:
        raise Refused(_("This time does not exist. Use 00:00 to 23:59.")) from None
    return Start(day, clock.local_instant(day, time, time_zone))


def read_minutes(text: str) -> int:
    """Read a length in whole minutes, of a day at most."""
    if not re.fullmatch("[0-9]{1,4}", text) or not 1 <= int(text) <= LONGEST_MINUTES:
        raise Refused(_("Enter whole minutes, from 1 to %d.") % LONGEST_MINUTES)
    return int(text)


def read_topics(text: str) -> list[str]:
    """Read topics separated by semicolons."""
    topics = [clean_line(topic) for topic in text.split(";")]
    if any(len(topic) > LONGEST_TEXT for topic in topics):
        raise Refused(_("Shorten each topic to at most %d characters.") % LONGEST_TEXT)
    return [topic for topic in topics if topic]


def apply_sessions(community: Community, plan: SessionPlan) -> None:
    """Do what the plan says. A session from a register is over and its register complete."""
    now = clock.now()
    topics: list[tuple[Session, list[str]]] = []
    created = []
    for values in plan.new:
        session = Session(community=community, imported=True, register_closed_at=now, ended_at=now)
        topics.append((session, _set_fields(session, values)))
        created.append(session)
    for session, differing in plan.changed:
        titles = _set_fields(session, differing)
        if "topics" in differing:
            topics.append((session, titles))
    Session.objects.bulk_create(created, batch_size=BATCH)
    Session.objects.bulk_update(
        [session for session, _differing_values in plan.changed],
        ["held_on", "starts_at", "minutes", "title", "format", "headcount", "headcount_kind"],
        batch_size=BATCH,
    )
    Topic.objects.filter(session__in=[session for session, _titles in topics]).delete()
    Topic.objects.bulk_create(
        [
            Topic(session=session, position=position, title=title)
            for session, titles in topics
            for position, title in enumerate(titles, start=1)
        ],
        batch_size=BATCH,
    )


def _set_fields(session: Session, values: dict[str, Any]) -> list[str]:
    """Put the values on the session; returns its topics, which are rows of their own."""
    for name, value in values.items():
        if name == "starts_at":
            session.held_on, session.starts_at = value.held_on, value.starts_at
        elif name == "headcount":
            session.set_headcount(value)
        elif name != "topics":
            setattr(session, name, value)
    return values.get("topics", [])
