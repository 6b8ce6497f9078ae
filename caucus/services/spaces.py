"""Caucuses of a community and spaces of a session: made, opened, closed and forgotten."""

from django.db import transaction

from caucus.enums import SpaceKind
from caucus.models import Caucus, Space
from caucus.policies import can_create_spaces
from caucus.terms import PRESETS
from cop.core.policy import Actor, require
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
    past and gets none. Safe to call again.
    """
    require(can_create_spaces(actor))
    if session.imported:
        return
    for caucus in session.community.caucuses.all():
        Space.objects.get_or_create(session=session, kind=SpaceKind.CAUCUS, caucus=caucus)
    Space.objects.get_or_create(session=session, kind=SpaceKind.REFLECTION)
