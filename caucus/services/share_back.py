"""R6, R7: what a caucus agrees to tell the others. Drafted in points, read again, released once.

Nothing here says who wrote or released it: for somebody who is not a published facilitator, that
would say which space they were in.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from caucus import day
from caucus.enums import Place, Voice
from caucus.models import Caucus, Point, ShareBack, SharedTheme
from caucus.selectors import (
    SHARED,
    caucus_to_release_for,
    caucus_to_share_for,
    digest_of,
    is_too_small_to_share,
    points_of,
    seat_of,
    slot_of,
    words_of,
)
from caucus.services.board import refuse_if_apart, tell_space
from caucus.services.ledger import enter_share_back
from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor
from cop.members.selectors import names_in, system_actor
from sessions_app.models import Session

MOST_THEMES = 2


@dataclass(frozen=True)
class Theme:
    title: str
    body: str = ""


@transaction.atomic
def write_share_back(
    *, actor: Actor, session: Session, themes: Sequence[Theme], slot: str = ""
) -> None:
    """Write or rewrite the draft: at most two themes, and the one slot of the caucus.

    Raises Refused for more themes, for nothing at all, once it is released, and where R9 forbids.
    """
    held = _held(session)
    caucus = _own_caucus(actor, held)
    themes = [theme for theme in themes if theme.title.strip() or theme.body.strip()]
    if len(themes) > MOST_THEMES:
        raise Refused(_("Share at most two themes: a few that stay are worth more than a list."))
    if any(not theme.title.strip() for theme in themes):
        raise Refused(_("Give each theme a heading, so that people can find it again."))
    if not themes and not slot.strip():
        raise Refused(
            _("Nothing is written yet. If your caucus shares nothing, you can simply leave.")
        )
    _refuse_if_small(held, caucus)
    _refuse_if_released(held, caucus)
    places = zip((Place.FIRST, Place.SECOND), themes, strict=False)
    written = {place: (theme.title.strip(), theme.body.strip()) for place, theme in places}
    if slot.strip():
        written[Place.SLOT] = ("", slot.strip())
    _rewrite(held, caucus, written)


def _rewrite(session: Session, caucus: Caucus, written: dict[Place, tuple[str, str]]) -> None:
    """Put these words in the draft's place; what was struck stays so until it is reworded."""
    kept_until = day.draft_kept_until(session, clock.now())
    # Once spaces are shut nobody else writes, and no row of a space comes back.
    revision = tell_space(session, caucus) if kept_until is None else 1
    before = {point.place: point for point in points_of(session, caucus)}
    _points(session, caucus).delete()
    for place, (heading, words) in written.items():
        old = before.get(place)
        Point.objects.create(
            session=session,
            caucus=caucus,
            place=place,
            heading=heading,
            words=words,
            is_struck=bool(old and old.is_struck and (old.heading, old.words) == (heading, words)),
            revision=revision,
            kept_until=kept_until,
        )


def release_share_back(
    *,
    actor: Actor,
    session: Session,
    voice: str = Voice.FACILITATOR,
    seen: Collection[str] | None = None,
    despite_names: bool = True,
) -> ShareBack:
    """Release the draft of the actor's caucus to the community; it cannot be changed afterwards.

    What was struck is dropped, and the rest goes. ``seen`` holds the digests of the points that
    were read; None: of none was it asked. While the spaces are open, who offers to speak decides
    the voice. Raises Refused where nothing is left, where a point is not as it was read or has no
    heading, for names unless ``despite_names``, and where R9 forbids.
    """
    share_back = _release(actor, session, Voice(voice), seen, despite_names)
    # By itself: no row of a space while it runs shares a transaction with one that stays.
    with transaction.atomic():
        held = _held(session)
        _points(held, share_back.caucus).delete()
        if day.is_choice_open(held, clock.now()):
            tell_space(session, share_back.caucus)
    return share_back


@transaction.atomic
def _release(
    actor: Actor,
    session: Session,
    voice: Voice,
    seen: Collection[str] | None,
    despite_names: bool,
) -> ShareBack:
    held = _held(session)
    caucus = caucus_to_release_for(actor, held)
    if caucus is None:
        raise PermissionDenied
    _refuse_if_released(held, caucus)
    _refuse_if_small(held, caucus)
    if day.is_choice_open(held, clock.now()):
        refuse_if_apart(held)
    leaving = [point for point in points_of(held, caucus) if not point.is_struck]
    _refuse_to_let_go(actor, leaving, seen, despite_names)
    seat = seat_of(actor, held)
    share_back = ShareBack(session=session, caucus=caucus, voice=seat.voice if seat else voice)
    points = {point.place: point for point in leaving}
    slot = points.pop(Place.SLOT, None)
    if slot is not None:
        setattr(share_back, slot_of(caucus).field, slot.words)
    share_back.save()
    SharedTheme.objects.bulk_create(
        SharedTheme(share_back=share_back, position=position, title=point.heading, body=point.words)
        for position, point in enumerate(points.values(), start=1)
    )
    share_back.released_at = clock.now()
    share_back.save(update_fields=["released_at"])
    enter_share_back(share_back)
    # As the system: who released it would say which space they were in.
    record(actor=system_actor(actor.community), verb="release_share_back", target=session)
    return share_back


def _refuse_to_let_go(
    actor: Actor, leaving: list[Point], seen: Collection[str] | None, despite_names: bool
) -> None:
    if not leaving:
        raise Refused(_("There is nothing to release yet. Write it first."))
    if seen is not None and not {digest_of(point) for point in leaving} <= set(seen):
        raise Refused(_("It was reworded just now. Read it through again."))
    if any(point.place != Place.SLOT and not point.heading for point in leaving):
        raise Refused(_("Give each theme a heading, so that people can find it again."))
    if not despite_names and names_in(actor.community, words_of(leaving)):
        raise Refused(_("There may be a name in it. Take it out, or say that it is only a word."))


@transaction.atomic
def delete_share_back(*, actor: Actor, session: Session) -> None:
    """Throw the draft away: a caucus may share nothing. Raises Refused once it is released."""
    held = _held(session)
    caucus = _own_caucus(actor, held)
    _refuse_if_released(held, caucus)
    _points(held, caucus).delete()


def _points(session: Session, caucus: Caucus) -> QuerySet[Point]:
    return Point.objects.filter(session=session, caucus=caucus, place__in=SHARED)


def _own_caucus(actor: Actor, session: Session) -> Caucus:
    """The caucus the actor may write for; PermissionDenied (403) where there is none."""
    caucus = caucus_to_share_for(actor, session)
    if caucus is None:
        raise PermissionDenied
    return caucus


def _held(session: Session) -> Session:
    """The session, held: one chooses, writes, strikes, releases or closes at a time."""
    return (
        Session.objects.select_for_update(of=("self",), no_key=True)
        .select_related("community")
        .get(pk=session.pk)
    )


def _refuse_if_released(session: Session, caucus: Caucus) -> None:
    if ShareBack.objects.filter(session=session, caucus=caucus).exists():
        raise Refused(_("This has been released, and what people have read stays as it is."))


def _refuse_if_small(session: Session, caucus: Caucus) -> None:
    if is_too_small_to_share(session, caucus):
        raise Refused(
            _(
                "Nothing is shared from this space today, so that nobody can be recognised by it. "
                "What was said stays with you."
            )
        )
