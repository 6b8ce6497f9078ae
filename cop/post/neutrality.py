"""Nothing that leaves by mail, or in a calendar feed, names a caucus or a space.

Subjects are read over shoulders, calendars are shared and mail servers keep what passes. So what
holds one of the community's own words for race is refused, wherever the word stands and however it
is spelt or inflected, and nothing is sent. Decision 0029 says what counts as such a word.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import lru_cache
from urllib.parse import unquote

from django.core.mail import EmailMessage as Mail
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core.errors import Refused
from cop.core.registry import known_names, terms_to_avoid

PLACES: dict[str, str | Promise] = {
    "subject": gettext_lazy("The subject"),
    "text": gettext_lazy("The text"),
    "html": gettext_lazy("The formatted text"),
    "calendar": gettext_lazy("The calendar entry"),
    "sender": gettext_lazy("The sender"),
    "from": gettext_lazy("The sender"),
}
TAG = re.compile(r"<[^>]*>")
CALENDAR_FOLD = re.compile(r"\r?\n[ \t]")
APOSTROPHES = re.compile("['’‘ʼ`´]")
SEPARATORS = re.compile(r"[\s\-_‐-―−+/.]+")
MINORITISED = re.compile(r"i[sz]ed$")
PEOPLE = re.compile(r"^(people|persons?)$")
NO_LETTER_BEFORE, NO_LETTER_AFTER = r"(?<![^\W\d_])", r"(?![^\W\d_])"
UNMISTAKABLE = 8  # letters of several words which mean the same within a longer word
SCHEME = re.compile(r"^\w+://(?:www\.)?", re.IGNORECASE)
PORT = re.compile(r"^([^/?#]*?):\d+")
WITHIN_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|\d+")
BLANKS = re.compile("[\u115f\u1160\u2800\u3164\uffa0]")  # letters and signs that show nothing
DEEPEST = 5  # times a text is decoded again; whoever needs more has not typed it by mistake
# Small letters that look like those of ours, Cyrillic and Greek, also by their capitals.
LOOKALIKES = str.maketrans(
    "аеорсухіјѕһԁԛԝкмтвнӏ" + "αεορνικτυχωηβμζγ" + "ıɡɑ",
    "aeopcyxijshdqwkmtbhl" + "aeopviktyxwhbmzy" + "iga",
)


def folded(text: str) -> str:
    """The text with case, accents, apostrophes, invisible characters and separators made alike."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).casefold()
        text = "".join(char for char in text if unicodedata.category(char) not in {"Cf", "Mn"})
        text = BLANKS.sub("", text).translate(LOOKALIKES)
    return SEPARATORS.sub(" ", APOSTROPHES.sub("", text.casefold())).strip()


def _inflected(term: str) -> str:
    """A pattern for the term in folded text: joined or apart, plural, possessive, either spelling.

    Of one word also the noun made of it, and the word with "non" before it.
    """
    words = [_spelt(word) for word in folded(term).split(" ")]
    if words[-1].endswith("y"):
        words[-1] = words[-1][:-1] + "(?:y|ies)"
    alone = len(words) == 1
    before = r"(?:non ?)?" if alone else ""
    ending = r"(?:s|es|ness)?" if alone else r"(?:s|es)?"
    if not alone and len(folded(term)) > UNMISTAKABLE:
        return " ?".join(words) + ending
    return NO_LETTER_BEFORE + before + " ?".join(words) + ending + NO_LETTER_AFTER


def _door(term: str) -> str:
    """A pattern for the door of a space, by whatever way it is typed."""
    ways = []
    for way in {term, _decoded(term)}:
        bare = PORT.sub(r"\1", SCHEME.sub("", way)).rstrip("/")
        host = re.match(r"[^/?#]*", bare)[0]  # type: ignore[index]  # may be empty
        ways.append(re.escape(folded(host)) + r"(?::\d+)?" + _after(folded(bare[len(host) :])))
    return rf"(?<!\w)(?:{'|'.join(ways)})(?!\w)"


def _after(path: str) -> str:
    return " ?" + re.escape(path) if path else ""


def _spelt(word: str) -> str:
    if PEOPLE.match(word):
        return r"(?:people|persons?)"
    escaped = re.escape(word).replace("colour", "colou?r").replace("color", "colou?r")
    return MINORITISED.sub("i[sz](?:ed|es?|ing|ation)", escaped)


