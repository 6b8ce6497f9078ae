"""The facilitators’ debrief, and their reflections (D10). Policies are in ``policies.debrief``."""

from django.db.models import Prefetch, QuerySet

from cop.core.policy import Actor
from cop.members.models import Community
from cop.members.selectors import people_in
from sessions_app.models import Debrief, Reflection, Session


def debrief_of(session: Session) -> Debrief:
    """What the facilitators share, unsaved where nothing is written; ``can_debrief_session``."""
    return Debrief.objects.filter(session=session).first() or Debrief(session=session)


def own_reflection(actor: Actor, session: Session) -> Reflection:
    """The actor's own; unsaved where there is none."""
    own = Reflection.objects.filter(session=session, person=actor.person).first()
    return own or Reflection(session=session, person=actor.person)


def reflections_for_pair(actor: Actor, session: Session) -> QuerySet[Reflection]:
    """What the others who facilitate the session released to them."""
    named = session.facilitators.values("person")
    released = Reflection.objects.filter(session=session, for_pair=True, person__in=named)
    return _with_names(released.exclude(person=actor.person), session.community)


def released_reflections(actor: Actor) -> QuerySet[Reflection]:
    """What facilitators released to the evaluator, newest session first."""
    released = Reflection.objects.filter(
        session__community=actor.community, for_evaluator=True
    ).select_related("session")
    ordered = released.order_by("-session__held_on", "session", "person__name", "pk")
    return _with_names(ordered, actor.community)


def _with_names(found: QuerySet[Reflection], community: Community) -> QuerySet[Reflection]:
    return found.prefetch_related(Prefetch("person", people_in(community)))
