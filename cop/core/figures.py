"""Counts, shares and rates as people read them: exact, rounded half up, always with "x of n"."""

from decimal import ROUND_HALF_UP, Decimal


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
    """``34 of 66 (51.5%)``; of nothing, only ``0 of 0``."""
    if whole == 0 and part == 0:
        return "0 of 0"
    return f"{part} of {whole} ({percentage(part, whole)}%)"


def range_text(least: int, most: int, whole: int) -> str:
    """``1–5 of 12 (8.3–41.7%)``: the two bounds and no midpoint; equal bounds print once."""
    if least == most:
        return share_text(least, whole)
    bounds = f"{percentage(least, whole)}–{percentage(most, whole)}"
    return f"{least}–{most} of {whole} ({bounds}%)"


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
