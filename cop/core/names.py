"""Names of people and places: one clean line, in the order in which readers look for them."""

import re
import unicodedata

# Scripts such as Persian and Hindi join and part letters with these; anywhere else they hide.
JOINERS = "\u200c\u200d"

# Letters that no Unicode rule takes apart into a base and a mark.
WITHOUT_PARTS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)


# What people type for a dash or an apostrophe, as they find it on the keyboard.
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
APOSTROPHES = "\u2018\u2019\u201b\u02bc\u02b9\u2032\u00b4`\uff07"
ONE_SPELLING = str.maketrans(dict.fromkeys(DASHES, "-") | dict.fromkeys(APOSTROPHES, "'"))
AROUND_DASHES = re.compile(r"\s*-\s*")


def folded(name: str) -> str:
    """A key under which two spellings of one name meet.

    Capitals, white space, what has no width, and the kind of dash or apostrophe do not matter.
    """
    spelled = clean_line(name.translate(ONE_SPELLING))
    shown = "".join(letter for letter in spelled if letter not in JOINERS)
    same_case = unicodedata.normalize("NFD", shown).casefold()
    return AROUND_DASHES.sub("-", unicodedata.normalize("NFC", same_case))


def place_in_alphabet(name: str) -> str:
    """A key to sort by: Ł beside L, é beside e, whatever the database's own order is."""
    taken_apart = unicodedata.normalize("NFKD", name.casefold().translate(WITHOUT_PARTS))
    return "".join(letter for letter in taken_apart if not unicodedata.combining(letter))


def clean_line(text: str) -> str:
    """The text as one line that shows what it holds.

    White space is folded; control characters, and those that turn the direction of reading or
    have no width, are left out. A joiner stays between two characters that show.
    """
    if text.isprintable():
        return unicodedata.normalize("NFC", " ".join(text.split()))
    shown = "".join(
        letter
        for place, letter in enumerate(text)
        if letter.isspace()
        or unicodedata.category(letter) not in ("Cc", "Cf", "Cn", "Cs")
        or (letter in JOINERS and _shows(text[place - 1 : place]) and _shows(text[place + 1 :][:1]))
    )
    return unicodedata.normalize("NFC", " ".join(shown.split()))


def clean_lines(text: str) -> str:
    """The text with every line as ``clean_line`` leaves it; at most one empty line in a row."""
    lines = [clean_line(line) for line in text.splitlines()]
    kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\n".join(kept).strip()


def _shows(letter: str) -> bool:
    return bool(letter) and unicodedata.category(letter)[0] in "LMS"
