"""D8, R6: what the people in a space write together, and what may leave it.

Everything stands in tables without an author or a time, in a transaction that writes nothing that
stays. Each change takes the next number of its space; whoever changes what another changed since
they read it overwrites nothing: their words become a note of their own.
"""

import uuid

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from caucus.enums import Place
from caucus.models import Caucus, Choice, LiveSpace, Note, Point, ShareBack, Space
from caucus.selectors import (
    SHARED,
    Seat,
    draft_of,
    is_given_aloud,
    points_of,
    seat_of,
)
from cop.core.errors import Refused
from cop.core.policy import Actor
from sessions_app.models import Session
from sessions_app.selectors import moment_of

MOST_NOTES = 40
LONGEST_NOTE = 1000
LONGEST_HEADING = 120
LONGEST = {Place.FIRST: 1500, Place.SECOND: 1500, Place.SLOT: 600}


@sensitive_variables()
@transaction.atomic
def add_note(*, actor: Actor, session: Session, words: str) -> None:
    """Put a note at the end. Raises Refused for an empty one and where there are enough."""
    seat = hold_seat(actor, session)
    if not words:
        raise Refused(_("Write something first."))
    _insert(seat.space, words, after=_last(seat.space))


@sensitive_variables()
@transaction.atomic
def change_note(
    *, actor: Actor, session: Session, note_id: uuid.UUID, revision: int, words: str
) -> bool:
    """Reword a note, or take it away where no words are left.

    False: somebody changed it since it was read, so it stays as they left it, and these words
    stand beside it. What is of another space is never brought along.
    """
    space = hold_seat(actor, session).space
    note = Note.objects.filter(space=space, pk=note_id).first()
    if note is None and Note.objects.filter(pk=note_id).exists():
        raise Refused(_("This note is no longer here."))
    if note is not None and note.words == words:
        return True
    if note is None or note.revision != revision:
        if words:
            _insert(space, words, after=note.position if note else _last(space))
        return False
    if words:
        note.words, note.revision = words, _touch(space)
        note.save(update_fields=["words", "revision"])
    else:
        note.delete()
        _touch(space)
    return True


@sensitive_variables()
@transaction.atomic
def mark_note(*, actor: Actor, session: Session, note_id: uuid.UUID, stays: bool) -> None:
    """Say that a note stays in the space, or that it may leave after all.

    A point that has taken it in, as its heading or among its lines, is struck with it.
    """
    seat = hold_seat(actor, session)
    note = _note(seat.space, note_id)
    Note.objects.filter(pk=note.pk).update(stays=stays)
    revision = _touch(seat.space)
    if stays and seat.caucus is not None and not seat.is_small:
        for point in points_of(session, seat.caucus):
            if note.words == point.heading or f"\n{note.words}\n" in f"\n{point.words}\n":
                _strike(point, revision)


@sensitive_variables()
@transaction.atomic
def put_note(*, actor: Actor, session: Session, note_id: uuid.UUID, place: Place) -> None:
    """Add a note to a point of the draft: a short one is the heading of a theme that has none."""
    seat = _drafting(actor, session)
    note = _note(seat.space, note_id)
    if note.stays:
        raise Refused(_("This note is marked “not for sharing”, so it stays in this space."))
    point = _point(session, seat.caucus, place)
    heading, words = point.heading, "\n".join(filter(None, [point.words, note.words]))
    may_head = place != Place.SLOT and "\n" not in note.words and not point.words
    if may_head and not heading and len(note.words) <= LONGEST_HEADING:
        heading, words = note.words, ""
    if len(words) > LONGEST[place]:
        raise Refused(_("That would be too long. Shorten the words that stand there first."))
    point.heading, point.words, point.revision = heading, words, _touch(seat.space)
    point.save()


@sensitive_variables()
@transaction.atomic
def write_point(
    *,
    actor: Actor,
    session: Session,
    place: Place,
    revision: int,
    heading: str = "",
    words: str = "",
) -> bool:
    """Word a point of the draft, or take it out where no words are left.

    A new wording is offered afresh, and may be struck again. False: it was changed or struck
    since it was read, so it stays as it is, and these words are kept as a note.
    """
    seat = _drafting(actor, session)
    point = _point(session, seat.caucus, place)
    if (heading, words) == (point.heading, point.words):
        return True
    if point.revision != revision:
        kept = "\n".join(filter(None, [heading, words]))
        if kept:
            _insert(seat.space, kept, after=_last(seat.space))
        return False
    point.heading, point.words, point.is_struck = heading, words, False
    point.revision = _touch(seat.space)
    if heading or words:
        point.save()
    else:
        _points(session, seat.caucus).filter(place=place).delete()
    return True


@sensitive_variables()
@transaction.atomic
def strike_point(*, actor: Actor, session: Session, place: Place) -> None:
    """R6: anybody in the space, without a word: reworded or dropped. Nobody can take it back."""
    seat = _sharing(actor, session)
    point = _point(session, seat.caucus, place)
    if not point.heading and not point.words:
        raise Refused(_("This point is no longer in the draft."))
    if not point.is_struck:
        _strike(point, _touch(seat.space))


