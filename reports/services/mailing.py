"""Mail after a session: thanks to who came, and one warm message to all others alike.

Both are drafts until somebody has looked at them; neither says what happened in the session.
"""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core.errors import Refused, refuse_if
from cop.core.policy import Actor, require
from cop.members.models import Member
from cop.members.selectors import members_of, wants
from cop.post.enums import MailingState
from cop.post.models import Mailing
from cop.post.services import draft_mailing
from reports.letters import CATCH_UP, SUMMARY, THANKS, TITLES, write_after_letter
from reports.policies import can_send_summary, why_no_mail_after
from reports.selectors import approved_summary
from sessions_app.models import Session
from sessions_app.selectors import (
    about_session,
    locked_session,
    members_invited,
    members_who_came,
)


@transaction.atomic
def draft_summary_mail(*, actor: Actor, session: Session) -> list[Mailing]:
    """Draft what members are written after a session, once.

    Raises Refused before a summary is approved, and where it was drafted or sent already.
    """
    require(can_send_summary(actor, session))
    session = locked_session(session.pk)
    summary = approved_summary(session)
    if summary is None:
        raise Refused(_("Mail goes out once a co-chair has approved the summary."))
    refuse_if(why_no_mail_after(session))
    if mailings_after(session).exists():
        raise Refused(_("This mail is drafted already, or was sent. It goes out once."))
    drafted = [
        draft_mailing(
            community_id=session.community_id,
            kind=kind,
            about=about_session(session),
            letters=[(member.email, member.name, letter) for member in members],
        )
        for kind, members in recipients(session).items()
        if members
        for letter in [write_after_letter(session, kind)]
    ]
    if not drafted:
        raise Refused(_("Nobody of these members has an address and wants such mail."))
    record(actor=actor, verb="create", target=summary, fields=["mail"])
    return drafted


def recipients(session: Session) -> dict[str, list[Member]]:
    """Kind of mail → who gets it: all members alike where nobody's name is known."""
    kinds = (THANKS, CATCH_UP) if members_who_came(session).exists() else (SUMMARY,)
    return {kind: list(members_for(session, kind)) for kind in kinds}


def members_for(session: Session, kind: str) -> QuerySet[Member]:
    """Who is to get mail of the kind, asked when it is drafted and again when it leaves.

    The others are who was invited, or all members of that day where no invitation is on record,
    and is not on the register; somebody who came and was not marked may be among them, so their
    mail does not say that they stayed away.
    """
    if kind == SUMMARY:
        members = members_of(session.community)
    elif kind == THANKS:
        members = members_who_came(session)
    else:
        came = members_who_came(session).order_by()
        asked = members_invited(session) if was_asked(session) else _members_then(session)
        members = asked.exclude(pk__in=came.values("pk"))
    return wants(members.exclude(email=""), kind)


def was_asked(session: Session) -> bool:
    """Whether an invitation by mail is on record."""
    return session.invitations.filter(sent_on__isnull=False).exists()


def _members_then(session: Session) -> QuerySet[Member]:
    """Who had joined by the day of the session; an unknown day of joining counts."""
    joined = Q(joined_on__isnull=True) | Q(joined_on__lte=session.held_on)
    return members_of(session.community).filter(joined)


def mailings_after(session: Session) -> QuerySet[Mailing]:
    """What was drafted or sent after the session."""
    ours = Mailing.objects.filter(community_id=session.community_id, kind__in=TITLES)
    return ours.filter(about=about_session(session)).exclude(state=MailingState.WITHDRAWN)


def is_written_to(session: Session) -> bool:
    """Whether mail with the summary thanks those who came, so that no reminder does.

    A draft thanks nobody yet, and may be put away.
    """
    return mailings_after(session).filter(state=MailingState.APPROVED).exists()
