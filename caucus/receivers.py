"""What happens here when something happens in the rooms below."""

from typing import Any

from django.dispatch import receiver

from caucus.services import (
    close_spaces,
    create_caucuses,
    create_spaces,
    forget_choices_of,
    forget_members,
    forget_session,
    remove_spaces,
)
from cop.documents.enums import Kind
from cop.documents.signals import consent_withdrawn
from cop.members.models import Community, Member
from cop.members.selectors import system_actor
from cop.members.signals import community_created, member_person_changed
from sessions_app.models import Session
from sessions_app.signals import (
    session_cancelled,
    session_ended,
    session_moved,
    session_regrouped,
    session_scheduled,
)


@receiver(community_created, dispatch_uid="caucus.create_caucuses")
def on_community_created(*, community: Community, **_kwargs: Any) -> None:
    """A community begins with the caucuses of its terms."""
    create_caucuses(actor=system_actor(community))


@receiver(member_person_changed, dispatch_uid="caucus.forget_members")
def on_member_person_changed(*, members: list[Member], **_kwargs: Any) -> None:
    """What a member chose or asked for is never shown to whoever may now sign in as them."""
    forget_members(members)


@receiver(consent_withdrawn, dispatch_uid="caucus.forget_choices_without_consent")
def on_consent_withdrawn(*, member: Member, kind: str, **_kwargs: Any) -> None:
    """What was stored because a member agreed goes when they no longer do."""
    if kind == Kind.CONSENT_TO_CHOICE:
        forget_choices_of(actor=system_actor(member.community), member=member)


@receiver(session_scheduled, dispatch_uid="caucus.create_spaces")
def on_session_scheduled(*, session: Session, **_kwargs: Any) -> None:
    """A session begins with its spaces."""
    create_spaces(actor=system_actor(session.community), session=session)


@receiver(session_regrouped, dispatch_uid="caucus.regroup")
def on_session_regrouped(*, session: Session, **_kwargs: Any) -> None:
    """Spaces come and go with the caucuses of a session."""
    system = system_actor(session.community)
    if session.is_caucused:
        create_spaces(actor=system, session=session)
    else:
        remove_spaces(actor=system, session=session)


@receiver(session_ended, dispatch_uid="caucus.close_spaces")
def on_session_ended(*, session: Session, **_kwargs: Any) -> None:
    """What was live is forgotten in the transaction that ends the session."""
    close_spaces(actor=system_actor(session.community), session=session)


@receiver(session_moved, dispatch_uid="caucus.forget_moved")
def on_session_moved(*, session: Session, **_kwargs: Any) -> None:
    """What was live already was of the day it was to be; kept, it would last until the new one.

    Moved by minutes too: kept for those, any number of moves would keep it for days.
    """
    if session.is_caucused:
        forget_session(actor=system_actor(session.community), session=session)


@receiver(session_cancelled, dispatch_uid="caucus.forget_session")
def on_session_cancelled(*, session: Session, **_kwargs: Any) -> None:
    """What is live already of a session that will not be held is forgotten too."""
    forget_session(actor=system_actor(session.community), session=session)
