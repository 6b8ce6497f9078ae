"""A slip as its reviewers see it: its words to be chosen, what tells, and what was edited."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.enums import Reading
from feedback.models import Slip
from feedback.review.highlights import Mark, Why, highlights
from feedback.review.names import names_known
from feedback.review.operations import Operation, Piece, pieces, spoken, units_before
from feedback.review.queue import unit_of
from feedback.review.words import words

WHY: dict[Why, str | Promise] = {
    Why.FACILITATOR: gettext_lazy("about a facilitator"),
    Why.CONTACT: gettext_lazy("an address or a number"),
    Why.NAME: gettext_lazy("a name"),
    Why.ORGANISATION: gettext_lazy("an organisation"),
    Why.ONLY: gettext_lazy("tells who somebody is"),
    Why.MOMENT: gettext_lazy("tells when"),
}

# What most often stands in the brackets; in the reviewer's own words where none fits.
READY_WORDS = (
    gettext_lazy("name"),
    gettext_lazy("organisation"),
    gettext_lazy("role"),
    gettext_lazy("place"),
    gettext_lazy("facilitator"),
    gettext_lazy("profession"),
    gettext_lazy("date"),
)


@dataclass(frozen=True, slots=True)
class Telling:
    """A highlighted part of the text and why it may tell who, in words."""

    text: str
    why: str


@dataclass(frozen=True, slots=True, repr=False)
class SlipText:
    """The text with its marks; ``choosing`` has a box for each word, ``reading`` has none."""

    choosing: SafeString
    reading: SafeString
    telling: tuple[Telling, ...]
    is_about_facilitator: bool


def slip_text(slip: Slip, made: Sequence[Operation]) -> SlipText:
    """The slip's text, with the edits made so far. Six queries, whatever its length."""
    known = names_known(unit_of(slip).community, slip.survey)
    marks = highlights(slip.body, known)
    return SlipText(
        choosing=_html(slip.body, made, marks, choosing=True),
        reading=_html(slip.body, made, marks, choosing=False),
        telling=tuple(
            Telling(spoken(slip.body)[mark.start : mark.end], str(WHY[mark.why])) for mark in marks
        ),
        is_about_facilitator=any(mark.why is Why.FACILITATOR for mark in marks),
    )


def _html(
    body: str, made: Iterable[Operation], marks: Sequence[Mark], *, choosing: bool
) -> SafeString:
    """Piece by piece, escaped; without white space of its own, which would be the author's."""
    found = words(body)
    parts = []
    for piece in pieces(body, made):
        if piece.operation is not None:
            parts.append(_edited(piece, body))
        else:
            inside = [one for one in found if piece.start <= one[0] and one[1] <= _end(piece)]
            parts += _plain(piece, body, inside, marks, choosing=choosing)
    return format_html_join("", "{}", ((part,) for part in parts))


def _plain(
    piece: Piece,
    body: str,
    inside: list[tuple[int, int]],
    marks: Sequence[Mark],
    *,
    choosing: bool,
) -> Iterable[SafeString]:
    at = piece.start
    said = spoken(body)
    for start, end in inside:
        yield _gap(said[at:start], body, at)
        why = next((mark.why for mark in marks if mark.start < end and start < mark.end), None)
        yield _word(said[start:end], body, start, why, choosing=choosing)
        at = end
    yield _gap(said[at : _end(piece)], body, at)


def _word(text: str, body: str, start: int, why: Why | None, *, choosing: bool) -> SafeString:
    style = "circle-words__telling" if why else ""
    word = format_html(
        '<span data-at="{}" class="{}">{}</span>', units_before(body, start), style, text
    )
    if not choosing:
        return word
    box = format_html(
        '<input class="circle-words__box" type="checkbox" name="word" value="{}-{}">',
        start,
        start + len(text),
    )
    hint = format_html('<span class="govuk-visually-hidden"> ({})</span>', WHY[why]) if why else ""
    return format_html('<label class="circle-words__word">{}{}{}</label>', box, word, hint)


def _gap(text: str, body: str, at: int) -> SafeString:
    if not text:
        return SafeString("")
    return format_html('<span data-at="{}">{}</span>', units_before(body, at), text)


def _edited(piece: Piece, body: str) -> SafeString:
    """The words taken out stay in sight of the reviewers, struck through."""
    gone = (
        format_html('<del data-at="{}">{}</del>', units_before(body, piece.start), piece.text)
        if piece.text
        else ""
    )
    put_in = piece.operation.in_brackets if piece.operation else ""
    return format_html("{}<ins>{}</ins>", gone, put_in)


def _end(piece: Piece) -> int:
    return piece.start + len(piece.text)


def edits_in_words(body: str, made: Iterable[Operation]) -> list[tuple[str, str]]:
    """Each edit as (what it was, what stands there now)."""
    said = spoken(body)
    return [(said[one.start : one.end], one.in_brackets) for one in made]


def why_without_text(slip: Slip) -> str:
    """Why only topics of this slip may leave."""
    if slip.reading == Reading.TOPICS:
        return _("Too few people answered for their words to be passed on.")
    return _("Suggestions are passed on as topics, never in somebody’s own words.")
