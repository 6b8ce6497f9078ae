"""A number of the database that came back from a page, as anybody may have typed it."""

import re

# More digits are no key there is, and very many cannot be read as a number at all.
KEY = re.compile(r"[0-9]{1,18}")


def key_typed(typed: str) -> int:
    """The key that was typed; 0, which is no key, for anything else."""
    return int(typed) if KEY.fullmatch(typed) else 0
