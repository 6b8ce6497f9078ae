"""Documents shipped in ``docs/``, as pages. Their text is ours: it may hold tables."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

CLASSES = {
    "table_open": "govuk-table",
    "thead_open": "govuk-table__head",
    "tbody_open": "govuk-table__body",
    "tr_open": "govuk-table__row",
    "th_open": "govuk-table__header",
    "td_open": "govuk-table__cell",
}


@dataclass(frozen=True, slots=True)
class Document:
    """``title`` is the first heading; ``html`` the rest, its headings from h2 on."""

    title: str
    html: SafeString


def read_document(path: Path, pages: Mapping[str, str]) -> Document:
    """A shipped Markdown file as a page.

    ``pages`` says where the files it links to are read here; other files become plain words.
    """
    first, _, rest = path.read_text(encoding="utf-8").partition("\n")
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(rest)
    _name_headings(tokens)
    _dress_tables(tokens)
    for token in tokens:
        token.children = list(_linked(token.children or [], pages))
    made = parser.renderer.render(tokens, parser.options, {})
    return Document(first.removeprefix("# ").strip(), mark_safe(made))


def _name_headings(tokens: Sequence[Token]) -> None:
    """An address for each section, from its words."""
    for token, words in pairwise(tokens):
        if token.type == "heading_open":
            kept = (letter if letter.isalnum() else "-" for letter in words.content.lower())
            token.attrSet("id", "-".join(filter(None, "".join(kept).split("-"))))


def _dress_tables(tokens: list[Token]) -> None:
    """Each table in a region of its own that scrolls on a phone."""
    number = 0
    for place in reversed(range(len(tokens))):
        token = tokens[place]
        if token.type in CLASSES:
            token.attrSet("class", CLASSES[token.type])
        if token.type == "th_open":
            token.attrSet("scope", "col")
        if token.type == "table_close":
            tokens.insert(place + 1, _raw("</div>"))
        if token.type == "table_open":
            number += 1
            label = format_html("{} ({})", _section(tokens[:place]), number)
            tokens.insert(
                place,
                _raw(
                    '<div class="circle-table-scroll circle-table-scroll--wide" role="region" '
                    f'tabindex="0" aria-label="{label}">'
                ),
            )


def _section(before: Sequence[Token]) -> str:
    """The words of the heading a table stands under."""
    headings = (place for place, one in enumerate(before) if one.type == "heading_open")
    place = max(headings, default=None)
    return "" if place is None else before[place + 1].content


def _raw(html: str) -> Token:
    return Token("html_block", "", 0, content=html + "\n")


def _linked(tokens: Sequence[Token], pages: Mapping[str, str]) -> Iterator[Token]:
    """Links to what can be read here, and to addresses elsewhere; the words of all others."""
    keeps = True
    for token in tokens:
        if token.type == "link_open":
            target = str(token.attrGet("href"))
            file, mark, section = target.partition("#")
            keeps = target.startswith(("https://", "#")) or file in pages
            token.attrSet("href", pages.get(file, file) + mark + section)
            token.attrSet("class", "govuk-link")
        if keeps or token.type not in ("link_open", "link_close"):
            yield token
