"""Quiet words: sent, taken back, seen to. No record, no message, no log.

A word is one row of an unlogged table, written in a transaction of its own and without a look at
who sent it, except where they gave their name. What takes it back is a random key, which only the
page that sent it has.
"""

import uuid
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from caucus import day
from caucus.enums import SignalKind
from caucus.models import Signal
from caucus.policies import can_see_signals, can_send_signal
from caucus.selectors import space_to_come_to
from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from sessions_app.models import Session

MOST_NAMELESS = 20  # of one session: beyond it "some people" is true already


@sensitive_variables()
@transaction.atomic
def send_signal(*, actor: Actor, session: Session, kind: str, with_name: bool = False) -> uuid.UUID:
    """Tell the facilitators; returns the key that takes it back.

    Each person or space has one of a kind at a time: a second one changes nothing, and its key
    opens nothing. Raises Refused outside the hours of the day, and from no space for "come".
    """
    require(can_send_signal(actor, session))
    if not day.is_choice_open(session, clock.now()):
        raise Refused(_("The session is not on now. The support page is there at any time."))
    signal = Signal(session=session, kind=SignalKind(kind))
    if signal.kind == SignalKind.COME:
        signal.space = space_to_come_to(actor, session)
        if signal.space is None:
            raise Refused(_("You are in no space now. Choose one first, or say “I need a moment”."))
    elif signal.kind == SignalKind.CALL or with_name:
        if actor.member is None:
            raise PermissionDenied
        signal.member = actor.member
    elif _nameless(session) >= MOST_NAMELESS:
        return signal.pk
    Signal.objects.bulk_create([signal], ignore_conflicts=True)
    return signal.pk


def _nameless(session: Session) -> int:
    nameless = Signal.objects.filter(session=session, member=None, space=None)
    return nameless[:MOST_NAMELESS].count()


@sensitive_variables()
@transaction.atomic
def take_back_signal(
    *, actor: Actor, session: Session, key: uuid.UUID | None = None, own: str = ""
) -> None:
    """Take back what the key was given for, or what the actor said with their name.

    Nothing tells whether it was still there.
    """
    require(can_send_signal(actor, session))
    sent = Signal.objects.filter(session=session)
    if key is not None:
        sent.filter(pk=key).delete()
    elif actor.member is not None:
        sent.filter(kind=own, member=actor.member).delete()


@transaction.atomic
def see_to_signals(*, actor: Actor, session: Session, ids: Sequence[uuid.UUID]) -> None:
    """Somebody looks after it: it is gone, for every facilitator."""
    require(can_see_signals(actor, session))
    Signal.objects.filter(session=session, pk__in=ids).delete()
