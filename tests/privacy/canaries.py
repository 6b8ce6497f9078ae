"""One unmistakable answer and its author, in every spelling a machine might keep it in.

Each is made anew, since what a leaky variant writes stays in a server's files for the next test.
"""

import base64
import json
import random
import secrets
import zlib
from collections.abc import Callable, Iterable

LABEL = "racially_minoritised"
ITEMS = "abcdefg"


class Canary:
    """What one person answers, and from where."""

    def __init__(self) -> None:
        chance = random.SystemRandom()
        self.mark = f"heron-{secrets.token_hex(6)}"
        self.sentence = f"The copper {self.mark} “forgot” my umbrella beside the tidal clock"
        self.ratings = {item: chance.randint(1, 5) for item in ITEMS}
        self.agent = f"Phone-{secrets.token_hex(5)}/7.31"
        self.address = ".".join(["127", *(str(chance.randint(64, 250)) for _part in range(3))])

    def response(self) -> dict[str, object]:
        """What a browser sends of it."""
        texts = {"2": self.sentence, "5": self.sentence}
        return {"label": LABEL, "ratings": self.ratings, "texts": texts}

    def of_the_answer(self) -> list[bytes]:
        """The sentence's own word, and the pattern of ratings as machines write it."""
        patterns = (
            json.dumps(self.ratings)[1:-1],
            json.dumps(self.ratings, separators=(",", ":"))[1:-1],
            str(self.ratings)[1:-1],
        )
        packed = [zlib.compress(self.sentence.encode(), level)[:24] for level in (1, 6, 9)]
        return [one for word in (self.mark, *patterns) for one in spellings(word)] + packed

    def of_the_author(self) -> list[bytes]:
        return [*spellings(self.agent), *spellings(self.address)]

    def in_all(self) -> list[bytes]:
        return self.of_the_answer() + self.of_the_author()


def spellings(word: str) -> list[bytes]:
    """The bytes to look for, so that none of the usual ways of storing hides a word."""
    plain = word.encode()
    return [
        plain,
        json.dumps(word)[1:-1].encode(),
        json.dumps(json.dumps(word)[1:-1])[1:-1].encode(),
        word.encode("utf-16-le"),
        plain.hex().encode(),
        plain.hex().upper().encode(),
        *in_base64(plain, base64.b64encode),
        *in_base64(plain, base64.urlsafe_b64encode),
    ]


def in_base64(content: bytes, encode: Callable[[bytes], bytes]) -> list[bytes]:
    """What surely stands in a longer text's base64, wherever in it the words begin."""
    found = []
    for before in range(3):
        # The characters at both ends depend on what stands around.
        first, last = -(-before * 8 // 6), (before + len(content)) * 8 // 6
        found.append(encode(b"\0" * before + content)[first:last])
    return found


def found(content: bytes | str, words: Iterable[bytes]) -> list[bytes]:
    """Which of the words stand in what was collected."""
    given = content.encode(errors="surrogateescape") if isinstance(content, str) else content
    return [word for word in dict.fromkeys(words) if word in given]
