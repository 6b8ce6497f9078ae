"""How far the two readers of the fictional year are: some comments released, most still to read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cop.core.policy import Actor
from cop.members.models import Community, User
from cop.members.selectors import actor_in
from feedback.enums import Outcome
from feedback.models import Slip
from feedback.review.operations import Kind
from feedback.review.outcomes import Proposal
from feedback.review.queue import Bundle, bundles_for
from feedback.services import (
    confirm_review,
    edit_slip,
    propose_outcome,
    release_bundle,
    send_back,
)


@dataclass(frozen=True)
class Decision:
    """What Ines makes of a comment; ``cut`` are words and what stands in the brackets instead."""

    outcome: Outcome = Outcome.AS_WRITTEN
    cut: tuple[str, str] = ("", "")
    paraphrase: str = ""
    topics: tuple[str, ...] = field(default=())


def topic(*words: str) -> Decision:
    """Handed on as these words."""
    return Decision(Outcome.TOPICS, topics=words)


# Finished: what people learned and will do, over the year, and what two sessions wished for.
DONE: Mapping[str, Decision] = {
    "Tell my manager what the job costs me.": Decision(
        Outcome.REDACTED, cut=("my manager", "somebody senior")
    ),
    "I have said no to being on the fourth diversity group.": Decision(
        Outcome.REDACTED, cut=("fourth", "next")
    ),
    "I would like to hear what happened to the things we asked for.": topic(
        "What became of our asks"
    ),
    "Meet in person once a year if we can.": topic("Meeting in person"),
    "Publish what was asked and what was done, side by side.": topic(
        "What became of our asks", "The report"
    ),
    "Let members speak for the group too, when they want to.": topic("Who speaks for a caucus"),
    "Keep the two voices apart in the report, please. They are not the same.": topic("The report"),
}
# Begun: with the second reviewer, among them a comment about a facilitator, and one sent back.
BEGUN: Mapping[str, Decision] = {
    "I thought our facilitator moved on too fast when it became uncomfortable.": Decision(
        Outcome.PARAPHRASE,
        paraphrase="Somebody would have stayed longer with what was uncomfortable.",
    ),
    "One topic made all the difference; we reached the bottom of something.": Decision(),
    "It felt a little artificial to be sent to a room by colour. I went along with it and I am "
    "still thinking about why I minded.": Decision(),
}
SENT_BACK = "One topic made all the difference; we reached the bottom of something."
REMARK = "Does this tell which session it was? Please look again."
FINISHED = {("", "3"), ("", "4"), ("S4", "6"), ("S6", "6")}


def review_in_part(community: Community) -> None:
    """Ines proposes, Nkechi confirms and sends back, and what is finished is released."""
    ines, nkechi = (
        actor_in(User.objects.get(email=f"{name}@example.org"), community)
        for name in ("ines", "nkechi")
    )
    for bundle in bundles_for(ines):
        session = _session_key(bundle)
        if (session, bundle.question.key) in FINISHED:
            _finish(bundle, ines, nkechi)
        elif not session:
            _begin(bundle, ines, nkechi)


def _session_key(bundle: Bundle) -> str:
    """Which session a bundle is of; "" for what has none."""
    session = bundle.survey.session if bundle.survey else None
    return session.key if session else ""


def _finish(bundle: Bundle, ines: Actor, nkechi: Actor) -> None:
    for entry in bundle.entries:
        version = _decide(entry.slip, ines, DONE.get(entry.slip.body, Decision()))
        confirm_review(actor=nkechi, slip=entry.slip, version=version)
    release_bundle(
        actor=nkechi,
        unit=bundle.unit,
        questionnaire=bundle.questionnaire,
        question=bundle.question.key,
    )


def _begin(bundle: Bundle, ines: Actor, nkechi: Actor) -> None:
    for entry in bundle.entries:
        if entry.slip.body in BEGUN:
            version = _decide(entry.slip, ines, BEGUN[entry.slip.body])
            if entry.slip.body == SENT_BACK:
                send_back(actor=nkechi, slip=entry.slip, version=version, remark=REMARK)


def _decide(slip: Slip, ines: Actor, decision: Decision) -> int:
    version = 0
    words, instead = decision.cut
    if words:
        start = slip.body.index(words)
        version = edit_slip(
            actor=ines,
            slip=slip,
            version=version,
            spans=[(start, start + len(words))],
            kind=Kind.REPLACE,
            text=instead,
        ).version
    proposal = Proposal(
        decision.outcome,
        paraphrase=decision.paraphrase,
        topics=decision.topics,
        is_about_facilitator=bool(decision.paraphrase),
    )
    return propose_outcome(actor=ines, slip=slip, version=version, proposal=proposal).version
