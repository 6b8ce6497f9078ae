"""What the pages of mail need to know of mail about sessions."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core import registry
from cop.core.policy import Actor
from cop.core.registry import MailAbout, MailAgain, Panel
from cop.members.enums import FACILITATES
from cop.members.models import Community
from cop.post.enums import MailingState
from cop.post.models import Mailing
from sessions_app.letters import about_session, session_number, write_session_letter
from sessions_app.models import Facilitator, Session
from sessions_app.policies import can_send_invitations, why_not_invitable
from sessions_app.selectors import members_invited


def register() -> None:
    """Enter it once, when the program starts."""
    registry.mail_titles |= {
        "session_invitation": gettext_lazy("Invitation to a session"),
        "session_guest": gettext_lazy("Invitation of a guest"),
        "session_facilitator": gettext_lazy("Invitation of a facilitator"),
        "session_changed": gettext_lazy("A session changed"),
        "session_cancelled": gettext_lazy("A session cancelled"),
        "session_withdrawn": gettext_lazy("An invitation withdrawn"),
        "session_reminder": gettext_lazy("Reminder of a session"),
        "session_thanks": gettext_lazy("Thanks after a session"),
    }
    registry.mail_about.append(sessions_meant)
    registry.mail_looked_after.append(own_sessions)
    registry.mail_again.append(invitation_again)
    registry.session_panels.append(draft_panels)


def sessions_meant(community: Community, abouts: Collection[str]) -> dict[str, MailAbout]:
    """The sessions that mailings are about, by day: a title stays on the session's own page."""
    numbers = {session_number(about) for about in abouts} - {0}
    if not numbers:
        return {}
    return {
        about_session(session): MailAbout(
            _("Session on %s") % date_format(session.held_on, "l j F Y"),
            reverse("sessions_app:session_detail", args=[community.slug, session.pk]),
        )
        for session in Session.objects.filter(community=community, pk__in=numbers)
    }


def own_sessions(actor: Actor) -> list[str]:
    """The sessions that name the actor as facilitator, while they hold the role."""
    if actor.person is None or not actor.holds(*FACILITATES):
        return []
    own = Facilitator.objects.filter(person=actor.person, session__community=actor.community)
    return [about_session(Session(pk=number)) for number in own.values_list("session", flat=True)]


def invitation_again(community: Community, kind: str, about: str) -> MailAgain | None:
    """The invitation as it would be written now, for everybody who was sent it."""
    number = session_number(about)
    session = Session.objects.filter(community=community, pk=number).first() if number else None
    if session is None or kind != "session_invitation" or why_not_invitable(session):
        return None
    letter = write_session_letter(session, kind)
    addresses = members_invited(session).order_by("email").values_list("email", flat=True)
    return MailAgain(letter.subject, letter.text, list(addresses))


def draft_panels(actor: Actor, session: Session) -> list[Panel]:
    """A draft that waits for somebody to approve it, or was put away as the session changed."""
    if why_not_invitable(session) or not can_send_invitations(actor, session):
        return []
    about, community = about_session(session), actor.community
    unsent = Mailing.objects.filter(community_id=community.pk, about=about)
    mailing = unsent.exclude(state=MailingState.APPROVED).first()
    if mailing is None:
        return []
    if mailing.is_draft:
        return [
            Panel(
                title=_("The invitation is a draft"),
                text=_("Nobody has been sent it yet. Read it and let it leave."),
                url=reverse("members:mailing_detail", args=[community.slug, mailing.pk]),
                label=_("Read the draft"),
                key="mail",
            )
        ]
    return [
        Panel(
            title=_("The draft invitation was put away"),
            text=_("The session changed after it was written, so it could not be sent any more."),
            url=reverse("sessions_app:session_invite", args=[community.slug, session.pk]),
            label=_("Read the new invitation"),
            key="mail",
        )
    ]
