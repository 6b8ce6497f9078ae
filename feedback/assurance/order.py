"""What the order of rows on the disk could tell about the order of people.

PostgreSQL keeps with each row the number of the transaction that wrote it, and its place. Both are
looked at as an intruder would.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext_lazy, ngettext

from feedback.assurance.checks import Group, Place, check, in_numbers
from feedback.box.envelopes import MOVED_ALONG

FEWEST = 20  # below, chance alone puts rows in blocks
FAR_OUT = -5.0  # standard deviations: once in three million looks
ROWS_ON_A_PAGE = 40  # at least

WHAT_TO_DO = gettext_lazy(
    "Rows were written or moved by something other than this program (a restore, a tool that "
    "rewrites tables, an import by hand). Keep everybody away from dumps of this database until "
    "the survey is counted, and find out what it was."
)
LOOKED_AT = gettext_lazy(
    "The transaction’s number and the place on the disk that the database keeps with each row."
)

# ``owner, number, age, place, mark``: who they belong to, who wrote them, and what they hold.
ENVELOPES = """
    SELECT survey_id, xmin::text, age(xmin), ctid::text, encode(ballot_sha, 'hex')
    FROM feedback_envelope
"""
COLLECTED = """
    SELECT survey_id, xmin::text, age(xmin), ctid::text, member_id FROM feedback_collected
"""
ATOMS = "SELECT period_id, xmin::text, age(xmin), ctid::text, kind FROM feedback_atom"
SLIPS = """
    SELECT coalesce(survey_id, period_id), xmin::text, age(xmin), ctid::text, cell || question
    FROM feedback_slip
"""

Row = tuple[Any, ...]


def runs(marks: Sequence[Any]) -> int:
    """Into how many rising pieces a sequence falls; 1 where it is in order."""
    return 1 + sum(later < earlier for earlier, later in pairwise(marks))


def in_order(marks: Sequence[Any]) -> bool:
    """Whether rows lie in the order of their keys, but for the turn of a page."""
    return runs(marks) <= 2 + len(marks) // ROWS_ON_A_PAGE


def in_blocks(labels: Sequence[Any]) -> bool:
    """Whether equal labels lie together more than chance would have it (Barton and David)."""
    n, sizes = len(labels), Counter(labels).values()
    if n < FEWEST or len(sizes) < 2:
        return False
    squares, cubes = sum(size**2 for size in sizes), sum(size**3 for size in sizes)
    pieces = 1 + sum(one != other for one, other in pairwise(labels))
    expected = (n * (n + 1) - squares) / n
    variance = (squares * (squares + n * (n + 1)) - 2 * n * cubes - n**3) / (n**2 * (n - 1))
    return variance > 0 and (pieces - expected) / math.sqrt(variance) < FAR_OUT


def _by_owner(place: Place, sql: str) -> list[list[Row]]:
    """The rows of each box, as they lie on the disk."""
    boxes: dict[Any, list[Row]] = defaultdict(list)
    for row in sorted(place.rows(sql), key=lambda row: in_numbers(row[3])):
        boxes[row[0]].append(row)
    return list(boxes.values())


def _groups(rows: list[Row]) -> list[list[Row]]:
    """The rows of each transaction, the newest first."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[1]].append(row)
    return sorted(groups.values(), key=lambda group: group[0][2])


def _marks(rows: list[Row]) -> list[Any]:
    return [row[4] for row in rows]


def _several_wrote(boxes: int) -> Iterator[str]:
    if boxes:
        yield (
            ngettext(
                "In %d box several transactions wrote the rows, and so tell their order.",
                "In %d boxes several transactions wrote the rows, and so tell their order.",
                boxes,
            )
            % boxes
        )


def _as_they_came(boxes: int) -> Iterator[str]:
    if boxes:
        yield (
            ngettext(
                "In %d box the rows do not lie by their keys, and may lie as they came.",
                "In %d boxes the rows do not lie by their keys, and may lie as they came.",
                boxes,
            )
            % boxes
        )


def _unmixed(boxes: int) -> Iterator[str]:
    if boxes:
        yield (
            ngettext(
                "In %d box rows of one kind lie together, as they do where nobody mixed them.",
                "In %d boxes rows of one kind lie together, as they do where nobody mixed them.",
                boxes,
            )
            % boxes
        )


@check(
    Group.ORDER,
    gettext_lazy("Envelopes do not say which came when"),
    looked_at=LOOKED_AT,
    todo=WHAT_TO_DO,
)
def envelopes_tell_no_order(place: Place) -> Iterator[str]:
    """The newest was written with 31 others, and each such group lies in the keys' order."""
    boxes = [_groups(rows) for rows in _by_owner(place, ENVELOPES)]
    newest_apart = [
        groups
        for groups in boxes
        if len(groups[0]) < min(MOVED_ALONG + 1, sum(len(group) for group in groups))
    ]
    as_they_came = [
        groups for groups in boxes if not all(in_order(_marks(group)) for group in groups)
    ]
    yield from _several_wrote(len(newest_apart))
    yield from _as_they_came(len(as_they_came))


@check(
    Group.ORDER,
    gettext_lazy("Collected papers do not say who came first"),
    looked_at=LOOKED_AT,
    todo=WHAT_TO_DO,
)
def collected_tells_no_order(place: Place) -> Iterator[str]:
    """All rows of a survey are written together, in the members' order."""
    boxes = _by_owner(place, COLLECTED)
    yield from _several_wrote(sum(len(_groups(rows)) > 1 for rows in boxes))
    yield from _as_they_came(sum(not in_order(_marks(rows)) for rows in boxes))


@check(
    Group.ORDER,
    gettext_lazy("What waits for the end of a period does not say which session it came from"),
    looked_at=LOOKED_AT,
    todo=WHAT_TO_DO,
)
def atoms_tell_no_order(place: Place) -> Iterator[str]:
    """Each count writes all atoms of the period anew, mixed."""
    boxes = _by_owner(place, ATOMS)
    yield from _several_wrote(sum(len(_groups(rows)) > 1 for rows in boxes))
    yield from _unmixed(sum(in_blocks(_marks(rows)) for rows in boxes))


@check(
    Group.ORDER,
    gettext_lazy("Comments do not say whose lay beside whose"),
    looked_at=gettext_lazy(
        "The transaction’s number and the place on the disk of every comment before review."
    ),
    todo=WHAT_TO_DO,
)
def slips_tell_no_order(place: Place) -> Iterator[str]:
    """A count writes its slips once, mixed."""
    boxes = _by_owner(place, SLIPS)
    yield from _several_wrote(sum(len(_groups(rows)) > 1 for rows in boxes))
    yield from _unmixed(sum(in_blocks(_marks(rows)) for rows in boxes))
