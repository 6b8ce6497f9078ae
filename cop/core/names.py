"""Names of people and places: one clean line, in the order in which readers look for them."""

import unicodedata

# Scripts such as Persian and Hindi join and part letters with these; anywhere else they hide.
JOINERS = "\u200c\u200d"

# Letters that no Unicode rule takes apart into a base and a mark.
WITHOUT_PARTS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)


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
        or unicodedata.category(letter) not in ("Cc", "Cf")
        or (letter in JOINERS and _shows(text[place - 1 : place]) and _shows(text[place + 1 :][:1]))
    )
    return unicodedata.normalize("NFC", " ".join(shown.split()))


def _shows(letter: str) -> bool:
    return bool(letter) and unicodedata.category(letter)[0] in "LMS"
