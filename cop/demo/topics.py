"""What the fictional community would like to talk about, and what it has decided."""

import datetime as dt

from caucus.services import use_first_call
from cop.core.policy import Actor
from cop.members.models import Community, User
from cop.members.selectors import actor_in
from sessions_app.enums import DecisionKind, ProposalState
from sessions_app.models import Decision, Proposal, Session
from sessions_app.services import decide_topic, log_decision, propose_topic, support_topic

# Who proposes it, and who supports it.
PROPOSED = {
    "What allies do when nobody is looking": ("hannah.m07", ("kwame.m06", "nadia.m11", "ruth.m12")),
    "Interpreters and who pays for them": ("nadia.m11", ("hannah.m07",)),
    "Exit interviews nobody reads": ("kwame.m06", ()),
}
# What feedback suggested and the co-chairs answered.
ANSWERED = {
    "Meeting in person": (
        ProposalState.PARKED,
        "Two of our organisations cannot travel this year. We look at it again in autumn.",
    ),
    "The report": (
        ProposalState.DECLINED,
        "It needs no session of its own: everybody can comment on the draft.",
    ),
}
FIRST_CALL = "Repair: the day after we get it wrong"
FORMAT = "One topic a session, with time for reflection, instead of two topics"
REASON = "So that there is time to reflect on what was heard."


def make_topics(community: Community) -> None:
    """After the suggestions from feedback have arrived: three proposals, three answers."""
    use_first_call(actor=_actor(community, "amara.m01"), words=FIRST_CALL)
    for words, (proposer, supporters) in PROPOSED.items():
        topic = propose_topic(actor=_actor(community, proposer), words=words)
        for supporter in supporters:
            support_topic(actor=_actor(community, supporter), proposal_id=topic.pk)
    for words, (state, reason) in ANSWERED.items():
        decide_topic(
            actor=_actor(community, "tom.m02"),
            proposal=Proposal.objects.get(community=community, words=words),
            state=state,
            reason=reason,
        )


def log_the_change_of_format(community: Community) -> None:
    """Decided in the story two weeks before its third session, as if the log had been there."""
    third = Session.objects.get(community=community, key="S3")
    decision = log_decision(
        actor=_actor(community, "amara.m01"),
        kind=DecisionKind.FORMAT,
        what=FORMAT,
        reason=REASON,
        session=third,
    )
    Decision.objects.filter(pk=decision.pk).update(decided_on=third.held_on - dt.timedelta(days=14))


def _actor(community: Community, name: str) -> Actor:
    return actor_in(User.objects.get(email=f"{name}@example.org"), community)
