"""The personal data of caucuses and spaces (cop.core.registry.Holding)."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caucus import day
from caucus.models import Choice, Holder, PublishedFacilitator, Signal
from caucus.selectors import ended_publications, overdue_calls, overdue_sessions
from caucus.services import (
    close_spaces,
    forget_ended_publications,
    forget_members,
    forget_rows,
)
from cop.core import clock, registry
from cop.core.registry import Holding, Subject
from cop.members.models import Community
from cop.members.selectors import system_actor


def kept_choice(_community: Community) -> str:
    """R3: it dies with the session."""
    return _("Until the session ends; %d hours after it at the latest.") % (
        day.ALARM.total_seconds() // 3600
    )


def kept_publication(_community: Community) -> str:
    """R8: with the person's will, or their role."""
    return _("Until you end it, or your role ends. Nothing remembers it afterwards.")


def kept_holding(_community: Community) -> str:
    """With the session."""
    return _("As long as the session is on the agenda, or until you erase yourself.")


def export_nothing(_subject: Subject) -> list[dict[str, Any]]:
    """R3: the choice is in no export, not even one's own."""
    return []


def erase_choice(subject: Subject) -> int:
    """Leave the space one is in, as on the session's page."""
    return forget_members([subject.member], [Choice]) if subject.member else 0


def expire_choice(community: Community, _today: dt.date, dry_run: bool) -> int:
    """What outlived its session. Found here it is an alarm: hourly work forgets it before."""
    overdue = [
        session for session in overdue_sessions(clock.now()) if session.community_id == community.pk
    ]
    number = Choice.objects.filter(session__in=overdue).count()
    if not dry_run:
        for session in overdue:
            close_spaces(actor=system_actor(community), session=session, is_late=True)
    return number


def expire_publication(community: Community, _today: dt.date, dry_run: bool) -> int:
    """Names and offers of those who hold no role any more."""
    if dry_run:
        return ended_publications(community).count()
    return forget_ended_publications(actor=system_actor(community))


def export_publication(subject: Subject) -> list[dict[str, Any]]:
    """R8: what the person was offered or has accepted."""
    return [
        {
            "caucus": row.caucus.name,
            "offered_on": row.offered_on,
            "accepted_on": row.accepted_on,
        }
        for row in _publications(subject).select_related("caucus")
    ]


def erase_publication(subject: Subject) -> int:
    """End it, or decline the offer."""
    return _publications(subject).delete()[0]


def export_holding(subject: Subject) -> list[dict[str, Any]]:
    """The sessions in which the person holds everyone's space."""
    return [
        {"session": row.space.session.title, "held_on": row.space.session.held_on}
        for row in _holdings(subject).select_related("space__session")
    ]


def erase_holding(subject: Subject) -> int:
    """The space stays: somebody may be in it, and its holder is shown as nobody."""
    return _holdings(subject).delete()[0]


def _publications(subject: Subject) -> QuerySet[PublishedFacilitator]:
    return PublishedFacilitator.objects.filter(
        caucus__community=subject.community, person=subject.person
    )


def _holdings(subject: Subject) -> QuerySet[Holder]:
    return Holder.objects.filter(space__session__community=subject.community, person=subject.person)


def kept_signal(_community: Community) -> str:
    """As the choice of a space."""
    return _(
        "Until the session ends. That you would like to be called: until somebody has, %d hours "
        "after the session at the latest."
    ) % (day.ALARM.total_seconds() // 3600)


def erase_signal(subject: Subject) -> int:
    """Whatever the person told the facilitators with their name."""
    return forget_members([subject.member], [Signal]) if subject.member else 0


def expire_signal(community: Community, _today: dt.date, dry_run: bool) -> int:
    """Who would like to be called, a day after the session; hourly work forgets it before."""
    calls = overdue_calls(clock.now()).filter(session__community=community)
    return calls.count() if dry_run else forget_rows(calls)


CHOICE = Holding(
    key="choice",
    title=gettext_lazy("Your space on the day"),
    models=("caucus.Choice",),
    what=gettext_lazy("Which space you chose, on the day of a session. You may change it quietly."),
    why=gettext_lazy("So that the page can lead you to your space."),
    readers=("own",),
    kept=kept_choice,
    export=export_nothing,
    erase=erase_choice,
    expire=expire_choice,
    data_class="D2",
    withheld=gettext_lazy(
        "A file travels, and this must not. While it is kept you see your space on the session’s "
        "page, and nowhere else; afterwards nobody can find out where you were."
    ),
)
SIGNAL = Holding(
    key="signal",
    title=gettext_lazy("A quiet word to the facilitators"),
    models=("caucus.Signal",),
    what=gettext_lazy(
        "That you would like to be called after a session, or need a moment and said that it is "
        "you. Never together with the space you are in."
    ),
    why=gettext_lazy("So that the facilitators of that session can look after you."),
    readers=("own", "facilitator", "co_chair"),
    kept=kept_signal,
    export=export_nothing,
    erase=erase_signal,
    expire=expire_signal,
    withheld=gettext_lazy("It is over with the session, before a file could be of use to you."),
)
PUBLICATION = Holding(
    key="published_facilitator",
    title=gettext_lazy("Named as facilitator of a caucus"),
    models=("caucus.PublishedFacilitator",),
    what=gettext_lazy(
        "That you were asked to be named as facilitator of a caucus, and whether you accepted. It "
        "is the one exception to “no caucus on record”, and it is yours to end."
    ),
    why=gettext_lazy("So that members of a caucus know whom they can turn to between sessions."),
    readers=("own", "member"),
    kept=kept_publication,
    export=export_publication,
    erase=erase_publication,
    expire=expire_publication,
)
HOLDING = Holding(
    key="holder",
    title=gettext_lazy("Holding everyone’s space"),
    models=("caucus.Holder",),
    what=gettext_lazy("That you hold everyone’s space in a session."),
    why=gettext_lazy("So that nobody who goes there is alone."),
    readers=("own", "member"),
    kept=kept_holding,
    export=export_holding,
    erase=erase_holding,
)


def register() -> None:
    """Enter this room's holdings."""
    registry.hold(CHOICE, SIGNAL, PUBLICATION, HOLDING)
