"""Counts, shares and rates as people read them: exact, rounded half up, always with "x of n".

A count is an ``int`` where it is exact. What is only known roughly, like "over 160", is a ``Rough``
and stays one in every sum; it is no number, so that it is never taken for one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from django.utils.translation import gettext as _

from cop.core.errors import Refused

HIGHEST_COUNT = 99_999


class Bound(StrEnum):
    """In which way a number is rough."""

    AT_LEAST = "at_least"
    OVER = "over"
    ABOUT = "about"
    ABOUT_OR_MORE = "about_or_more"  # a sum of the others only


@dataclass(frozen=True, slots=True)
class Rough:
    """A number that is not exact: "over 160", "about 20"."""

    number: int
    bound: Bound

    def __str__(self) -> str:
        match self.bound:
            case Bound.AT_LEAST:
                return _("at least %d") % self.number
            case Bound.OVER:
                return _("over %d") % self.number
            case Bound.ABOUT:
                return _("about %d") % self.number
            case Bound.ABOUT_OR_MORE:
                return _("about %d or more") % self.number

    @property
    def short(self) -> str:
        """For a drawing: ``>160``, ``≥160``, ``~20``."""
        sign = {Bound.AT_LEAST: "≥", Bound.OVER: ">"}.get(self.bound, "~")
        return f"{sign}{self.number}"


Count = int | Rough


def number_in(count: Count) -> int:
    """The number a rough count names; for drawing and for finding the highest, never for sums."""
    return count if isinstance(count, int) else count.number


def add_up(counts: Iterable[Count]) -> Count:
    """The sum, as rough as its parts: a lower bound stays one, and so does an estimate."""
    listed = list(counts)
    number = sum(number_in(count) for count in listed)
    bounds = {count.bound for count in listed if isinstance(count, Rough)}
    if not bounds:
        return number
    if bounds == {Bound.ABOUT}:
        return Rough(number, Bound.ABOUT)
    if bounds & {Bound.ABOUT, Bound.ABOUT_OR_MORE}:
        return Rough(number, Bound.ABOUT_OR_MORE)
    return Rough(number, Bound.OVER if Bound.OVER in bounds else Bound.AT_LEAST)


_WORDS_AFTER = r"(?:people|persons|participants|attendees|members|attended|came|intotal)?\.?"
_TYPED = {
    Bound.OVER: re.compile(r"(?:over|morethan|above|>)(\d+)" + _WORDS_AFTER),
    Bound.AT_LEAST: re.compile(
        r"(?:(?:atleast|minimum|min\.?|≥|>=)(\d+)|(\d+)(?:\+|ormore|plus))" + _WORDS_AFTER
    ),
    Bound.ABOUT: re.compile(
        r"(?:about|around|approx\.?|approximately|roughly|circa|ca?\.?|some|~|≈)(\d+)"
        + _WORDS_AFTER
    ),
}
_EXACT = re.compile(r"(\d+)" + _WORDS_AFTER)


def read_count(text: str) -> Count:
    """Read "19", "over 160", "160+", "at least 12" or "about 20". Raises Refused otherwise."""
    typed = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text.strip().lower())
    typed = re.sub(r"\s+", "", typed)
    for bound, pattern in [(None, _EXACT), *_TYPED.items()]:
        match = pattern.fullmatch(typed)
        if match is None:
            continue
        number = int(next(filter(None, match.groups()))[:6])
        if number <= HIGHEST_COUNT:
            return number if bound is None else Rough(number, bound)
    raise Refused(_("Write how many came: 19, over 160, at least 12 or about 20."))


def percentage(part: int, whole: int, *, places: int = 1) -> Decimal:
    """``part`` of ``whole`` in per cent, rounded half up.

    Whole numbers throughout, so that a true half is never lost to a binary fraction.
    Raises ``ValueError`` unless 0 <= part <= whole and whole > 0.
    """
    if whole <= 0 or not 0 <= part <= whole:
        raise ValueError("a share is a part of a whole that is not empty")
    scale = 10**places
    return Decimal((200 * scale * part + whole) // (2 * whole)).scaleb(-places)


def share_text(part: int, whole: int) -> str:
    """``34 of 66 (51.5%)``; only ``0 of 0``, and ``7 of 6``, where there is no share."""
    if whole <= 0 or part > whole:
        return f"{part} of {whole}"
    return f"{part} of {whole} ({percentage(part, whole)}%)"


def rate_text(part: int, whole: Count) -> str:
    """The share of a whole that may be rough.

    Of a lower bound the share is an upper one, rounded up; of an estimate there is none.
    """
    if isinstance(whole, int):
        return share_text(part, whole)
    least = whole.number
    if whole.bound in (Bound.AT_LEAST, Bound.OVER) and least and part <= least:
        most = Decimal(-(-1000 * part // least)).scaleb(-1)
        return _("%(part)d of %(whole)s (at most %(most)s%%)") % {
            "part": part,
            "whole": whole,
            "most": most,
        }
    return _("%(part)d of %(whole)s") % {"part": part, "whole": whole}


def parts_behind(percent: Decimal, whole: int) -> list[int]:
    """The numbers out of ``whole`` that print as ``percent`` with its own number of decimals."""
    exponent = percent.as_tuple().exponent
    if not isinstance(exponent, int) or whole <= 0:
        raise ValueError("a percentage is a number, of a whole that is not empty")
    places = max(0, -exponent)
    near = int((percent * whole / 100).to_integral_value(ROUND_HALF_UP))
    # Rounding moves a share by at most half a unit of the last place; one part more on each side.
    reach = whole // (200 * 10**places) + 1
    candidates = range(max(0, near - reach), min(whole, near + reach) + 1)
    return [part for part in candidates if percentage(part, whole, places=places) == percent]


def possible_percentage(percent: Decimal, whole: int) -> bool:
    """Whether any whole number out of ``whole`` can print as ``percent``; if not, flag it."""
    return bool(parts_behind(percent, whole))
