"""R7: using the first call on a session's topic, passing, and taking either back.

It is done on behalf of the caucus, so nothing says by whom: the record names the program itself.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from caucus.first_calls import may_use_calls, next_call, used_calls
from caucus.models import PassedCall
from cop.audit.enums import Verb
from cop.audit.services import record
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.selectors import system_actor
from cop.members.services import lock
from sessions_app.models import Proposal, Session
from sessions_app.services import put_topic_first, take_back_first_topic


@transaction.atomic
def use_first_call(*, actor: Actor, words: str = "", proposal: Proposal | None = None) -> Session:
    """Put a topic first, a new one or one of the list, for the next session that has none."""
    session = _next(actor)
    put_topic_first(
        actor=system_actor(actor.community), session=session, words=words, proposal=proposal
    )
    return session


@transaction.atomic
def pass_first_call(*, actor: Actor) -> Session:
    """Leave the topic of the next session that has none to the others."""
    session = _next(actor)
    PassedCall.objects.create(session=session)
    _note(session)
    return session


@transaction.atomic
def take_back_first_call(*, actor: Actor, session: Session) -> None:
    """Let the call be open again. Raises Refused once it has lapsed."""
    require(may_use_calls(actor))
    lock(actor.community)
    if session.pk not in {one.pk for one, _words in used_calls(actor.community)}:
        raise Refused(_("The first call on this session is over."))
    PassedCall.objects.filter(session=session).delete()
    take_back_first_topic(actor=system_actor(actor.community), session=session)
    _note(session)


def _note(session: Session) -> None:
    record(
        actor=system_actor(session.community),
        verb=Verb.CHANGE,
        target=session,
        fields=["first_call"],
    )


def _next(actor: Actor) -> Session:
    require(may_use_calls(actor))
    session = next_call(lock(actor.community))
    if session is None:
        raise Refused(_("No session waits for a topic at the moment."))
    return session
