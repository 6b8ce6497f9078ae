"""The few marks drawings are made of, as SVG: text, boxes and lines with plain attributes.

All text is escaped here, so callers pass plain words. The content policy allows no style.
"""

import re
from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString

FONT = "'Source Sans 3', sans-serif"  # a name with a digit in it stands in quotation marks
INK = "#20272a"
PAPER = "#ffffff"
LINE = "#d8cebf"
EDGE = "#6f6a61"
TEAL = "#14545a"
CLAY = "#a94a2b"
SAND = "#f1ebe0"


def svg(
    name: str, title: str, description: str, height: float, parts: Sequence[str], width: float
) -> SafeString:
    """A whole drawing, which says its title and description to those who cannot see it.

    ``name`` makes the ids unique on the page.
    """
    if not re.fullmatch(r"[A-Za-z][\w-]*", name, re.ASCII):
        raise ValueError("the name of a chart is a letter, then letters, digits, - and _")
    return SafeString(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {px(width)} {px(height)}"'
        f' width="{px(width)}" height="{px(height)}" role="img"'
        f' font-family="{FONT}" font-size="12.5" fill="{INK}"'
        f' aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{safe(title)}</title>'
        f'<desc id="{name}-desc">{safe(description)}</desc>' + "".join(parts) + "</svg>"
    )


def safe(text: str) -> str:
    """Plain words as they may stand in SVG."""
    # Control characters are not allowed in XML at all, escaped or not.
    return escape(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", str(text)))


def px(number: float) -> str:
    """A length or place, to a tenth."""
    return f"{number:.1f}".rstrip("0").rstrip(".")


def text_at(
    x: float,
    y: float,
    words: str,
    *,
    size: float = 0,
    fill: str = "",
    weight: str = "",
    at: str = "",
    turned: int = 0,
) -> str:
    """One line of text; ``at`` is its anchor, ``turned`` degrees round its beginning."""
    extra = f' font-size="{px(size)}"' if size else ""
    extra += f' fill="{fill}"' if fill else ""
    extra += f' font-weight="{weight}"' if weight else ""
    extra += f' text-anchor="{at}"' if at else ""
    extra += f' transform="rotate({turned} {px(x)} {px(y)})"' if turned else ""
    return f'<text x="{px(x)}" y="{px(y)}"{extra}>{safe(words)}</text>'


def rect(x: float, y: float, width: float, height: float, fill: str, stroke: str = "") -> str:
    """A box."""
    edge = f' stroke="{stroke}"' if stroke else ""
    size = f'width="{px(width)}" height="{px(height)}"'
    return f'<rect x="{px(x)}" y="{px(y)}" {size} fill="{fill}"{edge}/>'


def line_to(
    x1: float, y1: float, x2: float, y2: float, stroke: str, *, broken: bool = False
) -> str:
    """A straight line, with gaps where it is broken."""
    ends = f'x1="{px(x1)}" y1="{px(y1)}" x2="{px(x2)}" y2="{px(y2)}"'
    gaps = ' stroke-dasharray="3 4"' if broken else ""
    return f'<line {ends} stroke="{stroke}"{gaps}/>'
