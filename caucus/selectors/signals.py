"""Quiet words to the facilitators. Nothing here tells a person together with a space."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from caucus.enums import SignalKind, SpaceKind
from caucus.models import Signal, Space
from caucus.selectors.spaces import name_of, own_space, spaces_of
from cop.core.policy import Actor
from sessions_app.models import Session


@dataclass(frozen=True)
class Word:
    """One line on the facilitators' screen, with the signals it stands for."""

    kind: str
    ids: tuple[UUID, ...]
    who: str = ""  # a member's name, or of a space; "" without a name
    is_some: bool = False  # more than one; how many is not said


def own_signals(actor: Actor, session: Session) -> set[str]:
    """Kinds of what the actor said with their name, and nobody else's."""
    if actor.member is None:
        return set()
    own = Signal.objects.filter(session=session, member=actor.member)
    return set(own.values_list("kind", flat=True))


def space_to_come_to(actor: Actor, session: Session) -> Space | None:
    """Where the actor may ask the facilitators to come; to reflection nobody comes."""
    space = own_space(actor, session)
    return None if space is None or space.kind == SpaceKind.REFLECTION else space


def signals_of(session: Session) -> QuerySet[Signal]:
    """What nobody has seen to yet, for ``can_see_signals`` alone; in no order of time."""
    return Signal.objects.filter(session=session).order_by("kind", "pk")


def words_to_facilitators(session: Session) -> list[Word]:
    """The same, as lines: people by name, spaces by theirs, and the nameless as one."""
    found = list(signals_of(session).select_related("member"))
    names = {each.pk: name_of(each) for each in spaces_of(session)} if found else {}
    nameless = tuple(each.pk for each in found if each.member is None and each.space_id is None)
    words = [
        Word(each.kind, (each.pk,), str(each.member or names.get(each.space_id or 0, "")))
        for each in found
        if each.pk not in nameless
    ]
    if nameless:
        words.append(Word(SignalKind.MOMENT, nameless, is_some=len(nameless) > 1))
    order = list(SignalKind)
    return sorted(words, key=lambda word: (order.index(SignalKind(word.kind)), word.who))


def is_call_waiting(session: Session) -> bool:
    """Somebody would like to be called, and nobody has seen to it."""
    return Signal.objects.filter(session=session, kind=SignalKind.CALL).exists()
