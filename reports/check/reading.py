"""Authored Markdown as sentences, for rules that look for words and numbers in them.

Not the authors' own figures are: quotations, code, footnotes, and placeholders, which the program
fills. They leave a gap behind, so that nothing is read across them.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

GAP = "▢"
NOTE = "‡"  # a footnote stands here
SOURCE = "†"  # a link led from here
LONGEST = 2000  # what is opened and not closed is not read to the end again and again
_LEFT_OUT = (
    re.compile(r"^(```|~~~).*?^\1[^\n]*$", re.MULTILINE | re.DOTALL),
    re.compile(r"`[^`\n]*`"),
    re.compile(r"^ {0,3}\[\^[^\]\n]*\]:[^\n]*(?:\n {2,}[^\n]*)*", re.MULTILINE),
    re.compile(r"^ {0,3}>[^\n]*$", re.MULTILINE),
    re.compile(rf"“[^”]{{0,{LONGEST}}}”"),
    re.compile(r'"[^"\n]*"'),
    re.compile(r"\{\{[^{}\n]{1,120}\}\}"),
)
_NOTE = re.compile(r"\[\^[^\[\]\n]{0,100}\]")
_LINK = re.compile(rf"\[([^\[\]\n]{{0,500}})\]\([^)\n]{{0,{LONGEST}}}\)")
_LIST_MARK = re.compile(r"^\s*(?:[-*+]|\d{1,9}[.)])\s+", re.MULTILINE)
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+", re.MULTILINE)
_MARKS = re.compile(r"\*\*|__|(?<!\w)[*_]|[*_](?!\w)")
_ENDS = re.compile(r"(?<=[.!?])[)\]]?\s+(?=[^\sa-z])|\n\s*\n|\n(?=\s*(?:[-*+]|\d{1,9}[.)])\s)")


@lru_cache(maxsize=64)
def prose(text: str) -> str:
    """The words without what is not said by the authors themselves."""
    for pattern in _LEFT_OUT:
        text = pattern.sub(GAP, text)
    text = _NOTE.sub(NOTE, text)
    return _LINK.sub(rf"\1{SOURCE}", text)


def sentences(text: str) -> Iterator[str]:
    """The sentences, without marks, each on one line."""
    for piece in _ENDS.split(prose(text)):
        said = _MARKS.sub("", _HEADING.sub("", _LIST_MARK.sub("", piece)))
        said = " ".join(said.split())
        if said:
            yield said


def short(sentence: str, most: int = 90) -> str:
    """For a problem's words."""
    return sentence if len(sentence) <= most else sentence[: most - 1].rstrip() + "…"
