"""What the pages of the stages show: each item with the way to it, and one next step."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cop.core import registry
from cop.core.policy import Actor
from cop.core.registry import SetUpStep
from cop.governance.checklists import Item, items_of
from cop.governance.enums import Stage
from cop.governance.policies import can_change_governance, can_record_screening
from cop.governance.selectors import state_of
from cop.members.enums import Role
from cop.members.policies import can_view_roster
from cop.members.selectors import (
    is_ready_for_second_step,
    members_of,
    name_of_roles,
    people_holding,
)

OPENS: dict[Stage, str | Promise] = {
    Stage.MEET: _(
        "planning sessions, sending invitations, recording who came, and the community’s texts. On "
        "the day the doors of all spaces are listed, and nobody’s choice is stored."
    ),
    Stage.LISTEN: _("choosing a space in the program, private notes of a space, and feedback."),
    Stage.PUBLISH: _(
        "themes and quotes in the annual report. A light summary of figures, topics and "
        "share-backs needs the co-chairs alone."
    ),
}
FEW = 3  # members (the words below say so too), from whom on a community is more than its co-chairs
ROLES = {  # the role that an item asks for
    "co_chairs": Role.CO_CHAIR,
    "contact": Role.DATA_PROTECTION_CONTACT,
    "evaluator": Role.EVALUATOR,
    "second_reviewer": Role.SECOND_REVIEWER,
    "oversight_chair": Role.OVERSIGHT_CHAIR,
}
PLACES = {
    "controller": "governance:meet_change",
    "basis": "governance:meet_change",
    "support": "governance:meet_change",
    "notice": "governance:notice_read",
    "condition": "governance:listen_change",
    "assessment": "governance:screening_change",
    "retention": "governance:listen_change",
    "thresholds": "governance:listen_change",
    "validation": "governance:publish_change",
    "consent": "governance:publish_change",
}


@dataclass(frozen=True)
class Step:
    """An item of the list, and the way to it for whoever may go there."""

    item: Item
    url: str


@dataclass(frozen=True)
class StagePage:
    """One stage as its page shows it."""

    stage: Stage
    opens: str | Promise
    steps: list[Step]
    waits_for: str  # the name of a stage before it that is not open

    @property
    def done(self) -> int:
        """How many of its own items are there."""
        return sum(step.item.done for step in self.steps)

    @property
    def is_open(self) -> bool:
        """Whether everything is there, the stages before it included."""
        return self.done == len(self.steps) and not self.waits_for

    @property
    def next_step(self) -> Step | None:
        """The first item that is missing and that the reader can go to; else the first missing."""
        missing = [step for step in self.steps if not step.item.done]
        return next((step for step in missing if step.url), missing[0] if missing else None)


def stages_page(actor: Actor) -> list[StagePage]:
    """All three, each knowing whether one before it is still shut."""
    state = state_of(actor.community)
    pages: list[StagePage] = []
    waits_for = ""
    for stage in Stage:
        steps = [Step(item, _way(actor, item)) for item in items_of(stage, state)]
        page = StagePage(stage, OPENS[stage], steps, waits_for)
        pages.append(page)
        waits_for = waits_for or ("" if page.is_open else str(stage.label))
    return pages


def stage_page(actor: Actor, stage: Stage) -> StagePage:
    """One of them."""
    return next(page for page in stages_page(actor) if page.stage == stage)


def set_up_steps(actor: Actor) -> list[SetUpStep]:
    """From nothing to a first invitation sent: the stage, people, and what rooms above add."""
    page = stage_page(actor, Stage.MEET)
    steps = [SetUpStep(str(step.item.title), step.item.done, step.url) for step in page.steps]
    steps = [*_own_name(actor), *steps, *_own_second_step(actor), *_people(actor)]
    return steps + [step for rooms in registry.set_up_steps for step in rooms(actor)]


def _own_name(actor: Actor) -> list[SetUpStep]:
    """Whoever was appointed by address alone first says who they are."""
    if actor.person is None:
        return []
    return [
        SetUpStep(
            gettext("your own name, as the others know you"),
            bool(name_of_roles(actor) or (actor.member and actor.member.name)),
            reverse("members:profile_change", args=[actor.community.slug]),
        )
    ]


def _own_second_step(actor: Actor) -> list[SetUpStep]:
    """Said before it is asked for, and nobody has a phone at hand."""
    if actor.person is None:
        return []
    return [
        SetUpStep(
            gettext(
                "a second step for your sign-in, an app on your phone: the secretary needs it at "
                "once, and everybody with a role before anything sensitive is kept"
            ),
            is_ready_for_second_step(actor.person),
            reverse("mfa_activate_totp"),
        )
    ]


def _people(actor: Actor) -> list[SetUpStep]:
    slug = actor.community.slug
    has_secretary = people_holding(actor.community, Role.SECRETARY).exists()
    listed = members_of(actor.community).count()
    return [
        SetUpStep(
            gettext("a secretary, who may be one of you"),
            has_secretary,
            _appoint(actor, Role.SECRETARY),
        ),
        SetUpStep(
            gettext("at least three members (%d so far), invited or entered by the secretary")
            % listed,
            listed >= FEW,
            # The roster leads on to inviting people and to bringing a spreadsheet in.
            reverse(
                "members:member_list" if can_view_roster(actor) else "joining:invitation_add",
                args=[slug],
            ),
        ),
    ]


def _appoint(actor: Actor, role: str) -> str:
    """The form that gives a role, with the role chosen; from there one comes back."""
    return reverse("members:appointment_add", args=[actor.community.slug]) + f"?role={role}"


def _way(actor: Actor, item: Item) -> str:
    may = can_change_governance(actor) or (item.key == "assessment" and can_record_screening(actor))
    if item.key in ROLES:
        return _appoint(actor, ROLES[item.key]) if may else ""
    return reverse(PLACES[item.key], args=[actor.community.slug]) if may else ""
