"""The personal data of sessions: who was asked, who came, who had a part (registry.Holding)."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core import clock, registry
from cop.core.periods import last_day_over
from cop.core.registry import Holding, Subject
from cop.members.enums import Role
from cop.members.models import Community
from cop.members.selectors import members_of
from sessions_app import expiry
from sessions_app.enums import ProposalState
from sessions_app.models import (
    Apology,
    Attendance,
    CalendarFeed,
    Facilitator,
    Guest,
    Invitation,
    Proposal,
    ProposalVoice,
    RegisterUpload,
    Session,
)

TOPICS_KEPT = 24  # months
UPLOADS_KEPT_FOR = dt.timedelta(days=1)
LISTS_KEPT_FOR = dt.timedelta(hours=1)  # of who was in a meeting


def kept_attendance(_community: Community) -> str:
    """Until numbers can take its place."""
    return _(
        "Until %(edition)d months after the annual report over the session is published, or "
        "%(without)d months after the session (after the import, if it was imported) if none is. "
        "Then only numbers are kept."
    ) % {"edition": expiry.KEPT.after_edition, "without": expiry.KEPT.without_edition}


def kept_parts(_community: Community) -> str:
    """With the session."""
    return _("As long as the session is on the agenda, or until you erase yourself.")


def export_attendance(subject: Subject) -> list[dict[str, Any]]:
    """D3, own."""
    own = Attendance.objects.filter(member=subject.member).select_related("session")
    return [_line(row.session) for row in own.order_by("session__held_on", "session")]


def keep_attendance(_subject: Subject) -> int:
    """It stays on the nameless entry, so that no total moves: see cop.members."""
    return 0


def export_apologies(subject: Subject) -> list[dict[str, Any]]:
    """The sessions the secretary noted an apology of the person's for."""
    own = Apology.objects.filter(member=subject.member).select_related("session")
    return [_line(row.session) for row in own.order_by("session__held_on", "session")]


def erase_apologies(subject: Subject) -> int:
    """No figure is made of apologies."""
    return Apology.objects.filter(member=subject.member).delete()[0]


def export_invitations(subject: Subject) -> list[dict[str, Any]]:
    """What the person was asked and answered."""
    own = Invitation.objects.filter(member=subject.member).select_related("session")
    return [
        _line(row.session)
        | {
            "answer": row.get_answer_display(),
            "sent_on": row.sent_on,
            "waiting_since": row.waiting_since,
        }
        for row in own.order_by("session__held_on", "session")
    ]


def erase_invitations(subject: Subject) -> int:
    """No figure is made of invitations."""
    return Invitation.objects.filter(member=subject.member).delete()[0]


def kept_needs(_community: Community) -> str:
    """Until nobody needs to know."""
    return _("Until the session is over or cancelled, and for one day at most after that.")


def export_needs(subject: Subject) -> list[dict[str, Any]]:
    """What the person wrote that they need at a session."""
    own = Invitation.objects.filter(member=subject.member).exclude(needs="")
    rows = own.select_related("session").order_by("session__held_on", "session")
    return [_line(row.session) | {"what_you_need": row.needs} for row in rows]


def erase_needs(subject: Subject) -> int:
    """Before the invitations themselves go."""
    own = Invitation.objects.filter(member=subject.member).exclude(needs="")
    return own.update(needs="")


def export_parts(subject: Subject) -> list[dict[str, Any]]:
    """The sessions the person facilitates or visits."""
    facilitated, visited = _parts(subject)
    return [
        *(_line(row.session) | {"part": _("Facilitator")} for row in facilitated),
        *(_line(row.session) | {"part": _("Guest")} for row in visited),
    ]


def erase_parts(subject: Subject) -> int:
    """Take the person off every session."""
    return sum(rows.delete()[0] for rows in _parts(subject))


def kept_uploads(_community: Community) -> str:
    """Until the next day at the latest."""
    return _(
        "Until it is imported, and for one day at most; the list of a meeting until it is "
        "confirmed, and for one hour at most."
    )


def export_uploads(subject: Subject) -> list[dict[str, Any]]:
    """The names of one's own files; what is in them is other people's."""
    own = RegisterUpload.objects.filter(community=subject.community, owner=subject.person)
    return [
        {"file": row.name, "kind": row.get_kind_display(), "state": row.get_state_display()}
        for row in own.defer("cells")
    ]


