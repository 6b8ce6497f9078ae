"""Authored Markdown made safe HTML, the one way free text with marks reaches a page or a PDF."""

import re
from collections.abc import Sequence
from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

ALLOWED_TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p",
    "pre", "strong", "ul",
}  # fmt: skip
TABLE_TAGS = {"table", "thead", "tbody", "tr", "th", "td"}
ALLOWED_SCHEMES = {"http", "https", "mailto"}
LAST_LEVEL = 6
# Without a scheme a link would point into the site it is shown on.
_LINK = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x1f]+", re.IGNORECASE)


def markdown_to_html(text: str, heading_offset: int = 1) -> SafeString:
    """The HTML of `text`, which anybody may have written.

    Headings start one below `heading_offset` (1: the first heading is an h2) and never skip a
    level, so the text nests under the section that holds it. Raw HTML is shown as typed; images
    are not made; a link with another scheme than http, https or mailto stays text.
    """
    parser = _parser()
    tokens = parser.parse(text.replace("\x00", ""))
    nest_headings(tokens, heading_offset)
    return cleaned(parser.renderer.render(tokens, parser.options, {}))


def cleaned(html: str, *, tables: bool = False) -> SafeString:
    """Whatever the parser let through, only these tags and attributes leave."""
    return mark_safe(
        nh3.clean(
            html,
            tags=ALLOWED_TAGS | TABLE_TAGS if tables else ALLOWED_TAGS,
            attributes={"*": set(), "a": {"href"}, "ol": {"start"}, "th": {"scope"}},
            set_tag_attribute_values={"th": {"scope": "col"}},
            url_schemes=ALLOWED_SCHEMES,
            link_rel="noopener noreferrer",
        )
    )


def markdown_parser() -> MarkdownIt:
    """A parser of what anybody may write; a room with marks of its own adds them to it."""
    parser = MarkdownIt("commonmark", {"html": False, "typographer": False})
    parser.disable(["image", "html_block", "html_inline"])
    parser.validateLink = lambda url: _LINK.fullmatch(url) is not None  # type: ignore[method-assign]
    return parser


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return markdown_parser()


def nest_headings(tokens: Sequence[Token], offset: int) -> None:
    """Shift headings and close gaps: after an h2 comes an h3, whatever the author typed."""
    if not 1 <= offset < LAST_LEVEL:
        raise ValueError("heading_offset is 1 to 5")
    open_levels: list[int] = []  # the levels as typed, outermost first
    for token in tokens:
        if token.type == "heading_open":
            typed = int(token.tag[1])
            while open_levels and open_levels[-1] >= typed:
                open_levels.pop()
            open_levels.append(typed)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(len(open_levels) + offset, LAST_LEVEL)}"
