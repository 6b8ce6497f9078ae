"""Planning a session: schedule, change, postpone, cancel; one, or several of a programme."""

import datetime as dt

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused, refuse_if
from cop.core.names import clean_line
from cop.core.policy import Actor, require
from cop.governance.enums import Stage
from cop.governance.services import refuse_if_shut
from cop.members.models import Community
from cop.members.services import lock
from sessions_app.enums import DecisionKind, Scope, SessionState
from sessions_app.formats import LONGEST, Format, length_of, why_out_of_order
from sessions_app.models import Facilitator, Programme, Segment, Session
from sessions_app.policies import (
    can_cancel_session,
    can_change_session,
    can_schedule_session,
    why_not_cancellable,
    why_not_theirs,
    why_session_is_fixed,
    why_too_far,
)
from sessions_app.selectors import (
    OWN_KEY,
    Plan,
    changes_of,
    differences,
    digest_of_plan,
    format_for,
    format_kept,
    held_run,
    locked_session,
    parts_of,
    people_facilitating,
    people_who_may_facilitate,
    plan_of,
    run_of,
    session_before,
)
from sessions_app.services.answers import forget_needs
from sessions_app.services.decisions import log_decision
from sessions_app.services.invitations import (
    invite_facilitators,
    tell_invited,
    withdraw_facilitators,
)
from sessions_app.services.places import ask_again, fill_places
from sessions_app.services.typed_topics import write_topics
from sessions_app.signals import (
    session_cancelled,
    session_moved,
    session_regrouped,
    session_scheduled,
)


class ChangedMeanwhile(Refused):
    """Saving would undo what happened to the session since its form was opened."""


@transaction.atomic
def schedule_session(*, actor: Actor, plan: Plan) -> Session:
    """Plan a new session; its key is the next of S1, S2 and so on.

    Raises Refused before the community has what it takes to meet, for a local time a clock change
    skips or repeats, for one in the past (commands may, people may not), and for a plan that does
    not hold together.
    """
    require(can_schedule_session(actor))
    refuse_if_shut(actor, Stage.MEET)
    return write_session(actor, plan)


def write_session(actor: Actor, plan: Plan, programme: Programme | None = None) -> Session:
    """Plan one, alone or of a programme; its policy is the caller's, as is the transaction."""
    community = actor.community
    starts_at = _instant(actor, plan)
    chosen = _check(actor, plan)
    lock(community)  # so that no key is given twice
    session = Session(community=community, key=_next_key(community), programme=programme)
    _write(session, plan, chosen, starts_at)
    session.save()
    write_topics(actor, session, plan.topics)
    _write_parts(session, plan)
    record(actor=actor, verb="schedule", target=session)
    _log_format(actor, session, plan)
    session_scheduled.send(sender=Session, session=session, actor=actor)
    return session


@transaction.atomic
def change_session(
    *, actor: Actor, session: Session, plan: Plan, scope: str = Scope.ONE, opened: str = ""
) -> Session:
    """Change a session that has not begun, and others of its programme as far as the scope goes.

    What differs in the plan goes to the others too (``selectors.changes_of``); all or nothing.
    Where nothing differs nothing is written. On another date or time everybody is asked again
    whether they come. Who was sent the invitation is told of a new time or place, by one mail for
    each session, as calendars need it. ``opened`` is the digest of the plan the form started from.

    Raises Refused as ``schedule_session`` does, and ChangedMeanwhile where that is another by now.
    """
    require(can_change_session(actor, session))
    session = held_run(session, scope)
    refuse_if(why_session_is_fixed(session))
    _refuse_if_changed_meanwhile(opened, plan, plan_of(session))
    for change in changes_of(session, plan, scope):
        # A facilitator changes their own sessions only.
        refuse_if(why_not_theirs(actor, change.session))
        _change(actor, locked_session(change.session.pk), change.after)
    return locked_session(session.pk)


