"""Whom a meeting's list means: by address, then by name, else somebody says."""

import json
import re
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from cop.core.names import clean_line, folded
from cop.members.models import Member, User
from cop.post.policies import neutrality
from sessions_app.imports.columns import OF_RACE
from sessions_app.imports.meeting import Present

BRIEFLY = 10  # minutes; whoever was there for less is shown as such
MOST_CANDIDATES = 8
SHORTEST_WORD = 3  # letters of a name that may point at somebody


@dataclass(frozen=True)
class Found:
    """A line of the list as it is kept until it is confirmed: no address, no time, no duration."""

    name: str
    members: tuple[int, ...]  # keys of those it may mean
    is_sure: bool
    was_brief: bool


def find_present(
    people: Iterable[Present], members: list[Member], guests: Iterable[User]
) -> list[Found]:
    """Everybody on the list but guests, with the members each may be; each member once."""
    by_address: dict[str, Member] = {}
    by_name: dict[str, list[Member]] = {}
    for member in members:
        for address in (member.email, member.person.email if member.person else ""):
            if address:
                by_address.setdefault(address.lower(), member)
        by_name.setdefault(folded(member.name), []).append(member)
    visiting = [(guest.email.lower(), folded(str(guest))) for guest in guests]
    is_neutral = neutrality(members[0].community_id) if members else None
    words = {member.pk: _words(folded(member.name)) for member in members}
    found: list[Found] = []
    taken: dict[int, int] = {}
    for one in people:
        if any(one.email == email or name in one.names for email, name in visiting):
            continue
        line = _found(one, by_address, by_name, words)
        if not line.is_sure and not (is_neutral and _is_plain(line.name, is_neutral)):
            line = replace(line, name=_("Somebody whose name is not shown"))
        if line.is_sure and line.members[0] in taken:
            # The same person from two devices, once long and once short.
            place = taken[line.members[0]]
            if found[place].was_brief:
                found[place] = line
            continue
        if line.is_sure:
            taken[line.members[0]] = len(found)
        found.append(line)
    return found


def _found(
    one: Present,
    by_address: dict[str, Member],
    by_name: dict[str, list[Member]],
    words: dict[int, set[str]],
) -> Found:
    brief = one.minutes is not None and one.minutes < BRIEFLY
    if one.email in by_address:
        member = by_address[one.email]
        return Found(member.name, (member.pk,), True, brief)
    named = {member.pk: member for name in one.names for member in by_name.get(name, [])}
    if len(named) == 1:
        return Found(next(iter(named.values())).name, tuple(named), True, brief)
    said = set().union(*map(_words, one.names))
    may_be = list(named) or [member for member, own in words.items() if own & said]
    return Found(clean_line(one.name)[:100], tuple(may_be[:MOST_CANDIDATES]), False, brief)


def _words(name: str) -> set[str]:
    return {word for word in re.split(r"\W+", name) if len(word) >= SHORTEST_WORD}


def _is_plain(name: str, is_neutral: Callable[[str], bool]) -> bool:
    """Whether a name tells of no caucus beside it: people write that after their names."""
    return is_neutral(name) and not OF_RACE.search(name)


def pack(found: Iterable[Found]) -> bytes:
    """Few bytes; ``unpack_found`` reads them."""
    rows = [[one.name, one.members, one.is_sure, one.was_brief] for one in found]
    return zlib.compress(json.dumps(rows, ensure_ascii=False).encode())


def unpack_found(packed: bytes) -> list[Found]:
    """What was packed."""
    return [
        Found(name, tuple(members), is_sure, was_brief)
        for name, members, is_sure, was_brief in json.loads(zlib.decompress(packed))
    ]
