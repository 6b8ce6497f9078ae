"""R7: agreeing that findings are published, and taking it back. Silence is no, and needs no act."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from caucus import day
from caucus.models import Caucus, FindingsConsent
from caucus.selectors import (
    asking_for,
    facilitates_space,
    is_too_small_to_share,
    own_space,
)
from cop.audit.enums import Verb
from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor
from cop.members.selectors import system_actor
from sessions_app.models import Session


@transaction.atomic
def agree_to_findings(*, actor: Actor, session: Session) -> None:
    """Record that the caucus agreed, in its space, while the session runs. Safe twice.

    Raises Refused from a space under three.
    """
    session = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    caucus = _looked_after(actor, session)
    if caucus is None:
        raise PermissionDenied
    if is_too_small_to_share(session, caucus):
        raise Refused(_("Nothing is recorded from this space today, so that nobody stands out."))
    said = {"caucus": caucus, "given_on": clock.today(actor.community.time_zone)}
    if FindingsConsent.objects.get_or_create(session=session, defaults=said)[1]:
        _note(session)


@transaction.atomic
def take_back_findings(*, actor: Actor, session: Session) -> None:
    """No again: in the space until the session closes, between sessions by who is named."""
    session = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    caucus = _looked_after(actor, session) or asking_for(actor)
    if caucus is None or session.community_id != actor.community.pk:
        raise PermissionDenied
    if FindingsConsent.objects.filter(session=session, caucus=caucus).delete()[0]:
        _note(session)


def _looked_after(actor: Actor, session: Session) -> Caucus | None:
    """The caucus the others answer to, where the actor is in its space and looks after it."""
    if actor.community.pk != session.community_id or not session.is_caucused:
        return None
    if not day.is_choice_open(session, clock.now()):
        return None
    space = own_space(actor, session)
    if space is None or space.caucus is None or not space.caucus.is_answered_to:
        return None
    return space.caucus if facilitates_space(actor, session, space) else None


def _note(session: Session) -> None:
    """On record of the session, as the program's: who pressed would say where they were."""
    record(
        actor=system_actor(session.community),
        verb=Verb.CHANGE,
        target=session,
        fields=["findings"],
    )
