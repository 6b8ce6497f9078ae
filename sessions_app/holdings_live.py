"""The personal data that comes of running a session (registry.Holding)."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core import registry
from cop.core.periods import last_day_over
from cop.core.registry import Holding, Subject
from cop.members.models import Community
from sessions_app.models import Debrief, NextStep, Reflection

KEPT = 24  # months after the session


def kept_reflections(_community: Community) -> str:
    """With the person's will, and no longer than what was said of the session."""
    return _("%d months after the session; or until you delete it or erase yourself.") % KEPT


def kept_debrief(_community: Community) -> str:
    """Likewise; it is nobody's alone."""
    return _("%d months after the session. Whoever facilitated can delete words before.") % KEPT


def expire_reflections(community: Community, today: dt.date, dry_run: bool) -> int:
    """Of sessions that lie so far back."""
    rows = Reflection.objects.filter(
        session__community=community, session__held_on__lte=last_day_over(today, KEPT)
    )
    return rows.count() if dry_run else rows.delete()[0]


def expire_debriefs(community: Community, today: dt.date, dry_run: bool) -> int:
    """Likewise."""
    rows = Debrief.objects.filter(
        session__community=community, session__held_on__lte=last_day_over(today, KEPT)
    )
    return rows.count() if dry_run else rows.delete()[0]


def export_debriefs(subject: Subject) -> list[dict[str, Any]]:
    """Of the sessions whose facilitator the person is."""
    if subject.person is None:
        return []
    shared = Debrief.objects.filter(
        session__community=subject.community, session__facilitators__person=subject.person
    ).exclude(words="")
    return [
        {"session": each.session.title, "held_on": each.session.held_on, "words": each.words}
        for each in shared.select_related("session").order_by("session__held_on", "session")
    ]


def keep_debriefs(_subject: Subject) -> int:
    """The words are shared, and say of nobody who wrote them."""
    return 0


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
    readers=("own", "facilitator", "evaluator"),
    kept=kept_reflections,
    export=export_reflections,
    erase=erase_reflections,
    expire=expire_reflections,
    data_class="D10",
)
DEBRIEF = Holding(
    key="debrief",
    title=gettext_lazy("The debrief of those who facilitated"),
    models=("sessions_app.Debrief",),
    what=gettext_lazy(
        "What the facilitators of a session write to each other after it, without saying who wrote "
        "which words."
    ),
    why=gettext_lazy("So that they leave a session together, and go into the next one wiser."),
    readers=("facilitator",),
    kept=kept_debrief,
    export=export_debriefs,
    erase=keep_debriefs,
    expire=expire_debriefs,
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
    registry.hold(REFLECTIONS, DEBRIEF, NEXT_STEPS)
