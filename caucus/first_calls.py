"""R7: the caucus the others answer to has first call on the topic of each session.

Open on every session in caucuses that has no topic, as long as somebody is published who may use
it. Silence lets it lapse three weeks before the session; nobody is reminded.
"""

import datetime as dt
from collections.abc import Sequence

from caucus.models import PassedCall
from caucus.selectors import caucus_published_for, published_facilitators
from cop.core import clock
from cop.core.policy import Actor
from cop.members.models import Community
from sessions_app.enums import SessionState
from sessions_app.models import Proposal, Session, Topic

LAPSES = dt.timedelta(days=21)  # before the session


def last_day(session: Session) -> dt.date:
    """The last day on which the call on this session can be used."""
    return session.held_on - LAPSES


def may_use_calls(actor: Actor) -> bool:
    """R8: who is published for that caucus acts for it between sessions."""
    caucus = caucus_published_for(actor)
    return caucus is not None and caucus.is_answered_to


def open_calls(sessions: Sequence[Session]) -> dict[int, dt.date]:
    """The sessions, of one community, whose call is open, and until when. Three queries at most."""
    waiting = {one.pk: last_day(one) for one in sessions if _can_wait(one)}
    if not waiting or not _has_a_voice(sessions[0].community):
        return {}
    found = Topic.objects.filter(session__in=waiting).values_list("session_id", flat=True)
    passed = PassedCall.objects.filter(session__in=waiting).values_list("session_id", flat=True)
    over = {*found, *passed}
    return {key: day for key, day in waiting.items() if key not in over}


def next_call(community: Community) -> Session | None:
    """The next session whose call is open."""
    sessions = list(_ahead(community))
    calls = open_calls(sessions)
    return next((one for one in sessions if one.pk in calls), None)


def used_calls(community: Community) -> list[tuple[Session, str]]:
    """Calls that were used, with the topic, or passed (""), and can still be taken back."""
    sessions = [one for one in _ahead(community) if _can_wait(one)]
    put_first = {
        one.session_id: one.words
        for one in Proposal.objects.filter(session__in=sessions, is_first_call=True)
    }
    passed = PassedCall.objects.filter(session__in=sessions).values_list("session_id", flat=True)
    answered = dict.fromkeys(passed, "") | put_first
    return [(one, answered[one.pk]) for one in sessions if one.pk in answered]


def _ahead(community: Community) -> "list[Session]":
    sessions = Session.objects.filter(
        community=community,
        state=SessionState.PLANNED,
        held_on__gte=clock.today(community.time_zone),
    )
    return list(sessions.select_related("community"))


def _can_wait(session: Session) -> bool:
    if not session.is_caucused or session.is_cancelled:
        return False
    return clock.today(session.community.time_zone) <= last_day(session)


def _has_a_voice(community: Community) -> bool:
    return published_facilitators(community).filter(caucus__is_answered_to=True).exists()
