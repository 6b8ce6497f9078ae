"""Names of people and places, in the order in which readers look for them."""

import unicodedata

# Letters that no Unicode rule takes apart into a base and a mark.
WITHOUT_PARTS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)


def place_in_alphabet(name: str) -> str:
    """A key to sort by: Ł beside L, é beside e, whatever the database's own order is."""
    taken_apart = unicodedata.normalize("NFKD", name.casefold().translate(WITHOUT_PARTS))
    return "".join(letter for letter in taken_apart if not unicodedata.combining(letter))
