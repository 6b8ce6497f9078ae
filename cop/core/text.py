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
    if not 1 <= heading_offset < LAST_LEVEL:
        raise ValueError("heading_offset is 1 to 5")
    parser = _parser()
    tokens = parser.parse(text.replace("\x00", ""))
    _nest_headings(tokens, heading_offset)
    made = parser.renderer.render(tokens, parser.options, {})
    # Whatever the parser let through, only these tags and attributes leave.
    return mark_safe(
        nh3.clean(
            made,
            tags=ALLOWED_TAGS,
            attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
            url_schemes=ALLOWED_SCHEMES,
            link_rel="noopener noreferrer",
        )
    )


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "typographer": False})
    parser.disable(["image", "html_block", "html_inline"])
    parser.validateLink = lambda url: _LINK.fullmatch(url) is not None  # type: ignore[method-assign]
    return parser


def _nest_headings(tokens: Sequence[Token], offset: int) -> None:
    """Shift headings and close gaps: after an h2 comes an h3, whatever the author typed."""
    open_levels: list[int] = []  # the levels as typed, outermost first
    for token in tokens:
        if token.type == "heading_open":
            typed = int(token.tag[1])
            while open_levels and open_levels[-1] >= typed:
                open_levels.pop()
            open_levels.append(typed)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(len(open_levels) + offset, LAST_LEVEL)}"
