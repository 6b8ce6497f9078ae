"""Next steps, of their owner alone."""

from django.db.models import QuerySet

from cop.core.policy import Actor
from sessions_app.models import NextStep


def own_next_steps(actor: Actor) -> QuerySet[NextStep]:
    """What the actor means to do, what is open first; nobody else's can be asked for."""
    if actor.member is None:
        return NextStep.objects.none()
    return NextStep.objects.filter(member=actor.member)
