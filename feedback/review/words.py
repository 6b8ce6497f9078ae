"""A comment's words, for choosing them one by one."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from cop.core.errors import Refused

RUN = re.compile(r"\S+")
BEFORE = "([{\"'«“‘"
AFTER = ".,;:!?)]}\"'»”’"

Span = tuple[int, int]


def words(body: str) -> list[Span]:
    """Where each word stands, in code points; marks around it are left out."""
    return [span for run in RUN.finditer(body) if (span := _trimmed(run))]


def spans_of(body: str, chosen: Iterable[Span]) -> list[Span]:
    """The chosen words as spans: neighbours make one. Raises Refused for what is no word."""
    places = {span: place for place, span in enumerate(words(body))}
    try:
        ordered = sorted({places[span] for span in chosen})
    except KeyError:
        raise Refused(_("The words chosen are not those of the comment. Choose them again.")) from (
            None
        )
    listed = list(places)
    spans: list[Span] = []
    for before, place in zip([None, *ordered], ordered, strict=False):
        start, end = listed[place]
        if before is not None and before == place - 1:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _trimmed(run: re.Match[str]) -> Span:
    text = run.group()
    start = run.start() + len(text) - len(text.lstrip(BEFORE))
    end = run.end() - (len(text) - len(text.rstrip(AFTER)))
    return (start, end) if start < end else run.span()
