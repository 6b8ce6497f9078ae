"""Caucuses of a community and spaces of a session: made, opened, closed and forgotten."""

import datetime as dt
import logging

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _

from caucus import day, headcounts
from caucus.enums import ShareBackState, SpaceKind
from caucus.models import Caucus, Choice, Closing, Holder, Opening, ShareBack, Space
from caucus.policies import can_close_spaces, can_create_spaces, can_set_up_spaces
from caucus.selectors import caucuses_in, overdue_sessions, people_by_space
from caucus.services.alone import alone
from caucus.terms import PRESETS
from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.models import Member, User
from cop.members.selectors import system_actor
from sessions_app.models import Session

log = logging.getLogger(__name__)


@transaction.atomic
def create_caucuses(*, actor: Actor) -> list[Caucus]:
    """Give a new community the caucuses of its term set, in order. Does nothing if it has some."""
    require(can_create_spaces(actor))
    community = actor.community
    if community.caucuses.exists():
        return list(community.caucuses.all())
    return Caucus.objects.bulk_create(
        Caucus(community=community, position=position, **terms.as_fields())
        for position, terms in enumerate(PRESETS[community.term_set], start=1)
    )


@transaction.atomic
def create_spaces(*, actor: Actor, session: Session) -> None:
    """Give a session one space for each caucus, and individual reflection.

    Everyone's space is made when somebody is named to hold it. An imported session lies in the
    past and gets none, and so does one without caucuses. Safe to call again.
    """
    require(can_create_spaces(actor))
    if session.imported or not session.is_caucused:
        return
    for caucus in caucuses_in(session):
        Space.objects.get_or_create(session=session, kind=SpaceKind.CAUCUS, caucus=caucus)
    Space.objects.get_or_create(session=session, kind=SpaceKind.REFLECTION)


@transaction.atomic
def remove_spaces(*, actor: Actor, session: Session) -> None:
    """Take all that is of caucuses off a session planned without them now, before it begins."""
    require(can_close_spaces(actor) and not session.is_caucused)
    forget_choices(actor=actor, session=session)
    ShareBack.objects.filter(session=session, state=ShareBackState.DRAFT).delete()
    Space.objects.filter(session=session).delete()


@transaction.atomic
def set_doors(*, actor: Actor, session: Session, doors: dict[int, str]) -> None:
    """Store the meeting links of the session's spaces, by the space's id; "" takes one away.

    Raises Refused for a link that is none. The record says that doors were set, not whose.
    """
    require(can_set_up_spaces(actor, session))
    is_link = URLValidator(schemes=["https", "http"])
    for space in Space.objects.filter(session=session, pk__in=doors):
        space.door = doors[space.pk].strip()
        try:
            if space.door:
                is_link(space.door)
        except ValidationError:
            raise Refused(_("Enter the whole link, beginning with https://.")) from None
        space.save(update_fields=["door"])
    record(actor=actor, verb="change", target=session, fields=["doors"])


@transaction.atomic
def name_holder(*, actor: Actor, session: Session, person: User | None) -> None:
    """Name who holds everyone's space, which exists from then on; None: nobody, and it is gone.

    Raises Refused for taking it away once spaces can be chosen: somebody may be in it.
    """
    require(can_set_up_spaces(actor, session))
    session = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    if person is None:
        if clock.now() >= day.opens_at(session):
            raise Refused(
                _("Spaces can be chosen already, so everyone’s space stays. Name who holds it.")
            )
        Space.objects.filter(session=session, kind=SpaceKind.EVERYONE).delete()
    else:
        space, _made = Space.objects.get_or_create(session=session, kind=SpaceKind.EVERYONE)
        Holder.objects.filter(space=space).exclude(person=person).delete()
        Holder.objects.get_or_create(space=space, person=person)
    record(actor=actor, verb="change", target=session, fields=["holder"])


@transaction.atomic
def close_spaces(*, actor: Actor, session: Session, is_late: bool = False) -> None:
    """Forget who was where, and keep of the numbers what ``headcounts`` allows. Safe twice."""
    require(can_close_spaces(actor))
    session = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    if not session.is_caucused:
        return
    chosen = Choice.objects.filter(session=session)
    if Closing.objects.filter(session=session).exists():
        chosen.delete()
        return
    # Not whether somebody is there now: from spaces all have left comes nothing either.
    opening = Opening.objects.filter(session=session)
    were_chosen = opening.exists()
    if were_chosen:
        _keep_headcounts(session)
    chosen.delete()
    opening.delete()
    Closing.objects.create(session=session, were_chosen=were_chosen, was_late=is_late)
    if is_late:
        record(actor=actor, verb="close_late", target=session)
        log.warning("Spaces of a session were closed more than 24 hours after it.")
    transaction.on_commit(wipe_choices)


def _keep_headcounts(session: Session) -> None:
    people = people_by_space(session)
    kept = headcounts.kept(people)
    for space in Space.objects.filter(session=session):
        space.people = kept[space.pk]
        if space.kind == SpaceKind.CAUCUS:
            space.was_small = headcounts.is_small(people[space.pk])
        space.save(update_fields=["people", "was_small"])


@transaction.atomic
def forget_choices(*, actor: Actor, session: Session) -> None:
    """Drop the choices of a session that will not be held; no number is kept."""
    require(can_close_spaces(actor))
    Choice.objects.filter(session=session).delete()
    Opening.objects.filter(session=session).delete()
    transaction.on_commit(wipe_choices)


@transaction.atomic
def forget_choices_of(*, actor: Actor, member: Member) -> None:
    """Drop what a member has chosen, wherever; nothing tells whether there was anything.

    Every session that may be running is held as for choosing, so that no choice slips in beside
    it, and whether or not the member has one.
    """
    require(can_close_spaces(actor))
    day_there = clock.today(actor.community.time_zone)
    near = (day_there - dt.timedelta(days=1), day_there + dt.timedelta(days=1))
    running = Session.objects.filter(
        community=actor.community, held_on__range=near, ended_at__isnull=True
    )
    list(running.select_for_update(of=("self",), no_key=True).order_by("pk"))
    if Choice.objects.filter(member=member).delete()[0]:
        transaction.on_commit(wipe_choices)


def close_overdue_spaces(*, now: dt.datetime | None = None) -> int:
    """Close the spaces of every session whose choices have outlived it; returns how many.

    That choices are found here at all is an alarm: sessions are ended by whoever runs them. One
    that fails does not hold up the others.
    """
    overdue = overdue_sessions(now or clock.now())
    closed = sum(alone(_close_late, session) for session in overdue)
    wipe_choices()
    return closed


def _close_late(session: Session) -> None:
    close_spaces(actor=system_actor(session.community), session=session, is_late=True)


def wipe_choices() -> bool:
    """Give the pages of deleted choices back, since a deleted row stays readable on the disk.

    Only while no choice of any session is stored. Returns whether it was done; a busy table (a
    backup runs) is left for the next time.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '2s'")
            cursor.execute("LOCK TABLE caucus_choice IN ACCESS EXCLUSIVE MODE")
            cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
            if Choice.objects.exists():
                return False
            cursor.execute("TRUNCATE caucus_choice")
            return True
    except OperationalError:
        return False
