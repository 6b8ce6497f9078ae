"""Invitations by mail, and news for those who were invited."""

import contextlib
import re
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused, refuse_if
from cop.core.policy import Actor, require
from cop.core.registry import Subject
from cop.governance.enums import Stage
from cop.governance.services import refuse_if_shut
from cop.members.models import Member
from cop.post.enums import State
from cop.post.models import Mailing
from cop.post.services import (
    Letter,
    approve_mailing,
    check_letter,
    draft_mailing,
    drop_drafts,
    letter_of,
    post_letters,
    take_back,
    withdraw_drafts,
)
from sessions_app.calendars import Invited, attendee_of
from sessions_app.enums import SessionState
from sessions_app.letters import (
    about_session,
    invitation_letter,
    invitation_letters,
    session_number,
)
from sessions_app.models import Facilitator, Guest, Invitation, Session
from sessions_app.policies import can_send_invitations, why_not_invitable
from sessions_app.selectors import (
    facilitators_besides,
    hold_sessions,
    invitations_of,
    locked_session,
    members_to_invite,
    members_to_tell,
)

INVITATION = "session_invitation"
PLANNED = Q(session__state=SessionState.PLANNED)
FOLD = re.compile(r"\r?\n[ \t]")
# Of a calendar entry, what changes from day to day and from answer to answer.
NOT_THE_SESSION = re.compile(r"^(DTSTAMP|CREATED|LAST-MODIFIED|ATTENDEE)\b.*\r?\n", re.MULTILINE)


@transaction.atomic
def draft_invitations(*, actor: Actor, session: Session) -> Mailing | None:
    """Keep the invitation of every member who was not sent it for review; None: there is nobody.

    An earlier draft is replaced. Raises Refused if a mail would name a caucus, and before the
    community has what it takes to meet.
    """
    require(can_send_invitations(actor, session))
    refuse_if_shut(actor, Stage.MEET)
    session = locked_session(session.pk)
    refuse_if(why_not_invitable(session))
    about = about_session(session)
    drop_drafts(community_id=session.community_id, kind=INVITATION, about=about)
    members = list(members_to_invite(session))
    return _draft(session, members) if members else None


@transaction.atomic
def send_invitations(*, actor: Actor, session: Session) -> int:
    """Draft and approve the invitation of whoever was not sent it; returns how many.

    Sending again reaches only new members. Raises Refused as drafting does.
    """
    mailing = draft_invitations(actor=actor, session=session)
    if mailing is None:
        return 0
    approve_mailing(mailing=mailing)
    record(actor=actor, verb="invite", target=session, fields=["invitations"])
    return mailing.messages.count()


@transaction.atomic
def send_several(*, actor: Actor, sessions: Iterable[Session]) -> int:
    """The invitations of several sessions, all or none; returns how many mails leave.

    Raises Refused, naming the session, where one may not leave.
    """
    sessions, number = list(sessions), 0
    hold_sessions(Session.objects.filter(pk__in=[session.pk for session in sessions]))
    for session in sessions:
        try:
            number += send_invitations(actor=actor, session=session)
        except Refused as refused:
            raise Refused(f"{session.title}, {session.when}: {refused.message}") from None
    return number


@transaction.atomic
def note_invited(*, mailing: Mailing, actor: Actor | None) -> set[str]:
    """A draft is about to leave: from now on whoever gets it was sent the invitation.

    A part of approving; returns their addresses, without whoever left meanwhile, or has it by
    another way. Raises Refused where the session has changed: nobody may be sent what is not
    true any more.
    """
    session = locked_session(session_number(mailing.about))
    if actor is not None:  # whoever drafts and sends at once has been asked
        refuse_if_shut(actor, Stage.MEET)
    refuse_if(why_not_invitable(session))
    drafts = mailing.messages.filter(state=State.DRAFT)
    members = members_to_invite(session).filter(email__in=drafts.values("to"))
    letters = invitation_letters(session, INVITATION, invitations_of(session, members))
    now = {address: _said(letter) for address, _name, letter in letters}
    named = drafts.filter(to__in=now)
    if any(_said(letter_of(draft)) != now[draft.to] for draft in named):
        raise Refused(
            _("The session has changed since this draft was made. Put it away and make a new one.")
        )
    day = clock.today(session.community.time_zone)
    Invitation.objects.filter(session=session, member__email__in=now).update(sent_on=day)
    invite_facilitators(session)
    return set(now)


