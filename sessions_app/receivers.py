"""What happens here when something happens in the rooms below."""

from typing import Any

from django.dispatch import receiver

from cop.core.policy import Actor
from cop.core.registry import Subject
from cop.members.models import Member
from cop.members.signals import member_joined, member_person_changed, person_left
from cop.post.models import Mailing
from cop.post.signals import mailing_approved, mailing_wanted
from sessions_app.letters import session_number
from sessions_app.models import CalendarFeed, ProposalVoice, Session
from sessions_app.selectors import ahead_of, hold_sessions
from sessions_app.services import (
    fill_all_places,
    invite_newcomer,
    note_invited,
    withdraw_invitations,
)
from sessions_app.services.invitations import INVITATION, withdraw_guest


@receiver(member_joined, dispatch_uid="sessions_app.invite_newcomer")
def on_member_joined(*, member: Member, **_kwargs: Any) -> None:
    """They are sent the invitations that have gone out, and hear of changes like the others."""
    invite_newcomer(member=member)


@receiver(person_left, dispatch_uid="sessions_app.withdraw_invitations")
def on_person_left(*, subject: Subject, **_kwargs: Any) -> None:
    """Nobody counts on whoever left: later invitations are withdrawn, and their feed ends."""
    hold_sessions(ahead_of(subject.community))  # before any of their invitations
    if subject.member is not None:
        withdraw_invitations(member=subject.member)
        CalendarFeed.objects.filter(member=subject.member).delete()
    withdraw_guest(subject=subject)
    fill_all_places(subject.community)


@receiver(person_left, dispatch_uid="sessions_app.forget_voices_of_who_left")
def forget_voices_of_who_left(*, subject: Subject, **_kwargs: Any) -> None:
    """What they proposed stays on the list as nobody's."""
    ProposalVoice.objects.filter(member=subject.member).delete()


@receiver(member_person_changed, dispatch_uid="sessions_app.forget_voices_of_members")
def forget_voices_of_members(*, members: list[Member], **_kwargs: Any) -> None:
    """Whose a topic is, is never shown to somebody else who may now sign in as them.

    Nor does the address of a calendar that somebody else knows go on telling.
    """
    ProposalVoice.objects.filter(member__in=members).delete()
    CalendarFeed.objects.filter(member__in=members).delete()


@receiver(mailing_wanted, dispatch_uid="sessions_app.hold_session_of_mailing")
def on_mailing_wanted(*, mailing: Mailing, **_kwargs: Any) -> None:
    """The session first, then its mail, as whoever changes or cancels it does."""
    hold_sessions(Session.objects.filter(pk=session_number(mailing.about)))


@receiver(mailing_approved, dispatch_uid="sessions_app.note_invited")
def on_mailing_approved(
    *, mailing: Mailing, actor: Actor | None, **_kwargs: Any
) -> set[str] | None:
    """Whoever is sent the invitation now has been invited."""
    if mailing.kind != INVITATION:
        return None
    return note_invited(mailing=mailing, actor=actor)
