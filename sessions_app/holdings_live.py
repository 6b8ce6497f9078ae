"""The personal data that comes of running a session (registry.Holding)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core import registry
from cop.core.registry import Holding, Subject
from cop.members.models import Community
from sessions_app.models import NextStep, Reflection


def kept_reflections(_community: Community) -> str:
    """With the person's will."""
    return _("Until you delete it or erase yourself.")


def kept_steps(_community: Community) -> str:
    """Likewise."""
    return _("Until you delete it, leave or erase yourself.")


def export_reflections(subject: Subject) -> list[dict[str, Any]]:
    """D10, own."""
    if subject.person is None:
        return []
    own = Reflection.objects.filter(session__community=subject.community, person=subject.person)
    return [
        {"session": each.session.title, "held_on": each.session.held_on, "words": each.words}
        for each in own.select_related("session").order_by("session__held_on", "session")
    ]


def erase_reflections(subject: Subject) -> int:
    """They are nobody else's."""
    if subject.person is None:
        return 0
    own = Reflection.objects.filter(session__community=subject.community, person=subject.person)
    return own.delete()[0]


def export_steps(subject: Subject) -> list[dict[str, Any]]:
    """Own."""
    own = NextStep.objects.filter(member=subject.member)
    return [{"words": each.words, "is_done": each.is_done} for each in own]


def erase_steps(subject: Subject) -> int:
    """They are nobody else's."""
    return NextStep.objects.filter(member=subject.member).delete()[0]


REFLECTIONS = Holding(
    key="reflections",
    title=gettext_lazy("Your reflections as a facilitator"),
    models=("sessions_app.Reflection",),
    what=gettext_lazy(
        "What you write for yourself about a session you facilitated. Nobody else reads it unless "
        "you release it, to the others who facilitated or to the evaluator."
    ),
    why=gettext_lazy(
        "Because facilitators need a place to put down what a session leaves with them."
    ),
    readers=("own",),
    kept=kept_reflections,
    export=export_reflections,
    erase=erase_reflections,
    data_class="D10",
)
NEXT_STEPS = Holding(
    key="next_steps",
    title=gettext_lazy("Your next steps"),
    models=("sessions_app.NextStep",),
    what=gettext_lazy("What you mean to do after a session, in your own words, if you like."),
    why=gettext_lazy("So that you find it again. Nobody else ever sees it, not even as a number."),
    readers=("own",),
    kept=kept_steps,
    export=export_steps,
    erase=erase_steps,
)


def register() -> None:
    """Enter them."""
    registry.hold(REFLECTIONS, NEXT_STEPS)
