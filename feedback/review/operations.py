"""Edits of a comment, kept as operations that hold not one word of it.

Positions count code points; the end is not included. Square brackets always mean the editor, so the
author's own become round ones. What stands outside the brackets was written by the author: an edit
takes away or puts brackets in, and nothing is typed anew (L8).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from cop.core.errors import Refused
from cop.core.names import clean_line

LONGEST = 60
"""Characters an editor may put into one pair of brackets."""

AUTHORS_BRACKETS = str.maketrans("[]［］", "()()")


class Kind(StrEnum):
    CUT = "cut"
    REPLACE = "replace"
    INSERT = "insert"


@dataclass(frozen=True, slots=True, order=True)
class Operation:
    """One edit. An insertion begins and ends at the same place."""

    start: int
    end: int
    kind: Kind
    text: str = ""

    @property
    def in_brackets(self) -> str:
        return "[…]" if self.kind is Kind.CUT else f"[{self.text}]"

    def as_json(self) -> list[Any]:
        return [self.start, self.end, str(self.kind), self.text]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of the author's words, or (``operation``) what an edit makes of some of them."""

    start: int
    text: str
    operation: Operation | None = None


def from_json(stored: Iterable[Sequence[Any]]) -> tuple[Operation, ...]:
    """Operations as they are kept."""
    return tuple(Operation(start, end, Kind(kind), text) for start, end, kind, text in stored)


def add(body: str, made: Sequence[Operation], new: Operation) -> tuple[Operation, ...]:
    """The operations with one more, in the order of the text.

    Raises Refused for a place outside the text or inside another edit, and for a bad replacement.
    """
    new = Operation(new.start, new.end, new.kind, _cleaned(new))
    is_insert = new.kind is Kind.INSERT
    if not 0 <= new.start <= new.end <= len(body) or (new.start == new.end) != is_insert:
        raise Refused(_("Choose the words to change first."))
    if any(_touch(new, one) for one in made):
        raise Refused(_("These words are changed already. Undo that first."))
    return tuple(sorted((*made, new)))


def pieces(body: str, made: Iterable[Operation]) -> list[Piece]:
    """The text in order: the author's words, and the edits with the words they stand for."""
    body = spoken(body)
    found, at = [], 0
    for one in sorted(made):
        if one.start > at:
            found.append(Piece(at, body[at : one.start]))
        found.append(Piece(one.start, body[one.start : one.end], one))
        at = one.end
    if at < len(body):
        found.append(Piece(at, body[at:]))
    return found


def redacted(body: str, made: Iterable[Operation]) -> str:
    """What others will read. An insertion is set off by spaces."""
    text = ""
    for piece in pieces(body, made):
        if piece.operation is None:
            text += piece.text
        elif piece.operation.kind is Kind.INSERT:
            before = " " if text and not text[-1].isspace() else ""
            text += f"{before}{piece.operation.in_brackets} "
        else:
            text += piece.operation.in_brackets
    return text.strip()


def spoken(body: str) -> str:
    """The author's words, without square brackets; every position stays."""
    return body.translate(AUTHORS_BRACKETS)


def span_of(body: str, start: int, end: int, quote: str) -> tuple[int, int]:
    """Code points from the UTF-16 units a browser counts. Raises Refused unless the quote fits."""
    span = (_point(body, start), _point(body, end))
    # A form's line ends are two characters on their way.
    if spoken(body)[slice(*span)] != quote.replace("\r\n", "\n"):
        raise Refused(_("The words chosen are not those of the comment. Choose them again."))
    return span


def units_before(body: str, at: int) -> int:
    """How many UTF-16 units come before a code point."""
    return len(body[:at].encode("utf-16-le")) // 2


def _point(body: str, units: int) -> int:
    encoded = body.encode("utf-16-le")
    try:
        return len(encoded[: max(units, 0) * 2].decode("utf-16-le"))
    except UnicodeDecodeError:  # between the halves of one character
        raise Refused(_("Choose whole characters.")) from None


def _cleaned(new: Operation) -> str:
    if new.kind is Kind.CUT:
        return ""
    text = clean_line(new.text.translate(dict.fromkeys(map(ord, "[]［］"))))
    if not text:
        raise Refused(_("Write what is to stand in the brackets."))
    if len(text) > LONGEST:
        raise Refused(_("Shorten what stands in the brackets to at most %d characters.") % LONGEST)
    return text


def _touch(new: Operation, old: Operation) -> bool:
    if new.start == new.end or old.start == old.end:
        return (
            old.start < new.start < old.end
            or new.start < old.start < new.end
            or ((new.start, new.end) == (old.start, old.end))
        )
    return new.start < old.end and old.start < new.end
