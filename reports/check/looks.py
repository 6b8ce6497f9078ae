"""What those who cannot see a figure or a colour need: read from the document as it is built."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from lxml import html  # type: ignore[import-untyped]

from reports.check.draft import Draft
from reports.check.problem import Problem, error

WORDS = 4.5  # to one, as WCAG 2.2 asks of words
PAPER = "#ffffff"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def figures_are_described(draft: Draft) -> Iterator[Problem]:
    """Every drawing says its title and description, every picture its alternative text."""
    for drawing in draft.page.iter("svg"):
        said = [drawing.find(name) for name in ("title", "desc")]
        if any(part is None or not (part.text or "").strip() for part in said):
            yield _undescribed(draft, _caption(drawing))
    for picture in draft.page.iter("img"):
        if not (picture.get("alt") or "").strip():
            yield _undescribed(draft, _caption(picture))


def _undescribed(draft: Draft, caption: str) -> Problem:
    return error(
        "no_alternative_text",
        _("“%s” has no description for those who cannot see it. Take the figures again.") % caption,
        draft.places.report,
    )


def _caption(drawing: html.HtmlElement) -> str:
    found = drawing.xpath("ancestor::figure[1]/figcaption")
    return " ".join(found[0].text_content().split()) if found else _("A figure")


def tables_have_captions(draft: Draft) -> Iterator[Problem]:
    """And every column a heading; an author’s own table is named by the words around it."""
    for table in draft.page.iter("table"):
        caption = table.find("caption")
        heads = table.xpath("./thead//th")
        named = caption is not None and caption.text_content().strip()
        if not (named or table.xpath("ancestor::*[@class='report-authored']")) or not all(
            head.text_content().strip() for head in heads
        ):
            yield error(
                "table_without_caption",
                _("A table has no heading, or a column of it has none. Take the figures again."),
                draft.places.report,
            )


def words_can_be_read(draft: Draft) -> Iterator[Problem]:
    """Words in drawings stand out from what lies behind them."""
    for drawing in draft.page.iter("svg"):
        faint = [text for text in drawing.iter("text") if _is_faint(drawing, text)]
        if faint:
            yield error(
                "contrast_too_low",
                _("“%(words)s” in “%(figure)s” is too pale to be read. Take the figures again.")
                % {"words": faint[0].text_content(), "figure": _caption(drawing)},
                draft.places.report,
            )


def _is_faint(drawing: html.HtmlElement, text: html.HtmlElement) -> bool:
    ink = next(iter(text.xpath("ancestor-or-self::*[@fill][1]/@fill")), "#000000")
    if not _COLOUR.fullmatch(ink):
        return False
    return contrast(ink, _behind(drawing, text)) < WORDS


def _behind(drawing: html.HtmlElement, text: html.HtmlElement) -> str:
    """The colour of the last shape drawn where the text begins or is centred."""
    at = _number(text, "x"), _number(text, "y")
    found = PAPER
    for shape in drawing.iter("rect", "text"):
        if shape is text:
            break
        fill = shape.get("fill") or ""
        if shape.tag == "rect" and _COLOUR.fullmatch(fill) and _covers(shape, *at):
            found = fill
    return found


def _covers(shape: html.HtmlElement, x: float, y: float) -> bool:
    left, top = _number(shape, "x"), _number(shape, "y")
    right, bottom = left + _number(shape, "width"), top + _number(shape, "height")
    return left <= x <= right and top <= y <= bottom


def _number(element: html.HtmlElement, name: str) -> float:
    try:
        return float(element.get(name) or 0)
    except ValueError:
        return 0.0


def contrast(one: str, other: str) -> float:
    """Of two colours, as WCAG 2.2 defines it: 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


LOOK_RULES = (figures_are_described, tables_have_captions, words_can_be_read)
