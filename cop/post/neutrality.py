"""Nothing that leaves by mail names a caucus or a space.

Subjects are read over shoulders, calendars are shared and mail servers keep what passes. So a
letter with one of the community's own words for race in it is refused, wherever the word stands
and however it is spelt, and nothing is sent.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core.errors import Refused
from cop.core.registry import terms_to_avoid

PLACES = {
    "subject": gettext_lazy("subject"),
    "text": gettext_lazy("text"),
    "html": gettext_lazy("formatted text"),
    "calendar": gettext_lazy("calendar entry"),
    "sender": gettext_lazy("sender"),
}
TAG = re.compile(r"<[^>]*>")
CALENDAR_FOLD = re.compile(r"\r?\n[ \t]")
SEPARATORS = re.compile(r"[\s\-_‐-―−+/.]+")


def folded(text: str) -> str:
    """The text with case, invisible characters and kinds of hyphen and space made alike."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return SEPARATORS.sub(" ", text).strip()


def _readings(text: str) -> Iterator[str]:
    """The ways in which a part can be read: as it stands, decoded, with and without its marks."""
    text = CALENDAR_FOLD.sub("", text) if "BEGIN:VCALENDAR" in text else text
    decoded = html.unescape(unquote(text))
    yield folded(text)
    yield folded(decoded)
    yield folded(html.unescape(TAG.sub("", text)))
    yield folded(html.unescape(TAG.sub(" ", text)))


def term_in(text: str, terms: Iterable[str]) -> str:
    """The first of the terms that stands in the text as words of its own, or ""."""
    readings = set(_readings(text))
    for term in terms:
        wanted = folded(term)
        if not wanted:
            continue
        pattern = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)")
        if any(pattern.search(reading) for reading in readings):
            return term
    return ""


def require_neutral(community_id: int, parts: Mapping[str, str]) -> None:
    """Raise Refused, naming place and word, if a part holds one of the community's terms.

    ``parts`` maps a place (a key of ``PLACES``) to what stands there.
    """
    terms = terms_to_avoid(community_id)
    for place, text in parts.items():
        term = term_in(text, terms)
        if term:
            raise Refused(
                _(
                    "The %(place)s of the mail says “%(term)s”. Mail is read over shoulders, so "
                    "it never names a caucus or a space. Change the words and try again."
                )
                % {"place": PLACES[place], "term": term}
            )
