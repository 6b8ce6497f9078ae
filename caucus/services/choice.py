"""The day's choice. No record, no message, no log, no cache: it exists in one row, until the end.

The row has no foreign keys in the database. Checking one would lock the member's row and the
space's row, and the lock leaves the transaction's number on both and in the write-ahead log: who
went where could be read there for ever.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from caucus import day
from caucus.models import Choice, LiveSpace, Opening, Space
from caucus.policies import can_choose_space
from caucus.selectors import facilitates_space
from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor
from cop.documents.selectors import may_store_choice
from cop.governance.enums import Stage
from cop.governance.services import StageShut, shut_for
from cop.members.models import Member
from sessions_app.models import Session


class DoorShut(Refused):
    """The space takes nobody in for now; the reader stays where they are."""


@sensitive_variables()
@transaction.atomic
def choose_space(*, actor: Actor, session: Session, space_id: int) -> None:
    """Put the actor, and nobody else, into a space of the session; replaces an earlier choice.

    Raises Refused outside the hours of choosing, for a space of another session, before the
    community may store a choice, without the member's consent where it takes one, and while the
    door of the space is shut.
    """
    member = _chooser(actor, session)
    held = held_while_open(session)
    shut = listed_only(actor, held)
    if shut is not None:
        raise shut
    # Asked once the session is held: who takes it back at this moment waits, or is waited for.
    if not may_store_choice(member):
        raise Refused(_("Nothing is stored unless you agree. Every door is open all the same."))
    space = Space.objects.filter(session=held, pk=space_id).select_related("caucus").first()
    if space is None:
        raise Refused(_("Choose one of the spaces on this page."))
    _refuse_if_paused(actor, held, space)
    if not Opening.objects.filter(session=held).exists():
        Opening.objects.create(session=held)
    Choice.objects.filter(session=held, member=member).delete()
    Choice.objects.create(session=held, member=member, space_id=space_id)


def _refuse_if_paused(actor: Actor, session: Session, space: Space) -> None:
    """R2: a shut door lets nobody in but who looks after the space; who is inside stays there."""
    if not LiveSpace.objects.filter(space=space, is_paused=True).exists():
        return
    is_inside = Choice.objects.filter(session=session, space=space, member=actor.member).exists()
    if not is_inside and not facilitates_space(actor, session, space):
        raise DoorShut(
            _(
                "Nobody can come into this space at this moment. Choose another for now, or try "
                "again in a few minutes."
            )
        )


def listed_only(actor: Actor, session: Session) -> StageShut | None:
    """Why the spaces of the session are listed, and nobody's choice is stored; None: it is.

    Where somebody has chosen already the session is carried through as it began.
    """
    if Opening.objects.filter(session=session).exists():
        return None
    return shut_for(actor, Stage.LISTEN)


@sensitive_variables()
@transaction.atomic
def leave_space(*, actor: Actor, session: Session) -> None:
    """Forget the actor's choice, without another one and without a reason."""
    member = _chooser(actor, session)
    held = held_while_open(session)
    Choice.objects.filter(session=held, member=member).delete()


def _chooser(actor: Actor, session: Session) -> Member:
    if actor.member is None or not can_choose_space(actor, session):
        raise PermissionDenied
    return actor.member


def held_while_open(session: Session) -> Session:
    """The session, held against being ended meanwhile; Refused outside the hours of choosing."""
    held = (
        Session.objects.select_for_update(of=("self",), no_key=True)
        .select_related("community")
        .get(pk=session.pk)
    )
    if not day.is_choice_open(held, clock.now()):
        raise Refused(_("Spaces can be chosen from an hour before the session until it has ended."))
    return held
