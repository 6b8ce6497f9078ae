"""Caucuses of a community: its own words, and the words to keep out of mail."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable

from django.db.models import (
    QuerySet,
)

from caucus.enums import SpaceKind
from caucus.models import (
    Caucus,
    Space,
)
from cop.core import clock
from cop.members.models import Community
from sessions_app.models import Session

# A number to dial, or the code of a meeting.
CODES = re.compile(r"\+?\d(?:[\d ()-]*\d){4,}")
# After it, "the library" is a word again like any other.
ROOMS_KEPT_OUT = dt.timedelta(days=31)
JOINERS = re.compile(r"[\s_\-\u2010-\u2015\u2212]+")


def caucuses_of(community: Community) -> QuerySet[Caucus]:
    """The community's caucuses in their order: its own content, for everybody in it."""
    return Caucus.objects.filter(community=community)


def _folded(text: str) -> str:
    return JOINERS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def caucus_matcher(community: Community) -> Callable[[str], Caucus | None]:
    """A function from what somebody typed to the caucus they meant; one query for all.

    It knows key, name, singular, plural and adjective; case, spaces, hyphens and underscores do
    not matter. None for anything else, and for a word that more than one caucus uses.
    """
    meant: dict[str, Caucus | None] = {}
    for caucus in caucuses_of(community):
        words = (caucus.key, caucus.name, caucus.singular, caucus.plural, caucus.adjective)
        for word in {_folded(word) for word in words} - {""}:
            meant[word] = None if word in meant else caucus
    return lambda text: meant.get(_folded(text))


def terms_of(community_id: int) -> list[str]:
    """Every word and address a community's mail may not carry: terms, space names, ways in."""
    words: list[str] = []
    for caucus in Caucus.objects.filter(community=community_id):
        words += [caucus.key, caucus.key.replace("_", " "), caucus.name, caucus.singular]
        words += [caucus.plural, caucus.adjective]
    for kind in (SpaceKind.EVERYONE, SpaceKind.REFLECTION):
        words += [str(kind.label), str(kind.label).replace("’", "'")]
    spaces = Space.objects.filter(session__community=community_id)
    for space in spaces.exclude(door="", dial_in="", room="").select_related("session"):
        words += [space.door, space.dial_in, *CODES.findall(space.dial_in)]
        if space.session.held_on >= clock.now().date() - ROOMS_KEPT_OUT:
            words.append(space.room)
    shared = Session.objects.filter(community=community_id).exclude(dial_in="")
    known = "\n".join(shared.values_list("dial_in", flat=True))
    return [word for word in dict.fromkeys(words) if word and not _is_dialled(word, known)]


def _is_dialled(word: str, known: str) -> bool:
    """A number that leads to where all meet too: only its code is the space's own."""
    return CODES.fullmatch(word) is not None and _folded(word) in _folded(known)