def invite_facilitators(session: Session) -> int:
    """Whoever facilitates and is no member is sent their own invitation, once the others are.

    A part of inviting and changing; raises Refused if the mail would name a caucus.
    """
    new = list(facilitators_besides(session).filter(sent_on__isnull=True))
    if not new or not session.invitations.filter(sent_on__isnull=False).exists():
        return 0
    session.facilitators.filter(pk__in=[one.pk for one in new]).update(
        sent_on=clock.today(session.community.time_zone)
    )
    post_letters(
        community_id=session.community_id,
        kind="session_facilitator",
        about=about_session(session),
        letters=invitation_letters(session, INVITATION, new),
    )
    return len(new)


def withdraw_facilitators(facilitators: QuerySet[Facilitator]) -> None:
    """A part of planning and leaving: they facilitate no more, so it leaves their calendar."""
    sent = facilitators.filter(PLANNED, sent_on__isnull=False)
    for facilitator in sent.select_related("person", "session__community"):
        _take_out(facilitator)
    sent.update(sent_on=None)


@transaction.atomic
def invite_newcomer(*, member: Member) -> int:
    """Send somebody who has just joined what the others were sent; returns for how many sessions.

    A part of joining, whose link they used. A session whose invitation was not sent yet reaches
    them with the others. One whose mail may not leave is left out: joining does not fail for it.
    """
    sent = Invitation.objects.filter(session=OuterRef("pk"), sent_on__isnull=False)
    day = clock.today(member.community.time_zone)
    ahead = Session.objects.filter(Exists(sent), community=member.community, held_on__gte=day)
    told = 0
    # Held before anything of it is written, one after another by key.
    for session in map(locked_session, ahead.order_by("pk").values_list("pk", flat=True)):
        if why_not_invitable(session) or not members_to_invite(session).filter(pk=member.pk):
            continue
        try:
            with transaction.atomic():
                approve_mailing(mailing=_draft(session, [member]))
        except Refused:
            continue
        told += 1
    return told


@transaction.atomic
def withdraw_invitations(*, member: Member) -> int:
    """Take sessions after today out of the calendar of somebody who has left; returns how many.

    A part of leaving. A mail that may not leave is left out: leaving does not fail for it.
    """
    day = clock.today(member.community.time_zone)
    return _withdraw(Invitation.objects.filter(member=member, session__held_on__gt=day))


@transaction.atomic
def withdraw_from_who_left() -> int:
    """The same for whoever will not be a member on the day, as the roster says by now.

    The roster ends a membership without a word, and a session may move past somebody's last day.
    """
    gone = Invitation.objects.filter(member__left_on__lt=F("session__held_on"))
    return _withdraw(gone.filter(session__starts_at__gt=clock.now()))


def farewell_letters(subject: Subject) -> list[tuple[str, str, Letter]]:
    """What takes sessions ahead out of the calendar of somebody who is about to be erased.

    A part of erasing: a mail that may not leave is left out. No name: nothing is to be kept of it.
    """
    ahead = Q(session__community=subject.community, session__starts_at__gt=clock.now()) & PLANNED
    sent = Invitation.objects.filter(ahead, member__isnull=False, member=subject.member)
    sent = sent.filter(sent_on__isnull=False).exclude(member__email="")
    own = Q(person__isnull=False, person=subject.person)
    visits = Guest.objects.filter(ahead, own)
    facilitated = Facilitator.objects.filter(ahead, own, sent_on__isnull=False)
    rows: list[Invited] = [
        *sent.select_related("member", "session__community"),
        *visits.select_related("person", "session__community"),
        *facilitated.select_related("person", "session__community"),
    ]
    letters = []
    for invited in rows:
        address = attendee_of(invited).email
        letter = invitation_letter(invited, "session_withdrawn")
        with contextlib.suppress(Refused):
            check_letter(community_id=subject.community.pk, letter=letter, to=address)
            letters.append((address, "", letter))
    return letters


