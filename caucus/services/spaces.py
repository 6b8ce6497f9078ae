"""Caucuses of a community and spaces of a session: made, and opened."""

from django.db import transaction
from django.utils.translation import gettext as _

from caucus import day
from caucus.enums import SpaceKind
from caucus.models import Caucus, Holder, Space
from caucus.policies import can_close_spaces, can_create_spaces, can_set_up_spaces
from caucus.selectors import caucuses_in
from caucus.services.closing import forget_session
from caucus.terms import PRESETS
from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.models import User
from sessions_app.models import Session


@transaction.atomic
def create_caucuses(*, actor: Actor) -> list[Caucus]:
    """Give a new community the caucuses of its term set, in order. Does nothing if it has some."""
    require(can_create_spaces(actor))
    community = actor.community
    if community.caucuses.exists():
        return list(community.caucuses.all())
    return Caucus.objects.bulk_create(
        Caucus(community=community, position=position, **terms.as_fields())
        for position, terms in enumerate(PRESETS[community.term_set], start=1)
    )


@transaction.atomic
def create_spaces(*, actor: Actor, session: Session) -> None:
    """Give a session one space for each caucus, and individual reflection.

    Everyone's space is made when somebody is named to hold it. An imported session lies in the
    past and gets none, and so does one without caucuses. Safe to call again.
    """
    require(can_create_spaces(actor))
    if session.imported or not session.is_caucused:
        return
    for caucus in caucuses_in(session):
        Space.objects.get_or_create(session=session, kind=SpaceKind.CAUCUS, caucus=caucus)
    Space.objects.get_or_create(session=session, kind=SpaceKind.REFLECTION)


@transaction.atomic
def remove_spaces(*, actor: Actor, session: Session) -> None:
    """Take all that is of caucuses off a session planned without them now, before it begins."""
    require(can_close_spaces(actor) and not session.is_caucused)
    forget_session(actor=actor, session=session)
    Space.objects.filter(session=session).delete()


@transaction.atomic
def name_holder(*, actor: Actor, session: Session, person: User | None) -> None:
    """Name who holds everyone's space, which exists from then on; None: nobody, and it is gone.

    Raises Refused for taking it away once spaces can be chosen: somebody may be in it.
    """
    require(can_set_up_spaces(actor, session))
    session = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    if person is None:
        if clock.now() >= day.opens_at(session):
            raise Refused(
                _("Spaces can be chosen already, so everyone’s space stays. Name who holds it.")
            )
        Space.objects.filter(session=session, kind=SpaceKind.EVERYONE).delete()
    else:
        space, _made = Space.objects.get_or_create(session=session, kind=SpaceKind.EVERYONE)
        Holder.objects.filter(space=space).exclude(person=person).delete()
        Holder.objects.get_or_create(space=space, person=person)
    record(actor=actor, verb="change", target=session, fields=["holder"])
