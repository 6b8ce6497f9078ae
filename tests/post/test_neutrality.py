"""Mail names no caucus, however the word is spelt and wherever it hides."""

import pytest

from cop.core import registry
from cop.core.errors import Refused
from cop.post.neutrality import require_neutral, term_in

TERMS = ["Racially Minoritised Caucus", "racially minoritised", "racially_minoritised", "white"]


@pytest.mark.parametrize(
    "text",
    [
        "Meeting of the white caucus",
        "WHITE caucus",
        "the racially-minoritised space",
        "the racially\nminoritised space",
        "Racially  Minoritised",
        "racially‑minoritised",  # a hyphen that does not break
        "racially\u00a0minoritised",
        "ra\u00adcially minori\u00adtised",  # soft hyphens
        "w\u200bhite",  # an invisible space
        "ｗｈｉｔｅ",  # full width
        "https://example.org/spaces/white/door",
        "https://example.org/?space=racially_minoritised",
        "https://example.org/racially%20minoritised",
        "<p>whi<b>te</b></p>",
        "<p>the</p><p>white</p><p>caucus</p>",
        '<a href="/white">here</a>',
        "&#119;hite",
        "BEGIN:VCALENDAR\r\nSUMMARY:Racially Min\r\n oritised Caucus\r\nEND:VCALENDAR",
        "session-white.ics",
    ],
)
def test_term_is_found(text):
    assert term_in(text, TERMS)


@pytest.mark.parametrize(
    "text",
    [
        "Session on Thursday 14 January: Northern Community of Practice",
        "whiteboard and Whitehall",  # other words
        "off-whites",
        "racially just",
        "minoritised",
        "",
    ],
)
def test_other_words_pass(text):
    assert term_in(text, TERMS) == ""


def test_refusal_names_place_and_word(monkeypatch):
    monkeypatch.setattr(registry, "neutral_terms", [lambda community_id: TERMS])
    with pytest.raises(Refused, match="calendar entry of the mail says “white”"):
        require_neutral(1, {"subject": "Session", "calendar": "LOCATION:White room"})
    require_neutral(1, {"subject": "Session", "calendar": "LOCATION:Room 1"})


def test_terms_are_the_communitys_own(monkeypatch):
    monkeypatch.setattr(
        registry, "neutral_terms", [lambda community_id: TERMS if community_id == 1 else []]
    )
    require_neutral(2, {"subject": "white"})


def test_empty_term_forbids_nothing():
    assert term_in("anything", ["", "-"]) == ""
