"""What each stage asks for, why, and who can help. Pure: facts in, items out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cop.governance.enums import Stage
from cop.governance.models import Governance
from cop.members.enums import Role

CO_CHAIRS = 2


@dataclass(frozen=True)
class Item:
    """One line of a stage's checklist."""

    key: str
    title: str | Promise  # "the lawful basis", as it stands in a sentence
    why: str | Promise
    help: str | Promise  # who can help
    done: bool
    said: str = ""  # what has happened to it, where that needs saying


@dataclass(frozen=True)
class State:
    """Everything the lists are made from."""

    facts: Governance
    roles: Mapping[str, int]
    changed: Mapping[str, Sequence[str]]  # by stage: what the notice says otherwise now


def items_of(stage: Stage, state: State) -> list[Item]:
    """The stage's checklist."""
    return _ITEMS[stage](state)


def _notice(state: State, stage: Stage) -> Item:
    changed = state.changed.get(stage, ())
    confirmed = state.facts.notice_confirmed_on is not None
    said = ""
    if confirmed and changed:
        said = _now("It was confirmed, and has changed since: %s.") % get_text_list(
            list(changed), _now("and")
        )
    return Item(
        "notice",
        _("the privacy notice, read and confirmed")
        if not said
        else _("the privacy notice, confirmed again as it is now"),
        _("Members are told what is kept before anything is kept about them."),
        _("It is written from your settings. Read it with the data protection contact."),
        confirmed and not changed,
        said,
    )


def _meet(state: State) -> list[Item]:
    facts, roles = state.facts, state.roles
    return [
        Item(
            "co_chairs",
            _("two co-chairs"),
            _("So that nobody carries the community alone, and each has somebody to turn to."),
            _("A first co-chair appoints the second by e-mail address."),
            roles.get(Role.CO_CHAIR, 0) >= CO_CHAIRS,
        ),
        Item(
            "contact",
            _("a data protection contact"),
            _("Members need a person to ask what is kept about them, who can act on it."),
            _("The host organisation’s data protection officer, or whoever they name."),
            roles.get(Role.DATA_PROTECTION_CONTACT, 0) >= 1,
        ),
        Item(
            "controller",
            _("the organisation that answers for the data"),
            _("The law calls it the controller: the notice must name it, and a way to reach it."),
            _("Ask the host organisation whose name goes on its privacy notices."),
            bool(facts.controller_name and facts.controller_contact),
        ),
        Item(
            "basis",
            _("the lawful basis"),
            _("Names and addresses may be kept only for a reason the law knows (Article 6)."),
            _("The data protection officer; NHS bodies and councils often say public task."),
            bool(facts.lawful_basis),
        ),
        Item(
            "support",
            _("support links and a named independent person"),
            _("Talking about racism can hurt. The way to help is there before the first session."),
            _("National numbers are filled in. Ask HR, your union and staff networks for more."),
            bool(facts.independent_name and facts.independent_contact and facts.samaritans),
        ),
        _notice(state, Stage.MEET),
    ]


def _listen(state: State) -> list[Item]:
    facts, roles = state.facts, state.roles
    return [
        Item(
            "condition",
            _("the condition for special-category data"),
            _("Choosing a space says something about race: Article 9 wants a reason to store it."),
            _("The data protection officer decides."),
            bool(facts.special_condition),
        ),
        Item(
            "assessment",
            _("an impact assessment, or the officer’s dated decision that none is needed"),
            _("Somebody outside the community looks at the risks before they arise."),
            _("Hand the data protection officer the draft: it is written from your settings."),
            bool(facts.dpia_reference or (facts.screening_decision and facts.screening_decided_on)),
        ),
        Item(
            "evaluator",
            _("an evaluator, or the choice of figures only"),
            _("Comments are read by somebody independent, or they are not asked for."),
            _("Another community may lend you a reader; a university or an audit team may too."),
            facts.figures_only or roles.get(Role.EVALUATOR, 0) >= 1,
        ),
        Item(
            "retention",
            _("how long things are kept, confirmed"),
            _("The periods are fixed by the program; your controller must be content with them."),
            _("Show the data protection contact the periods in the notice."),
            facts.retention_confirmed_on is not None,
        ),
        Item(
            "thresholds",
            _("how many answers it takes before anything is shown, confirmed"),
            _("They keep people in small groups from being recognised; you may raise them."),
            _("Whoever knows how many come to a session."),
            facts.thresholds_confirmed_on is not None,
        ),
        _notice(state, Stage.LISTEN),
    ]


def _publish(state: State) -> list[Item]:
    facts, roles = state.facts, state.roles
    return [
        Item(
            "second_reviewer",
            _("a second reviewer"),
            _("Nobody’s reading of other people’s words should stand alone."),
            _("A colleague of the evaluator, outside the community."),
            roles.get(Role.SECOND_REVIEWER, 0) >= 1,
        ),
        Item(
            "oversight_chair",
            _("an oversight chair"),
            _("Somebody who did not write the report approves it."),
            _("The chair of the committee the report goes to."),
            roles.get(Role.OVERSIGHT_CHAIR, 0) >= 1,
        ),
        Item(
            "validation",
            _("when and how members check the themes"),
            _("Whose words they are can say where a theme misses what was meant."),
            _("The evaluator; most communities give half a session to it."),
            bool(facts.validation),
        ),
        Item(
            "consent",
            _("how a caucus is asked before its findings are published"),
            _("The caucus that the other answers to decides whether its findings leave the room."),
            _("Its facilitator asks at a session; silence keeps the findings out."),
            bool(facts.consent_asked),
        ),
    ]


_ITEMS = {Stage.MEET: _meet, Stage.LISTEN: _listen, Stage.PUBLISH: _publish}