@transaction.atomic
def postpone_session(
    *, actor: Actor, session: Session, day: dt.date, time: dt.time, reason: str = ""
) -> Session:
    """Move a session to another time. Its invitations stay the same ones, and are asked anew."""
    require(can_change_session(actor, session))
    session = locked_session(session.pk)
    refuse_if(why_session_is_fixed(session))
    plan = plan_of(session).on(day, time)
    if _instant(actor, plan) == session.starts_at:
        raise Refused(_("This is when it is planned for already. Choose another date or time."))
    _change(actor, session, plan, moved_reason=clean_line(reason))
    return session


@transaction.atomic
def cancel_session(
    *, actor: Actor, session: Session, reason: str, scope: str = Scope.ONE
) -> Session:
    """Cancel a session that has not begun, or more of its programme; final.

    Who was sent the invitation is told by mail, one for each session.
    """
    require(can_cancel_session(actor, session))
    session = held_run(session, scope)
    refuse_if(why_not_cancellable(session))
    for one in run_of(session, scope):
        refuse_if(why_not_theirs(actor, one))
        _cancel(actor, locked_session(one.pk), reason)
    return locked_session(session.pk)


def _refuse_if_changed_meanwhile(opened: str, plan: Plan, now: Plan) -> None:
    if not opened or opened == digest_of_plan(now):
        return
    if undone := differences(plan, now):
        raise ChangedMeanwhile(
            _(
                "This session was changed after you opened this page, so nothing is saved yet. "
                "What you typed is still here. It differs from the session in: %s. Put right what "
                "should stay as it is now, then continue."
            )
            % undone
        )


def _change(actor: Actor, session: Session, plan: Plan, *, moved_reason: str = "") -> None:
    """Change one session, which is locked."""
    starts_at = _instant(actor, plan)
    facilitators = frozenset(people_facilitating(session).values_list("pk", flat=True))
    taken = _check(actor, plan, session, kept=facilitators)
    was, was_caucused = session.when, session.is_caucused
    before = {name: getattr(session, name) for name in _FIELDS}
    parts, topics = parts_of(session), tuple(session.topics.values_list("title", flat=True))
    _write(session, plan, taken, starts_at)
    changed = [name for name in _FIELDS if getattr(session, name) != before[name]]
    changed += ["segments"] if parts != plan.parts else []
    changed += ["topics"] if topics != plan.topics else []
    chosen = {person.pk for person in plan.facilitators}
    changed += ["facilitators"] if facilitators != chosen else []
    if not changed:
        return
    is_moved = "starts_at" in changed
    if "held_on" in changed or moved_reason:  # another hour does not undo why the day is another
        session.moved_reason = moved_reason
    if _TOLD & set(changed):
        session.calendar_sequence += 1
    session.save()
    is_regrouped = session.is_caucused and not was_caucused
    write_topics(actor, session, plan.topics, is_regrouped=is_regrouped)
    _write_parts(session, plan)
    record(actor=actor, verb="change", target=session, fields=changed)
    if "format" in changed:
        _log_format(actor, session, plan)
    if session.is_caucused != was_caucused:
        session_regrouped.send(sender=Session, session=session, actor=actor)
    if _TOLD & set(changed):
        tell_invited(
            session=session,
            kind="session_changed",
            asks_again=is_moved,
            was=was if is_moved else "",
            reason=moved_reason,
        )
    if "facilitators" in changed:
        invite_facilitators(session)
    if is_moved:  # whoever was to come has been told
        ask_again(session)
        session_moved.send(sender=Session, session=session, actor=actor)
    if "room_limit" in changed:
        fill_places(session)


def _cancel(actor: Actor, session: Session, reason: str) -> None:
    """Cancel one session, which is locked."""
    refuse_if(why_not_cancellable(session))
    session.state = SessionState.CANCELLED
    session.cancel_reason = reason
    session.calendar_sequence += 1
    session.save(update_fields=["state", "cancel_reason", "calendar_sequence"])
    record(actor=actor, verb="cancel", target=session)
    tell_invited(session=session, kind="session_cancelled")
    forget_needs(session)
    session_cancelled.send(sender=Session, session=session, actor=actor)


_FIELDS = (
    "title",
    "held_on",
    "starts_at",
    "minutes",
    "format",
    "grouping",
    "questionnaire",
    "place",
    "joining",
    "link",
    "dial_in",
    "is_in_person",
    "room_limit",
)
_TOLD = frozenset({"starts_at", "minutes", "place", "joining", "link", "dial_in"})


