"""Topics: members propose and support, co-chairs decide.

Proposing, supporting and taking back are on no record: an entry has a time and a name. What
co-chairs decide is on it.
"""

from collections.abc import Iterable
from typing import cast
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused, refuse_if
from cop.core.names import clean_line
from cop.core.policy import Actor, require
from cop.members.models import Member
from cop.members.services import lock
from sessions_app.enums import ProposalSource, ProposalState
from sessions_app.models import Proposal, ProposalVoice, Session, Topic
from sessions_app.policies import (
    can_decide_topic,
    can_propose_topic,
    can_receive_topics,
    why_decision_stands,
    why_no_topic,
)
from sessions_app.selectors import COUNTED_FROM, hold_sessions, locked_session, same_topic

MOST_EACH = 5  # open topics of one member
DECIDED = (ProposalState.ADOPTED, ProposalState.PARKED, ProposalState.DECLINED)


@transaction.atomic
def propose_topic(*, actor: Actor, words: str) -> Proposal:
    """Put a topic on the list; its proposer supports it.

    Raises Refused for one that is there already, and for more than five at once.
    """
    require(can_propose_topic(actor))
    community, words = lock(actor.community), clean_line(words)
    if not words:
        raise Refused(_("Write what you would like to talk about."))
    if same_topic(community, words) is not None:
        raise Refused(_("This topic is on the list already. You can support it there."))
    own = ProposalVoice.objects.filter(member=actor.member, is_proposer=True)
    if own.count() >= MOST_EACH:
        raise Refused(
            _("You have %d topics on the list. Take one back to propose another.") % MOST_EACH
        )
    proposal = _arrive(actor, words, ProposalSource.MEMBER)
    ProposalVoice.objects.create(
        proposal=proposal, member=cast(Member, actor.member), is_proposer=True
    )
    return proposal


@transaction.atomic
def support_topic(*, actor: Actor, proposal_id: UUID) -> None:
    """Say that one would like this too. Twice is once."""
    require(can_propose_topic(actor))
    proposal = _open(actor, proposal_id)
    ProposalVoice.objects.get_or_create(proposal=proposal, member=actor.member)


@transaction.atomic
def take_back_support(*, actor: Actor, proposal_id: UUID) -> None:
    """Support it no longer; whoever proposed it withdraws it instead."""
    require(can_propose_topic(actor))
    proposal = _open(actor, proposal_id)
    ProposalVoice.objects.filter(proposal=proposal, member=actor.member, is_proposer=False).delete()


@transaction.atomic
def withdraw_topic(*, actor: Actor, proposal_id: UUID) -> None:
    """Take one's own topic off the list: nothing of it is left, nor who supported it."""
    require(can_propose_topic(actor))
    own = ProposalVoice.objects.filter(member=actor.member, is_proposer=True)
    proposal = _open(actor, proposal_id)
    require(own.filter(proposal=proposal).exists())
    proposal.delete()


@transaction.atomic
def receive_topics(*, actor: Actor, words: Iterable[str]) -> int:
    """Take over what people suggested in their feedback, in a reviewer's words.

    Once: what is on the list already does not come again. Returns how many came.
    """
    require(can_receive_topics(actor))
    community = lock(actor.community)
    new = [one for one in map(clean_line, words) if one and same_topic(community, one) is None]
    for one in dict.fromkeys(new):
        _arrive(actor, one, ProposalSource.FEEDBACK)
    return len(dict.fromkeys(new))


@transaction.atomic
def decide_topic(
    *, actor: Actor, proposal: Proposal, state: str, reason: str, session: Session | None = None
) -> Proposal:
    """Take a topic up for a session, park it or decline it, with a sentence for members.

    Whoever supported it is forgotten; a number of three or more stays. A decision can be changed
    until the session begins that it is for. Raises Refused without a sentence, for a session that
    takes no topic more, and while somebody has first call on it (R7).
    """
    require(can_decide_topic(actor, proposal))
    proposal = _held_with_sessions(actor, proposal, session)
    refuse_if(why_decision_stands(proposal))
    reason = clean_line(reason)
    if state not in DECIDED:
        raise Refused(_("Choose what becomes of the topic."))
    if not reason:
        raise Refused(_("Write a sentence, so that members can follow the decision."))
    _take_off(proposal)
    if state == ProposalState.ADOPTED:
        _take_up(actor, proposal, session)
    _settle(actor, proposal, state, reason)
    record(actor=actor, verb="answer", target=proposal)
    return proposal


