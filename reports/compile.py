"""From the database to a frozen report: plain JSON, which rendering only reads.

Nothing here decides what may be shown: figures of feedback come from ``feedback.selectors`` as
types that may be, and everything else is a count of members.
"""

import datetime as dt
from collections import Counter

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caucus.models import Caucus
from caucus.selectors import released_share_backs
from cop.core import clock
from cop.core.figures import Rough, number_in
from cop.members.models import Community
from reports import figures, sentences
from reports.enums import OrganisationsShown
from reports.feedback_part import FeedbackPart, feedback_part
from reports.ledger_part import ledger_part
from reports.schema import (
    DecisionLine,
    HeadcountMark,
    ReportData,
    Sentences,
    SessionLine,
    ShareBackLine,
    Table,
    Term,
)
from reports.statements import statements_of
from sessions_app.enums import DecisionKind
from sessions_app.models import Session
from sessions_app.selectors import AttendanceFigures, attendance_figures, decisions_of


def compile_report(
    community: Community,
    from_on: dt.date,
    to_on: dt.date,
    *,
    organisations: str = OrganisationsShown.GROUPED,
) -> ReportData:
    """The report of a community over a span of days, both included, as it stands today.

    Sessions that have not begun or were cancelled are no part of it. Reads only; the number of
    queries does not grow with the data.
    """
    today = clock.today(community.time_zone)
    attended = attendance_figures(community, from_on, to_on)
    sessions = [one.session for one in attended.sessions]
    prefetch_related_objects(sessions, "topics")
    is_caucused = any(session.is_caucused for session in sessions)
    part = feedback_part(community, sessions, from_on=from_on, to_on=to_on)
    tables = {
        **_members(attended, organisations),
        "attendance_by_session": figures.attendance_by_session(
            [
                figures.SessionCame(
                    one.session.key,
                    one.session.held_on.isoformat(),
                    one.session.title,
                    one.came,
                    one.is_headcount,
                )
                for one in attended.sessions
            ]
        ),
        "attendance_frequency": figures.attendance_frequency(
            attended.times_came, attended.without_names
        ),
        **part.tables,
    }
    report: ReportData = {
        "community": community.name,
        "period": {"from": from_on.isoformat(), "to": to_on.isoformat()},
        "so_far": to_on >= today,
        "prepared_on": today.isoformat(),
        "rhythm": part.rhythm,
        "is_caucused": is_caucused,
        "tables": tables,
        "sentences": _sentences(tables, attended, part),
        "headcounts": _headcounts(sessions),
        "sessions": [_session_line(session) for session in sessions],
        "decisions": _decisions(community, from_on, to_on),
        "share_backs": _share_backs(community, sessions),
        "terms": _terms(community) if is_caucused else {},
        "questionnaire": part.questionnaire,
        "ratings": part.ratings,
        "statements": statements_of(community, is_caucused=is_caucused),
        "notes": [
            _("Guests are not members and are counted in no figure."),
            *_others(attended.walk_ins),
        ],
    }
    if is_caucused:
        report.update(ledger_part(community, from_on, to_on))
    return report


def _others(walk_ins: int) -> list[str]:
    """Who came besides and is no member."""
    if not walk_ins:
        return []
    return [
        ngettext(
            "Besides, %d person came who is not a member, and is in no figure.",
            "Besides, people who are not members came %d times, and are in no figure.",
            walk_ins,
        )
        % walk_ins
    ]


def _headcounts(sessions: list[Session]) -> dict[str, HeadcountMark]:
    """How a drawing shows the numbers that are not exact."""
    known = {session.key: session.headcount_known for session in sessions}
    return {
        key: {"number": count.number, "short": count.short}
        for key, count in known.items()
        if isinstance(count, Rough)
    }


def _members(attended: AttendanceFigures, shown: str) -> dict[str, Table]:
    belonging = attended.belonging
    return {
        "members_by_organisation": figures.members_by_organisation(
            {one.name: one.members for one in attended.organisations},
            attended.unstated.members,
            grouped=shown == OrganisationsShown.GROUPED,
        ),
        "members_by_profession": figures.members_by_profession(
            attended.professions, attended.members
        ),
        "members_by_joining": figures.members_by_joining(
            belonging.joined, belonging.before, belonging.unknown
        ),
    }


def _sentences(
    tables: dict[str, Table], attended: AttendanceFigures, part: FeedbackPart
) -> Sentences:
    """The sentences that stand beside the tables, where there is something to say."""
    said: Sentences = {"period": sentences.period_sentence(attended.from_on, attended.to_on)}
    came = [one.came for one in attended.sessions]
    if attended.members:
        said["members"] = ngettext("%d member.", "%d members.", attended.members) % attended.members
    if came:
        said["attendance"] = sentences.attendance_sentence(came)
    if attended.by_name or (came and not any(map(number_in, came))):
        said["once_only"] = figures.came_once_sentence(Counter(dict(attended.times_came)))
    if attended.by_name and attended.came_before is not None:
        said["returning"] = sentences.returning_sentence(attended.came_before, attended.by_name)
    if part.coverage:
        said["coverage"] = part.coverage
    responses = tables["responses_by_session"]["rows"]
    if responses and responses[-1][0] == "Total":
        said["responses"] = _("%s of those who came answered.") % responses[-1][-1]
    return said


def _session_line(session: Session) -> SessionLine:
    return {
        "key": session.key,
        "date": session.held_on.isoformat(),
        "title": session.title,
        "format": session.format_name,
        "is_caucused": session.is_caucused,
        "topics": [topic.title for topic in session.topics.all()],
    }


def _decisions(community: Community, from_on: dt.date, to_on: dt.date) -> list[DecisionLine]:
    """What was decided in the period, in date order. Topics stand with their sessions."""
    log = decisions_of(community).filter(decided_on__range=(from_on, to_on))
    return [
        {
            "date": decision.decided_on.isoformat(),
            "what": decision.what,
            "reason": decision.reason,
            "from_session": _session_words(decision.session),
        }
        for decision in log.exclude(kind=DecisionKind.TOPIC).order_by("decided_on", "pk")
    ]


def _session_words(session: Session | None) -> str:
    return f"{session.key} · {session.title}" if session else ""


def _share_backs(community: Community, sessions: list[Session]) -> list[ShareBackLine]:
    """What the caucuses released after these sessions, in date order."""
    return [
        {
            "session": shared.session.key,
            "date": shared.session.held_on.isoformat(),
            "caucus_name": shared.caucus.name,
            "themes": [_theme(theme.title, theme.body) for theme in shared.themes.all()],
            "ask": shared.ask,
            "responsibility": shared.responsibility,
        }
        for shared in released_share_backs(community).filter(session__in=sessions)
    ]


def _theme(title: str, body: str) -> str:
    return f"{title}: {body}" if body else title


def _terms(community: Community) -> dict[str, Term]:
    """The community's own words for its caucuses."""
    return {
        caucus.key: {
            "name": caucus.name,
            "singular": caucus.singular,
            "plural": caucus.plural,
            "adjective": caucus.adjective,
            "position": caucus.position,
            "definition": caucus.definition,
        }
        for caucus in Caucus.objects.filter(community=community)
    }