def erase_uploads(subject: Subject) -> int:
    """What somebody began to import goes with them."""
    own = RegisterUpload.objects.filter(community=subject.community, owner=subject.person)
    return own.delete()[0]


def expire_uploads(community: Community, today: dt.date, dry_run: bool) -> int:
    """Whatever is older than a day."""
    before = clock.local_instant(today, dt.time(0), community.time_zone) - UPLOADS_KEPT_FOR
    old = RegisterUpload.objects.filter(community=community, made_at__lt=before)
    return old.count() if dry_run else old.delete()[0]


def kept_topics(_community: Community) -> str:
    """Until it is decided."""
    return _(
        "Whose a topic is and who supports it: until it is decided, withdrawn, or you leave. A "
        "topic nobody decides on goes after %d months. The words of one that was decided stay."
    ) % (TOPICS_KEPT)


def export_topics(subject: Subject) -> list[dict[str, Any]]:
    """The open topics the member proposed or supports."""
    own = ProposalVoice.objects.filter(member=subject.member).select_related("proposal")
    return [
        {"topic": row.proposal.words, "part": _("Proposed") if row.is_proposer else _("Supported")}
        for row in own.order_by("proposal__words")
    ]


def erase_topics(subject: Subject) -> int:
    """The words stay on the list as nobody's: others may support them."""
    return ProposalVoice.objects.filter(member=subject.member).delete()[0]


def expire_topics(community: Community, today: dt.date, dry_run: bool) -> int:
    """Open topics of a month past its period; of the others, the voices of who has left."""
    before = last_day_over(today, TOPICS_KEPT)
    old = Proposal.objects.filter(
        community=community, state=ProposalState.OPEN, month__lt=before.replace(day=1)
    )
    voices = ProposalVoice.objects.filter(proposal__community=community)
    gone = voices.exclude(member__in=members_of(community, on=today))
    if dry_run:
        return old.count() + gone.exclude(proposal__in=old).count()
    return len([one.delete() for one in old]) + gone.delete()[0]


def kept_feeds(_community: Community) -> str:
    """As long as it is wanted."""
    return _("Until you revoke the address, or leave.")


def export_feeds(subject: Subject) -> list[dict[str, Any]]:
    """That there is an address, and since when; the address itself is not known here."""
    return [{"made_on": row.made_on} for row in _feeds(subject)]


def erase_feeds(subject: Subject) -> int:
    """Nothing can be read there any more."""
    return _feeds(subject).delete()[0]


def expire_feeds(community: Community, today: dt.date, dry_run: bool) -> int:
    """Feeds of those who have left."""
    feeds = CalendarFeed.objects.filter(community=community, member__isnull=False)
    old = feeds.exclude(member__in=members_of(community, on=today))
    return old.count() if dry_run else old.delete()[0]


def _feeds(subject: Subject) -> QuerySet[CalendarFeed]:
    """Never the community's own, which has no member."""
    own = CalendarFeed.objects.filter(member__isnull=False)
    return own.filter(community=subject.community, member=subject.member)


def _parts(subject: Subject) -> tuple[QuerySet[Facilitator], QuerySet[Guest]]:
    own: dict[str, Any] = {"session__community": subject.community, "person": subject.person}
    return (
        Facilitator.objects.filter(**own).select_related("session"),
        Guest.objects.filter(**own).select_related("session"),
    )


def _line(session: Session) -> dict[str, Any]:
    return {"session": session.title, "held_on": session.held_on}


