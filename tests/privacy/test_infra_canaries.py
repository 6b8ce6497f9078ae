"""The search itself: in whatever spelling an answer is stored, it is found."""

import base64
import gzip
import json
import zlib
from collections.abc import Callable

import pytest

from tests.privacy.canaries import Canary, found

STORED: dict[str, Callable[[str], bytes]] = {
    "plain": str.encode,
    "json": lambda text: json.dumps({"text": text}).encode(),
    "json in json": lambda text: json.dumps([json.dumps({"text": text})]).encode(),
    "hex": lambda text: text.encode().hex().encode(),
    "bytea": lambda text: b"\\x" + text.encode().hex().upper().encode(),
    "repr": lambda text: repr(text.encode()).encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "zlib": lambda text: b"before" + zlib.compress(text.encode()),
    **{
        f"base64 after {before}": lambda text, before=before: base64.b64encode(
            b"?" * before + text.encode() + b"!!"
        )
        for before in range(4)
    },
    **{
        f"base64url after {before}": lambda text, before=before: base64.urlsafe_b64encode(
            b"?" * before + text.encode() + b"!!"
        )
        for before in range(4)
    },
}


@pytest.mark.parametrize("how", STORED)
def test_sentence_is_found_however_it_is_stored(how):
    canary, other = Canary(), Canary()
    stored = STORED[how](canary.sentence)
    assert found(stored, canary.of_the_answer())
    assert found(stored, other.of_the_answer()) == []


@pytest.mark.parametrize("how", [how for how in STORED if how != "zlib"])
def test_ratings_are_found_in_a_whole_response(how):
    canary = Canary()
    given = {"label": "white", "ratings": canary.ratings, "texts": {}}
    for written in (json.dumps(given), json.dumps(given, separators=(",", ":")), str(given)):
        assert found(STORED[how](written), canary.of_the_answer())


def test_nothing_is_found_where_nothing_is():
    canary = Canary()
    assert found(gzip.compress(b"\0" * 100_000) + bytes(range(256)) * 40, canary.in_all()) == []
