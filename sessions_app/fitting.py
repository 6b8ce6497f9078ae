"""Parts of a session made to fill another length: pure."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from cop.core.errors import Refused
from sessions_app.enums import SegmentKind
from sessions_app.formats import Part, length_of


def fitted(parts: Sequence[Part], minutes: int) -> tuple[Part, ...]:
    """The parts, filling so many minutes. Time to answer stays, the others share what is left.

    Raises Refused where the parts would have no minute each.
    """
    if length_of(parts) == minutes:
        return tuple(parts)
    shares = [part.minutes if _gives(part) else 0 for part in parts]
    left = minutes - sum(part.minutes for part in parts if part.counts and not _gives(part))
    if left < sum(map(_gives, parts)) or not any(shares):
        raise Refused(_("That is too short for the parts of this format. Choose a longer time."))
    given = _shared_out(shares, left)
    return tuple(
        replace(part, minutes=number) if _gives(part) else part
        for part, number in zip(parts, given, strict=True)
    )


def _gives(part: Part) -> bool:
    return part.counts and part.kind != SegmentKind.FEEDBACK


def _shared_out(shares: Sequence[int], whole: int) -> list[int]:
    """The whole by shares, in integers, at least one to each share (largest remainders)."""
    wanted = sum(shares)
    # One minute each is given first, so that no part vanishes.
    rest = whole - sum(share > 0 for share in shares)
    exact = [share * rest for share in shares]
    given = [number // wanted for number in exact]
    by_rest = sorted(range(len(shares)), key=lambda at: (-(exact[at] % wanted), at))
    for at in by_rest[: rest - sum(given)]:
        given[at] += 1
    return [number + (share > 0) for number, share in zip(given, shares, strict=True)]