ATTENDANCE = Holding(
    key="attendance",
    title=gettext_lazy("Where you came"),
    models=("sessions_app.Attendance", "sessions_app.RegisterChange"),
    what=gettext_lazy(
        "Which sessions you came to. Not when you checked in, and never to which space you went. "
        "Corrections of the register are listed by number and reason, without names."
    ),
    why=gettext_lazy(
        "So that you are asked for feedback, and so that the community can say how many came."
    ),
    readers=("own", Role.SECRETARY, Role.CO_CHAIR, Role.FACILITATOR, Role.DATA_PROTECTION_CONTACT),
    kept=kept_attendance,
    export=export_attendance,
    erase=keep_attendance,
    expire=expiry.expire_attendance,
    data_class="D3",
)
APOLOGIES = Holding(
    key="apologies",
    title=gettext_lazy("Apologies"),
    models=("sessions_app.Apology",),
    what=gettext_lazy("Which sessions you told the secretary you could not come to."),
    why=gettext_lazy("So that nobody wonders where you are, and nobody calls you absent."),
    readers=("own", Role.SECRETARY),
    kept=kept_attendance,
    export=export_apologies,
    erase=erase_apologies,
    expire=expiry.expire_apologies,
    data_class="D3",
)
INVITATIONS = Holding(
    key="invitations",
    title=gettext_lazy("Invitations"),
    models=("sessions_app.Invitation",),
    what=gettext_lazy(
        "Which sessions you were invited to, whether you said you come, and since when you wait "
        "for a place. Who facilitates a "
        "session sees that you come only if you wrote what you need to take part; everybody else "
        "who prepares it sees numbers. If you said you are not coming, the secretary finds you "
        "among the apologies when they keep the register."
    ),
    why=gettext_lazy("So that whoever prepares a session knows how many to expect."),
    readers=(
        "own",
        Role.CO_CHAIR,
        Role.FACILITATOR,
        Role.SECRETARY,
        Role.DATA_PROTECTION_CONTACT,
    ),
    kept=kept_attendance,
    export=export_invitations,
    erase=erase_invitations,
    expire=expiry.expire_invitations,
    data_class="D3",
)
NEEDS = Holding(
    key="needs",
    title=gettext_lazy("What you need on the day"),
    models=(),  # a column of the invitations
    what=gettext_lazy(
        "What you wrote about food and access when you answered for a session in person."
    ),
    why=gettext_lazy("So that whoever facilitates the session can prepare for it."),
    readers=("own", Role.FACILITATOR),
    kept=kept_needs,
    export=export_needs,
    erase=erase_needs,
    expire=expiry.expire_needs,
)
PARTS = Holding(
    key="parts",
    title=gettext_lazy("Your part in sessions"),
    models=("sessions_app.Facilitator", "sessions_app.Guest"),
    what=gettext_lazy("Which sessions you facilitate, or visit as a guest."),
    why=gettext_lazy("It is announced, so that everybody knows who will be there."),
    readers=("own", "member"),
    kept=kept_parts,
    export=export_parts,
    erase=erase_parts,
)

UPLOADS = Holding(
    key="uploads",
    title=gettext_lazy("Spreadsheets you import"),
    models=("sessions_app.RegisterUpload",),
    what=gettext_lazy(
        "Which spreadsheets you are importing into the register, with their cells until they are "
        "taken over."
    ),
    why=gettext_lazy("So that you see what an import would do before it is done."),
    readers=("own",),
    kept=kept_uploads,
    export=export_uploads,
    erase=erase_uploads,
    expire=expire_uploads,
)

TOPICS = Holding(
    key="topics",
    title=gettext_lazy("Topics you propose or support"),
    models=("sessions_app.Proposal", "sessions_app.ProposalVoice"),
    what=gettext_lazy(
        "Which open topics you proposed or support. Nobody else sees it, co-chairs included; they "
        "see the words, and from three on how many support them. If you erase yourself the words "
        "stay on the list as nobody’s; withdraw them first if you would rather not."
    ),
    why=gettext_lazy("So that you can take it back, and everybody counts once."),
    readers=("own",),
    kept=kept_topics,
    export=export_topics,
    erase=erase_topics,
    expire=expire_topics,
)
FEEDS = Holding(
    key="feeds",
    title=gettext_lazy("Sessions in your calendar"),
    models=("sessions_app.CalendarFeed",),
    what=gettext_lazy(
        "Whether you have made a secret address from which a calendar program reads the sessions, "
        "and on which day. Of the address only a digest; never who reads there."
    ),
    why=gettext_lazy("So that your calendar program can show when the community meets."),
    readers=("own",),
    kept=kept_feeds,
    export=export_feeds,
    erase=erase_feeds,
    expire=expire_feeds,
)


def register() -> None:
    """Enter this room's holdings."""
    registry.hold(ATTENDANCE, APOLOGIES, NEEDS, INVITATIONS, PARTS, UPLOADS, TOPICS, FEEDS)
