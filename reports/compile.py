"""From the database to a frozen report: plain JSON, which rendering only reads.

Nothing here decides what may be shown: figures of feedback come from ``feedback.selectors`` as
types that may be, and everything else is a count of members.
"""

import datetime as dt
from collections import Counter

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caucus.models import Caucus
from caucus.selectors import released_share_backs
from cop.core import clock
from cop.core.figures import Count as People
from cop.core.figures import Rough, add_up, number_in
from cop.members.models import Community, ErasedMembership, Member
from reports import figures
from reports.enums import OrganisationsShown
from reports.feedback_part import feedback_part
from reports.schema import (
    HeadcountMark,
    ReportData,
    Sentences,
    SessionLine,
    ShareBackLine,
    Table,
    Term,
)
from sessions_app.enums import SessionState
from sessions_app.models import Attendance, Session


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
    sessions = _sessions(community, from_on, min(to_on, today))
    times_came = _times_came(sessions)
    part = feedback_part(community, sessions, from_on=from_on, to_on=to_on)
    tables = {
        "members_by_organisation": _members(community, from_on, to_on, organisations),
        "attendance_by_session": figures.attendance_by_session(
            [
                figures.SessionCame(
                    s.key, s.held_on.isoformat(), s.title, _came(s), s.headcount is not None
                )
                for s in sessions
            ]
        ),
        "attendance_frequency": figures.attendance_frequency(
            times_came, [s.key for s in sessions if s.headcount is not None]
        ),
        **part.tables,
    }
    return {
        "community": community.name,
        "period": {"from": from_on.isoformat(), "to": to_on.isoformat()},
        "so_far": to_on >= today,
        "prepared_on": today.isoformat(),
        "rhythm": part.rhythm,
        "tables": tables,
        "sentences": _sentences(tables, times_came, [_came(s) for s in sessions]),
        "headcounts": _headcounts(sessions),
        "sessions": [_session_line(session) for session in sessions],
        "share_backs": _share_backs(community, sessions),
        "authored": {"introduction_md": "", "recommendations_md": ""},
        "terms": _terms(community),
        "questionnaire": part.questionnaire,
        "ratings": part.ratings,
        "notes": [_("Guests are not members and are counted in no figure.")],
    }


def _sessions(community: Community, from_on: dt.date, to_on: dt.date) -> list[Session]:
    """Sessions held in these days, in date order, each with ``came``, the members who came."""
    held = Session.objects.filter(
        community=community, held_on__range=(from_on, to_on), state=SessionState.PLANNED
    )
    counted = (
        held.select_related("community")
        .annotate(came=Count("attendances"))
        .prefetch_related("topics")
    )
    ordered = counted.order_by("held_on", "starts_at", "pk")  # grouping drops the default order
    return [session for session in ordered if session.has_begun]


def _came(session: Session) -> People:
    return session.came_with(session.came)  # type: ignore[attr-defined]  # annotated by _sessions


def _headcounts(sessions: list[Session]) -> dict[str, HeadcountMark]:
    """How a drawing shows the numbers that are not exact."""
    known = {session.key: session.headcount_known for session in sessions}
    return {
        key: {"number": count.number, "short": count.short}
        for key, count in known.items()
        if isinstance(count, Rough)
    }


def _times_came(sessions: list[Session]) -> list[int]:
    """How often each member came who came at all."""
    came = Attendance.objects.filter(session__in=sessions).values_list("member_id", flat=True)
    return list(Counter(came).values())


def _members(community: Community, from_on: dt.date, to_on: dt.date, shown: str) -> Table:
    """Members who belonged on some day of the period; an unknown joining day counts in every.

    Members who erased themselves are counted where they were, and in the same row.
    """
    in_period = Q(joined_on__isnull=True) | Q(joined_on__lte=to_on)
    in_period &= Q(left_on__isnull=True) | Q(left_on__gte=from_on)
    members = Member.objects.filter(in_period, community=community, is_erased=False)
    erased = ErasedMembership.objects.filter(in_period, community=community)
    places = ("organisation_id", "organisation__name")
    belonged = members.values_list(*places).union(erased.values_list(*places), all=True)
    names = [name for _key, name in sorted(belonged, key=lambda place: place[0] or 0)]
    stated = Counter(name for name in names if name)
    return figures.members_by_organisation(
        stated, len(names) - stated.total(), grouped=shown == OrganisationsShown.GROUPED
    )


def _sentences(tables: dict[str, Table], times_came: list[int], came: list[People]) -> Sentences:
    """The sentences that stand beside the tables, where there is something to say."""
    sentences: Sentences = {}
    members = tables["members_by_organisation"]["total"]
    if members:
        sentences["members"] = ngettext("%d member.", "%d members.", members) % members
    if came:
        sentences["attendance"] = _attendance_sentence(came)
    if times_came or (came and not any(map(number_in, came))):
        sentences["once_only"] = figures.came_once_sentence(Counter(times_came))
    responses = tables["responses_by_session"]["rows"]
    if responses and responses[-1][0] == "Total":
        sentences["responses"] = _("%s of those who came answered.") % responses[-1][-1]
    return sentences


def _attendance_sentence(came: list[People]) -> str:
    total = add_up(came)
    numbers = {
        "total": total,
        "sessions": len(came),
        "least": min(came, key=number_in),
        "most": max(came, key=number_in),
    }
    if isinstance(total, int):
        return (
            _(
                "%(total)d attendances over %(sessions)d sessions, from %(least)d to %(most)d "
                "members at each."
            )
            % numbers
        )
    return (
        _(
            "%(sessions)d sessions, from %(least)s to %(most)s people at each; together these are "
            "%(total)s attendances."
        )
        % numbers
    )


def _session_line(session: Session) -> SessionLine:
    return {
        "key": session.key,
        "date": session.held_on.isoformat(),
        "title": session.title,
        "format": session.format_name,
        "topics": [topic.title for topic in session.topics.all()],
    }


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