def _withdraw(invitations: QuerySet[Invitation]) -> int:
    sent = invitations.filter(sent_on__isnull=False, session__state=SessionState.PLANNED)
    for invitation in sent.exclude(member__email="").select_related("member", "session__community"):
        _take_out(invitation)
    return invitations.delete()[0]


def _take_out(invited: Invited) -> None:
    session, address = invited.session, attendee_of(invited).email
    take_back(community_id=session.community_id, about=about_session(session), to=[address])
    with contextlib.suppress(Refused):
        _post(session, "session_withdrawn", [invited])


def tell_invited(*, session: Session, kind: str, asks_again: bool = False, **moved: str) -> int:
    """Queue a mail (``session_changed``, ``session_cancelled``) for whom it concerns.

    A part of changing and cancelling, whose policy it shares. ``asks_again``: what they answered
    was about another time, and their calendars are not to say so of this one. ``moved`` is what
    ``write_session_letter`` says of the move. A draft that was to leave is put away, and mail on
    its way is taken back.
    """
    about = about_session(session)
    withdraw_drafts(community_id=session.community_id, about=about)
    has_places = kind == "session_changed" and not asks_again
    stays_true = ["session_place"] if has_places else []
    take_back(community_id=session.community_id, about=about, but=stays_true)
    told = invitations_of(session, members_to_tell(session, kind))
    invitations = list(told)
    if kind == "session_changed":
        # From now on it stands in their calendars, so they hear how it goes on.
        day = clock.today(session.community.time_zone)
        told.filter(sent_on__isnull=True).update(sent_on=day)
    for invitation in invitations if asks_again else []:
        invitation.answer = ""
    guests = session.guests.select_related("person")
    sent = session.facilitators.filter(sent_on__isnull=False).select_related("person")
    return _post(session, kind, [*invitations, *guests, *sent], **moved)


def invite_as_guest(guest: Guest) -> None:
    """A part of announcing them: the invitation, with the entry for their calendar.

    Raises Refused if the mail would name a caucus.
    """
    post_letters(
        community_id=guest.session.community_id,
        kind="session_guest",
        about=about_session(guest.session),
        letters=invitation_letters(guest.session, INVITATION, [guest]),
    )


def withdraw_guest(*, subject: Subject) -> int:
    """A part of leaving, as for members: nobody counts on them after today."""
    day = clock.today(subject.community.time_zone)
    visits = Guest.objects.filter(
        person=subject.person, session__community=subject.community, session__held_on__gt=day
    )
    for guest in visits.filter(PLANNED).select_related("person", "session__community"):
        _take_out(guest)
    own = Facilitator.objects.filter(
        person=subject.person, session__community=subject.community, session__held_on__gt=day
    )
    withdraw_facilitators(own)
    return visits.delete()[0]


def _draft(session: Session, members: list[Member]) -> Mailing:
    """Enter who is invited, then write to them: an answer given before the mail stays."""
    entered = [Invitation(session=session, member=member) for member in members]
    Invitation.objects.bulk_create(entered, ignore_conflicts=True)
    invited = Member.objects.filter(pk__in=[member.pk for member in members])
    return draft_mailing(
        community_id=session.community_id,
        kind=INVITATION,
        about=about_session(session),
        letters=invitation_letters(session, INVITATION, invitations_of(session, invited)),
    )


def _said(letter: Letter) -> tuple[str, str, str]:
    """What a letter says of the session, whenever it was written."""
    entry = NOT_THE_SESSION.sub("", FOLD.sub("", letter.calendar))
    return letter.subject, letter.text, entry


def _post(session: Session, kind: str, invited: Sequence[Invited], **moved: str) -> int:
    if invited:
        post_letters(
            community_id=session.community_id,
            kind=kind,
            about=about_session(session),
            letters=invitation_letters(session, kind, invited, **moved),
        )
    return len(invited)
