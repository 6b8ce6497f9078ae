"""Who sees the programme, who makes topics and decides on them, who writes into the log."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from cop.core import clock
from cop.core.policy import Actor
from cop.core.registry import first_calls_on
from cop.members.enums import Role
from cop.members.policies import has_left
from sessions_app.enums import DecisionKind
from sessions_app.models import Proposal, Session
from sessions_app.policies.planning import can_schedule_session, why_session_is_fixed


def can_view_programme(actor: Actor) -> bool:
    """R15: everybody who belongs to the community sees the year to come."""
    return actor.belongs


def can_copy_programme(actor: Actor) -> bool:
    """Who speaks for the community takes its dates elsewhere."""
    return actor.holds(Role.CO_CHAIR, Role.SECRETARY)


def can_view_decisions(actor: Actor) -> bool:
    """R14: everybody who belongs to the community reads why things are as they are."""
    return actor.belongs


def can_log_decision(actor: Actor, kind: str = DecisionKind.OTHER) -> bool:
    """Co-chairs; whoever plans sessions where a plan changes the format."""
    if kind == DecisionKind.FORMAT:
        return can_schedule_session(actor)
    return actor.holds(Role.CO_CHAIR)


def can_view_topics(actor: Actor) -> bool:
    """What is proposed and what became of it: everybody who belongs; guests not."""
    return actor.belongs


def can_propose_topic(actor: Actor) -> bool:
    """Members propose and support, for themselves."""
    return actor.is_member and not has_left(actor)


def can_receive_topics(actor: Actor) -> bool:
    """What feedback or a first call brings comes by itself: never in a person's name."""
    return actor.is_system


def can_decide_topics(actor: Actor) -> bool:
    """Co-chairs."""
    return actor.holds(Role.CO_CHAIR)


def can_decide_topic(actor: Actor, proposal: Proposal) -> bool:
    """Not on what a first call put first (R7)."""
    if actor.community.pk != proposal.community_id or not can_decide_topics(actor):
        return False
    return not proposal.is_first_call


def why_decision_stands(proposal: Proposal) -> str:
    """Why a decision on a topic can no longer be changed."""
    taken_for = proposal.session
    if taken_for is not None and taken_for.has_begun and not taken_for.is_cancelled:
        return _("The session it was taken up for has begun, so the decision stands.")
    return ""


def why_topic_waits(session: Session) -> str:
    """R7: why nobody else may take up a topic for the session yet."""
    until = first_calls_on([session]).get(session.pk)
    if until is None:
        return ""
    return _("The first call on this session’s topic is open until %s.") % clock.date_in_words(
        until
    )


def why_topics_stay(session: Session, topics: Sequence[str], *, is_first: bool) -> str:
    """Why whoever plans may not give the session these topics.

    Asked while none but those decided on stand there: they change where they were decided. R7:
    nobody types the first topic (``is_first``) of a session while the call on it is open.
    """
    decided = list(session.topics.values_list("title", flat=True))
    lost = [title for title in decided if title not in topics]
    if lost:
        return (
            _("“%s” was decided on as a topic. It stays until that decision is changed.") % lost[0]
        )
    if not is_first or len(topics) == len(decided):
        return ""
    reason = why_topic_waits(session)
    return reason and reason + " " + _("Leave the topic empty until then.")


def why_no_topic(session: Session) -> str:
    """Why the session takes no topic more."""
    reason = why_session_is_fixed(session) or why_topic_waits(session)
    if reason or session.topics.count() < session.topics_taken:
        return reason
    return _("This session has its topics already. Take one off on its page first.")