@sensitive_variables()
@transaction.atomic
def offer_to_speak(*, actor: Actor, session: Session, speaks: bool) -> None:
    """A member offers to speak for the caucus, or takes that back; else a facilitator speaks."""
    seat = _sharing(actor, session) if speaks else hold_seat(actor, session)
    if speaks and seat.looks_after:
        raise Refused(_("You look after this space, so you speak unless a member offers to."))
    Choice.objects.filter(session=session, member=actor.member).update(speaks=speaks)
    _touch(seat.space)


@sensitive_variables()
@transaction.atomic
def share_nothing(*, actor: Actor, session: Session) -> None:
    """A caucus may share nothing: the draft goes, and nothing says that there was one."""
    seat = _sharing(actor, session)
    _require(seat.may_release)
    _points(session, seat.caucus).delete()
    _touch(seat.space)


@sensitive_variables()
@transaction.atomic
def give_aloud(*, actor: Actor, session: Session, aloud: bool) -> None:
    """A caucus speaks its share-back and nothing of it is kept; or it writes one after all."""
    seat = _sharing(actor, session)
    _require(seat.may_release)
    _touch(seat.space)
    LiveSpace.objects.filter(space=seat.space).update(gives_aloud=aloud)
    if aloud:
        _points(session, seat.caucus).delete()


def refuse_if_apart(session: Session) -> None:
    """In the plan without dialogue nothing is carried between spaces; for all of them alike."""
    if moment_of(session).is_apart:
        raise Refused(_("The spaces stay by themselves today, so nothing is shared from any."))


def tell_space(session: Session, caucus: Caucus) -> int:
    """Let the board of a caucus's space see that something changed; 1 where nobody has one."""
    space = Space.objects.filter(session=session, caucus=caucus).first()
    return _touch(space) if space is not None else 1


@sensitive_variables()
def hold_seat(actor: Actor, session: Session) -> Seat:
    """Where the actor is, asked once the session is held: who leaves at this moment has left.

    Nobody moves until the transaction ends.
    """
    held = (
        Session.objects.select_for_update(of=("self",), no_key=True)
        .select_related("community")
        .get(pk=session.pk)
    )
    seat = seat_of(actor, held)
    if seat is None:
        raise PermissionDenied
    return seat


def _sharing(actor: Actor, session: Session) -> Seat:
    """The same, where a share-back may come from: a caucus of 3 that has not released one."""
    seat = hold_seat(actor, session)
    _require(seat.caucus is not None)
    if not seat.has_started:
        raise Refused(_("What you may share is drafted here once the session has begun."))
    refuse_if_apart(session)
    if seat.is_small:
        raise Refused(_("Fewer than 3 people are here now, so nothing can be shared."))
    if ShareBack.objects.filter(session=session, caucus=seat.caucus).exists():
        raise Refused(_("This has been released, and what people have read stays as it is."))
    return seat


def _drafting(actor: Actor, session: Session) -> Seat:
    seat = _sharing(actor, session)
    _require(seat.may_write)
    if is_given_aloud(seat.space):
        raise Refused(_("You give it aloud today. Say first that you write it after all."))
    return seat


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def _touch(space: Space) -> int:
    """The next number of the space. Numbers never come back, so none is taken for another."""
    LiveSpace.objects.get_or_create(space=space, defaults={"session_id": space.session_id})
    LiveSpace.objects.filter(space=space).update(revision=F("revision") + 1)
    return LiveSpace.objects.values_list("revision", flat=True).get(space=space)


def _insert(space: Space, words: str, *, after: int) -> None:
    """A note behind that place. The same words twice are one press too many."""
    notes = Note.objects.filter(space=space)
    if notes.filter(words=words).exists():
        return
    if notes.count() >= MOST_NOTES:
        raise Refused(_("There are %d notes, which is plenty. Join or empty some.") % MOST_NOTES)
    notes.filter(position__gt=after).update(position=F("position") + 1)
    Note.objects.create(
        session_id=space.session_id,
        space=space,
        position=after + 1,
        words=words,
        revision=_touch(space),
    )


def _last(space: Space) -> int:
    return Note.objects.filter(space=space).aggregate(last=Max("position"))["last"] or 0


def _note(space: Space, note_id: uuid.UUID) -> Note:
    note = Note.objects.filter(space=space, pk=note_id).first()
    if note is None:
        raise Refused(_("This note is no longer here."))
    return note


def _points(session: Session, caucus: Caucus | None) -> QuerySet[Point]:
    return Point.objects.filter(session=session, caucus=caucus, place__in=SHARED)


def _point(session: Session, caucus: Caucus | None, place: Place) -> Point:
    if caucus is None:
        raise PermissionDenied
    return next(point for point in draft_of(session, caucus) if point.place == place)


def _strike(point: Point, revision: int) -> None:
    """With a number of its own: whoever rewords it has seen that it was struck."""
    point.is_struck, point.revision = True, revision
    point.save(update_fields=["is_struck", "revision"])
