"""The doors of a session's spaces: where they lead, and shut for a while over conduct (R2)."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from caucus.models import LiveSpace, Space
from caucus.policies import can_choose_space, can_set_up_spaces
from caucus.selectors import facilitates_space, own_space
from caucus.services.choice import held_while_open
from cop.audit.enums import Verb
from cop.audit.services import record
from cop.core.errors import Refused
from cop.core.names import folded
from cop.core.policy import Actor, require
from cop.members.selectors import system_actor
from sessions_app.models import Session

IS_LINK = URLValidator(schemes=["https"])
LINK = re.compile(r"https?://[^\s<>\"]+")
SHORTEST_ROOM = 4  # letters and figures; what is shorter stands in many a mail


@transaction.atomic
def set_doors(
    *,
    actor: Actor,
    session: Session,
    doors: Mapping[int, str],
    dial_ins: Mapping[int, str] | None = None,
    rooms: Mapping[int, str] | None = None,
) -> None:
    """Store links, telephone numbers and rooms of spaces, by the space's id; "" takes one away.

    Raises Refused for a link that is none, and for a way that leads elsewhere too: to another
    space, or to where all meet. The record says that doors were set, not whose.
    """
    require(can_set_up_spaces(actor, session))
    spaces = list(Space.objects.filter(session=session).select_for_update(no_key=True))
    for space in spaces:
        space.door = doors.get(space.pk, space.door).strip()
        space.dial_in = (dial_ins or {}).get(space.pk, space.dial_in).strip()
        space.room = (rooms or {}).get(space.pk, space.room).strip()
    _check_links(session, [space.door for space in spaces if space.door])
    _check_dial_ins(session, [space.dial_in for space in spaces if space.dial_in])
    _check_rooms(session, [space.room for space in spaces if space.room])
    for space in spaces:
        space.save(update_fields=["door", "dial_in", "room"])
    record(actor=actor, verb=Verb.CHANGE, target=session, fields=["doors"])


def _check_links(session: Session, doors: list[str]) -> None:
    for door in doors:
        try:
            IS_LINK(door)
        except ValidationError:
            raise Refused(_("Enter the whole link, beginning with https://.")) from None
    _once([_meeting(door) for door in doors], _("Two spaces have the same meeting link."))
    plenary = {_meeting(link) for link in [session.link, *LINK.findall(session.joining)]}
    if plenary.intersection(map(_meeting, doors)):
        raise Refused(
            _("One of these links is where all meet. Give each space a meeting of its own.")
        )


def _check_dial_ins(session: Session, dial_ins: list[str]) -> None:
    dialled = [folded(words).replace(" ", "") for words in dial_ins]
    _once(dialled, _("Two spaces have the same number to dial, with the same code."))
    if folded(session.dial_in).replace(" ", "") in dialled:
        raise Refused(_("One of these numbers is where all meet. Give each space its own code."))


def _check_rooms(session: Session, rooms: list[str]) -> None:
    _once([folded(room) for room in rooms], _("Two spaces have the same room."))
    for room in rooms:
        if len(re.sub(r"\W", "", room)) < SHORTEST_ROOM:
            raise Refused(
                _(
                    "Say a little more about the room “%s”, such as the floor: mail that holds "
                    "these words is held back, so that no room of a space is in a mail."
                )
                % room
            )
        if folded(room) in folded(f"{session.place} {session.title}"):
            raise Refused(
                _("The room “%s” is where all meet. Give each space a room of its own.") % room
            )


def _once(ways: Iterable[str], problem: str) -> None:
    found = list(ways)
    if len(set(found)) < len(found):
        raise Refused(problem)


def _meeting(link: str) -> str:
    """The link, however it was copied: what only seems to make another of it left out."""
    parts = urlsplit(link.strip().rstrip(".,;)"))
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.netloc.casefold().removesuffix(':443')}{parts.path.rstrip('/')}{query}"


@sensitive_variables()
def pause_door(*, actor: Actor, session: Session, is_paused: bool) -> None:
    """Shut the door of the space the actor is in and looks after, or open it again (R2).

    The record says that a door of the session was paused, by the program itself: neither which
    one, nor who did it, since that would tell where they are. It is written once the space's own
    row has been, lest both carry one number of a transaction.
    """
    require(can_choose_space(actor, session))
    if _set_paused(actor, session, is_paused):
        verb = Verb.PAUSE_DOOR if is_paused else Verb.OPEN_DOOR
        with transaction.atomic():
            record(actor=system_actor(session.community), verb=verb, target=session)


@sensitive_variables()
@transaction.atomic
def _set_paused(actor: Actor, session: Session, is_paused: bool) -> bool:
    """Whether it was otherwise before."""
    held = held_while_open(session)
    space = own_space(actor, held)
    if space is None or not facilitates_space(actor, held, space):
        raise PermissionDenied
    LiveSpace.objects.get_or_create(space=space, defaults={"session": held})
    stood = LiveSpace.objects.filter(space=space, is_paused=not is_paused)
    return stood.update(is_paused=is_paused) > 0
