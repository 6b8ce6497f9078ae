"""R3: what lives only while a session runs is forgotten, whatever ends it.

One rule for all of it: ``caucus.models.LIVE`` lists the tables, and ``OUTLIVES`` the few rows that
stay beyond the close and have an end of their own.
"""

import datetime as dt
import logging
from collections.abc import Collection, Iterable
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models import Model, QuerySet

from caucus import headcounts
from caucus.enums import SpaceKind
from caucus.models import LIVE, OF_MEMBERS, Choice, Closing, Opening, Space
from caucus.policies import can_close_spaces
from caucus.selectors import closing_rows, outlived, overdue_sessions, people_by_space
from caucus.services.alone import alone
from cop.audit.services import record
from cop.core import clock
from cop.core.policy import Actor, require
from cop.members.models import Member
from cop.members.selectors import system_actor
from sessions_app.models import Session

log = logging.getLogger(__name__)


@transaction.atomic
def close_spaces(*, actor: Actor, session: Session, is_late: bool = False) -> None:
    """Forget what was live, and keep of the numbers what ``headcounts`` allows. Safe twice."""
    require(can_close_spaces(actor))
    session = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    if not session.is_caucused:
        return
    if not Closing.objects.filter(session=session).exists():
        # Not whether somebody is there now: from spaces all have left comes nothing either.
        were_chosen = Opening.objects.filter(session=session).exists()
        if were_chosen:
            _keep_headcounts(session)
        Closing.objects.create(session=session, were_chosen=were_chosen, was_late=is_late)
        if is_late:
            record(actor=actor, verb="close_late", target=session)
            log.warning("Spaces of a session were closed more than 24 hours after it.")
    _forget(session, closing_rows())


def _keep_headcounts(session: Session) -> None:
    people = people_by_space(session)
    kept = headcounts.kept(people)
    for space in Space.objects.filter(session=session):
        space.people = kept[space.pk]
        if space.kind == SpaceKind.CAUCUS:
            space.was_small = headcounts.is_small(people[space.pk])
        space.save(update_fields=["people", "was_small"])


@transaction.atomic
def forget_session(*, actor: Actor, session: Session) -> None:
    """Drop what was live of a session that will not be held, or not then; no number is kept."""
    require(can_close_spaces(actor))
    _forget(session, map(QuerySet, LIVE))


def _forget(session: Session, live: Iterable[QuerySet[Model]]) -> None:
    for rows in live:
        rows.filter(session=session).delete()
    Opening.objects.filter(session=session).delete()
    transaction.on_commit(wipe_live)


def forget_members(
    members: Collection[Member], models: Collection[type[Model]] = OF_MEMBERS
) -> int:
    """Drop what stands in these tables with a member; returns how many rows."""
    forgotten = sum(QuerySet(model).filter(member__in=members).delete()[0] for model in models)
    if forgotten:
        transaction.on_commit(wipe_live)
    return forgotten


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
    forget_members([member], [Choice])


def close_overdue_spaces(*, now: dt.datetime | None = None) -> int:
    """Close the spaces of every session that something live has outlived; returns how many.

    That something is found here at all is an alarm: sessions are ended by whoever runs them. One
    that fails does not hold up the others. What may outlive the close goes at its own time.
    """
    now = now or clock.now()
    closed = sum(alone(_close_late, session) for session in overdue_sessions(now))
    for rows in outlived(now):
        forget_rows(rows)
    wipe_live()
    return closed


def forget_rows(rows: QuerySet[Model]) -> int:
    """Drop live rows whose time is over; returns how many."""
    return rows.delete()[0]


def _close_late(session: Session) -> None:
    close_spaces(actor=system_actor(session.community), session=session, is_late=True)


def wipe_live() -> bool:
    """Write each table anew, since a deleted row stays readable on the disk.

    Returns whether all were; a busy table (somebody reads, a backup runs) is left for the next
    time, within the hour.
    """
    done = [_written_anew(model) for model in LIVE]
    return all(done)


def _written_anew(model: type[Model]) -> bool:
    """What other sessions have there stays, in no order."""
    table = model._meta.db_table  # noqa: SLF001  Django documents it
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_relation_size(%s::regclass)", [table])
            if cursor.fetchone() == (0,):
                return True
            # Whoever waits for this lock holds up everybody who reads after them.
            cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE NOWAIT")
            kept: list[Any] = list(QuerySet(model).order_by("?"))
            cursor.execute(f"TRUNCATE {table}")
            QuerySet(model).bulk_create(kept)
            return True
    except OperationalError:
        return False