@transaction.atomic
def put_topic_first(
    *, actor: Actor, session: Session, words: str, proposal: Proposal | None = None
) -> Proposal:
    """R7: a first call puts a topic first for a session, or one of the list (``proposal``).

    Nothing says who did it, here or on the record.
    """
    require(can_receive_topics(actor))
    session = locked_session(session.pk)
    words = clean_line(words)
    if proposal is None and not words:
        raise Refused(_("Write the topic, or choose one of the list."))
    if proposal is None:
        proposal = _arrive(actor, words, ProposalSource.CAUCUS)
    else:
        proposal = _open(actor, proposal.pk)
    proposal.session, proposal.is_first_call = session, True
    _add_topic(session, proposal)
    _settle(actor, proposal, ProposalState.ADOPTED, "")
    record(actor=actor, verb="answer", target=proposal)
    return proposal


@transaction.atomic
def take_back_first_topic(*, actor: Actor, session: Session) -> None:
    """R7: nothing is put first any more. What was on the list is on it again, as nobody's."""
    require(can_receive_topics(actor))
    session = locked_session(session.pk)
    for proposal in Proposal.objects.filter(session=session, is_first_call=True):
        _take_off(proposal)
        if proposal.source == ProposalSource.CAUCUS:
            proposal.delete()
            continue
        proposal.state, proposal.is_first_call = ProposalState.OPEN, False
        proposal.supporters = proposal.decided_on = None
        proposal.save()


def _arrive(actor: Actor, words: str, source: str) -> Proposal:
    today = clock.today(actor.community.time_zone)
    return Proposal.objects.create(
        community=actor.community, words=words, source=source, month=today.replace(day=1)
    )


def _locked(actor: Actor, proposal_id: UUID) -> Proposal:
    found = Proposal.objects.select_for_update(of=("self",)).filter(community=actor.community)
    proposal = found.select_related("session__community").filter(pk=proposal_id).first()
    if proposal is None:
        raise Refused(_("This topic is not on the list any more."))
    return proposal


def _held_with_sessions(actor: Actor, proposal: Proposal, session: Session | None) -> Proposal:
    """The sessions it leaves and comes to first, then the topic, as a first call does."""
    leaves = Proposal.objects.filter(pk=proposal.pk).values_list("session", flat=True).first()
    hold_sessions(Session.objects.filter(pk__in=[leaves, session.pk if session else None]))
    proposal = _locked(actor, proposal.pk)
    if proposal.session_id != leaves:
        raise Refused(_("This topic has been decided on meanwhile."))
    require(can_decide_topic(actor, proposal))
    return proposal


def _open(actor: Actor, proposal_id: UUID) -> Proposal:
    proposal = _locked(actor, proposal_id)
    if not proposal.is_open:
        raise Refused(_("This topic has been decided on meanwhile."))
    return proposal


def _take_up(actor: Actor, proposal: Proposal, session: Session | None) -> None:
    if session is None:
        raise Refused(_("Choose the session it is taken up for."))
    require(session.community_id == actor.community.pk)
    session = locked_session(session.pk)
    refuse_if(why_no_topic(session))
    proposal.session = session
    _add_topic(session, proposal)


def _add_topic(session: Session, proposal: Proposal) -> None:
    last = session.topics.aggregate(last=Max("position"))["last"] or 0
    Topic.objects.create(
        session=session, position=last + 1, title=proposal.words, proposal=proposal
    )


def _take_off(proposal: Proposal) -> None:
    proposal.topics.all().delete()
    proposal.session = None


def _settle(actor: Actor, proposal: Proposal, state: str, reason: str) -> None:
    if proposal.is_open:
        number = proposal.voices.count()
        proposal.supporters = number if number >= COUNTED_FROM else None
        proposal.voices.all().delete()
    proposal.state, proposal.reason = state, reason
    proposal.decided_on = clock.today(actor.community.time_zone)
    proposal.save()