@lru_cache(maxsize=64)
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for all terms; the longest is tried first, so that it is the one named."""
    wanted = sorted((term for term in terms if folded(term)), key=len, reverse=True)
    patterns = (_door(term) if "://" in term else _inflected(term) for term in wanted)
    return re.compile("|".join(patterns) or r"(?!)")


def _decoded(text: str) -> str:
    """The text without escapes, however often it was escaped."""
    for _time in range(DEEPEST):
        before, text = text, html.unescape(unquote(text))
        if text == before:
            break
    return text


def _ways(text: str) -> set[str]:
    """How a part can be read: as it stands, decoded, with and without its marks and blanks."""
    text = CALENDAR_FOLD.sub("", text) if "BEGIN:VCALENDAR" in text else text
    ways = {text, _decoded(text), _decoded(TAG.sub("", text)), _decoded(TAG.sub(" ", text))}
    return ways | {BLANKS.sub(" ", way) for way in ways}


def _taken_apart(text: str) -> str:
    """What is written in one is read word by word: WhiteRoom7."""
    return folded(WITHIN_WORDS.sub(" ", unicodedata.normalize("NFKD", text)))


class Lookout:
    """What one community's mail may not say. Asks the database once, and reads a text once."""

    def __init__(self, terms: Iterable[str], names: Iterable[str] = ()) -> None:
        terms = list(terms)
        self._terms = _pattern(tuple(terms))
        # A door is a door as it is written alone.
        self._words = _pattern(tuple(term for term in terms if "://" not in term))
        several = _pattern(tuple(term for term in terms if " " in folded(term)))
        # "White Rose Trust" is no word for race; "White", and what a caucus is called, stay so.
        told = (folded(name) for name in names)
        safe = [name for name in told if " " in name and not several.search(name)]
        words = "|".join(re.escape(name) for name in sorted(safe, key=len, reverse=True))
        self._names = re.compile(rf"(?<!\w)(?:{words})(?!\w)") if words else None
        self._found: dict[str, str] = {}

    @classmethod
    def of(cls, community_id: int) -> "Lookout":
        """What all rooms say this community's mail may not carry."""
        return cls(terms_to_avoid(community_id), known_names(community_id))

    def word_in(self, text: str) -> str:
        """The first word of race in the text as it stands there, or ""."""
        if text not in self._found:
            self._found[text] = next(self._words_in(text), "")
        return self._found[text]

    def _words_in(self, text: str) -> Iterator[str]:
        ways = _ways(text)
        for terms, readings in (
            (self._terms, {folded(way) for way in ways}),
            (self._words, {_taken_apart(way) for way in ways}),
        ):
            for reading in readings:
                found = terms.search(self._names.sub("·", reading) if self._names else reading)
                if found:
                    yield found[0]

    def refuse(self, place: str | Promise, text: str) -> None:
        """Raise Refused, naming place and word, if there is one."""
        word = self.word_in(text)
        if word:
            raise Refused(
                _(
                    "%(place)s of the mail says “%(word)s”. Mail is read over shoulders, so "
                    "it never names a caucus or a space. Change the words and try again."
                )
                % {"place": place, "word": word}
            )

    def refuse_part(self, place: str, text: str, own: Iterable[str] = ()) -> None:
        """The same for a part of a mail (a key of ``PLACES``), naming line or field."""
        if place == "calendar":
            for field, value in calendar_fields(text):
                said = _without(value, own) if field == "ATTENDEE" else value
                self.refuse(_("The field %s in the calendar entry") % field, said)
        elif place == "text" and self.word_in(text):
            for number, line in enumerate(text.splitlines(), start=1):
                self.refuse(_("Line %d in the text") % number, line)
        self.refuse(PLACES[place], "" if place == "calendar" else text)


def calendar_fields(text: str) -> list[tuple[str, str]]:
    """(name, value with its parameters) of every line of a calendar, unfolded and unescaped."""
    fields = []
    for line in CALENDAR_FOLD.sub("", text).splitlines():
        name = re.split("[;:]", line, maxsplit=1)[0]
        value = re.sub(r"\\[nN]", "\n", line[len(name) :])
        fields.append((name, re.sub(r"\\(.)", r"\1", value)))
    return fields


def require_neutral(
    community_id: int,
    parts: Mapping[str, str],
    *,
    own: Iterable[str] = (),
    lookout: Lookout | None = None,
) -> None:
    """Raise Refused, naming place and word, if a part holds one of the community's terms.

    ``parts`` maps a place (a key of ``PLACES``) to what stands there. ``own`` are the recipient's
    name and address, which say nothing of the community. Who checks many mails has one lookout.
    """
    lookout = lookout or Lookout.of(community_id)
    for place, text in parts.items():
        lookout.refuse_part(place, text, own)


def check_mail(community_id: int, mail: Mail, *, own: Iterable[str] = ()) -> None:
    """Raise Refused if the mail as it leaves holds such a word: headers, parts, file names."""
    built = message_from_bytes(mail.message().as_bytes(), policy=policy.default)
    assert isinstance(built, EmailMessage)  # noqa: S101  by its policy
    lookout = Lookout.of(community_id)
    for part in built.walk():
        lookout.refuse(_("The name of an attachment"), str(part.get_filename("")))
        for name, value in part.items():
            said = _without(str(value), own) if name.lower() in {"to", "cc", "bcc"} else str(value)
            lookout.refuse(PLACES.get(name.lower()) or _("The header %s") % name, said)
        if part.get_content_maintype() == "text":
            kind = {"text/html": "html", "text/calendar": "calendar"}
            place = kind.get(part.get_content_type(), "text")
            lookout.refuse_part(place, part.get_content(), own)


def _without(text: str, own: Iterable[str]) -> str:
    for words in filter(None, own):
        text = re.sub(re.escape(words), "·", text, flags=re.IGNORECASE)
    return text