def _instant(actor: Actor, plan: Plan) -> dt.datetime:
    starts_at = clock.local_instant(plan.day, plan.time, actor.community.time_zone)
    if starts_at <= clock.now() and not actor.is_system:
        raise Refused(_("This time has passed. Choose a date and time that lie ahead."))
    if not actor.is_system:
        refuse_if(why_too_far(starts_at))
    return starts_at.astimezone(dt.UTC)


def _check(
    actor: Actor,
    plan: Plan,
    session: Session | None = None,
    *,
    kept: frozenset[int] = frozenset(),
) -> Format:
    """The plan's format, where the plan holds together."""
    chosen = format_kept(session) if session is not None else None
    if chosen is None or chosen.key != plan.format:
        chosen = format_for(actor.community, plan.format)
    if chosen is None:
        raise Refused(_("Choose a format."))
    refuse_if(why_out_of_order(plan.parts, chosen.grouping))
    if not plan.parts or any(part.minutes < 1 for part in plan.parts):
        raise Refused(_("Every part of the session needs at least one minute."))
    if length_of(plan.parts) > LONGEST:
        raise Refused(_("A session is at most eight hours long. Shorten its parts."))
    if not plan.facilitators:
        raise Refused(_("Choose who facilitates the session."))
    allowed = set(people_who_may_facilitate(actor.community).values_list("pk", flat=True)) | kept
    if not {person.pk for person in plan.facilitators} <= allowed and not actor.is_system:
        raise Refused(_("Choose the facilitators among the co-chairs and facilitators."))
    return chosen


def _log_format(actor: Actor, session: Session, plan: Plan) -> None:
    """Another format than last time is a decision, and has its reason."""
    before = session_before(session.community, plan.day, without=session.pk)
    if actor.is_system or before is None or before.format_name == session.format_name:
        return
    reason = clean_line(plan.format_reason)
    if not reason:
        said = _("The session before, %(title)s, had the format “%(format)s”. Say why it changes.")
        raise Refused(said % {"title": before.title, "format": before.format_name})
    said = _("Format of “%(title)s” on %(day)s: %(format)s. The session before had: %(before)s.")
    what = said % {
        "title": session.title,
        "day": date_format(session.held_on, "j F Y"),
        "format": session.format_name,
        "before": before.format_name,
    }
    log_decision(
        actor=actor,
        kind=DecisionKind.FORMAT,
        what=what,
        reason=reason,
        session=session,
    )


def _next_key(community: Community) -> str:
    keys = Session.objects.filter(community=community).values_list("key", flat=True)
    taken = [int(match[1]) for match in map(OWN_KEY.fullmatch, keys) if match]
    return f"S{max(taken, default=0) + 1}"


def _write(session: Session, plan: Plan, chosen: Format, starts_at: dt.datetime) -> None:
    session.title = plan.title
    session.held_on = plan.day
    session.starts_at = starts_at
    session.minutes = length_of(plan.parts)
    session.format = chosen.key if chosen.own_id is None else str(chosen.name)
    session.own_format_id = chosen.own_id
    session.grouping = chosen.grouping
    session.questionnaire = chosen.questionnaire
    session.place = plan.place
    session.joining = plan.joining
    session.link = plan.link
    session.dial_in = plan.dial_in
    session.is_in_person = plan.is_in_person
    session.room_limit = plan.room_limit


def _write_parts(session: Session, plan: Plan) -> None:
    session.segments.all().delete()
    gone = session.facilitators.exclude(person__in=plan.facilitators)
    withdraw_facilitators(gone)
    gone.delete()
    Segment.objects.bulk_create(
        Segment(
            session=session,
            position=position,
            kind=part.kind,
            title=str(part.title),
            minutes=part.minutes,
            prompt=str(part.prompt),
            materials=str(part.materials),
        )
        for position, part in enumerate(plan.parts, start=1)
    )
    there = set(session.facilitators.values_list("person_id", flat=True))
    Facilitator.objects.bulk_create(
        Facilitator(session=session, person=person)
        for person in plan.facilitators
        if person.pk not in there
    )
