"""One unmistakable answer and its author, in every spelling a machine might keep it in."""

import base64
import json
import zlib
from collections.abc import Callable, Iterable

SENTENCE = "The copper heron “forgot” my umbrella beside the tidal clock"
# What typography leaves of it, and what JSON makes of it.
FOLDED = 'The copper heron "forgot" my umbrella beside the tidal clock'
AGENT = "Canary-Phone/7.31 (Copper)"
ADDRESS = "127.0.83.41"
RATINGS = {"a": 1, "b": 5, "c": 2, "d": 4, "e": 1, "f": 5, "g": 3}
LABEL = "racially_minoritised"


def response() -> dict[str, object]:
    """What a browser sends of it."""
    return {"label": LABEL, "ratings": RATINGS, "texts": {"2": SENTENCE, "5": SENTENCE}}


def in_base64(content: bytes, encode: Callable[[bytes], bytes]) -> list[bytes]:
    """What surely stands in a longer text's base64, wherever in it the words begin."""
    spellings = []
    for before in range(3):
        encoded = encode(b"\0" * before + content)
        # The first and the last characters depend on what stands around.
        spellings.append(encoded[(before * 8 + 5) // 6 : len(content) * 8 // 6])
    return spellings


def escaped(content: bytes) -> bytes:
    """As PostgreSQL prints bytes in its older form, and Python in its own."""
    return b"".join(b"\\%03o" % byte if byte > 126 else bytes([byte]) for byte in content)


def spellings(word: str) -> list[bytes]:
    """The bytes to look for, so that none of the usual ways of storing hides a word."""
    plain = word.encode()
    return [
        plain,
        json.dumps(word)[1:-1].encode(),
        json.dumps(json.dumps(word))[2:-2].encode(),
        word.encode("utf-16-le"),
        plain.hex().encode(),
        plain.hex().upper().encode(),
        escaped(plain),
        repr(plain)[2:-1].encode(),
        *in_base64(plain, base64.b64encode),
        *in_base64(plain, base64.urlsafe_b64encode),
    ]


def of_the_answer() -> list[bytes]:
    """The sentence, a part of it, and the pattern of ratings beside the label."""
    found = spellings(SENTENCE) + spellings(FOLDED) + spellings("copper heron")
    for ratings in (json.dumps(RATINGS), json.dumps(RATINGS, separators=(",", ":")), str(RATINGS)):
        found += spellings(ratings)
        found += spellings(ratings[1:-1])
    found += [
        zlib.compress(one.encode(), level)[:24] for one in (SENTENCE, FOLDED) for level in (1, 6, 9)
    ]
    return found


def of_the_author() -> list[bytes]:
    return spellings(AGENT) + spellings(ADDRESS)


def found(content: bytes | str, words: Iterable[bytes]) -> list[bytes]:
    """Which of the words stand in what was collected."""
    given = content.encode(errors="surrogateescape") if isinstance(content, str) else content
    return [word for word in words if word in given]
