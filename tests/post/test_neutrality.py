"""Mail names no caucus, however the word is spelt and wherever it hides."""

import pytest
from django.core.mail import EmailMultiAlternatives

from cop.core import registry
from cop.core.errors import Refused
from cop.post.neutrality import Lookout, check_mail, require_neutral

TERMS = ["Racially Minoritised Caucus", "racially minoritised", "racially_minoritised", "white"]


def term_in(text: str, terms: list[str]) -> str:
    """The first of the terms that stands in the text as words of its own, or ""."""
    return Lookout(terms).word_in(text)


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
        "white2",
        "whíte",
        "https://meet.jit.si/WhiteCaucusNorthJanuary",
        "https://meet.jit.si/NorthWhiteRoom7",
        "RMWhite",
        "RaciallyMinoritisedNetwork",
        "raciallyminoritisednetwork",
        "racially2minoritised",
        "https://meet.example/j?x=%2557hite%2520Room",
        "%252557hite",
        "Wh&amp;#105;te",
        "Wh\u0456t\u0435 room",
        "\u03c9\u04bb\u03b9\u03c4\u03b5",
        "Wh\u3164ite",
        "the\u3164white\u3164room",
        "Wh\u2800ite",
    ],
)
def test_term_is_found(text):
    assert term_in(text, TERMS)


@pytest.mark.parametrize(
    "text",
    [
        "Session on Thursday 14 January: Northern Community of Practice",
        "whiteboard and Whitehall, Whiteley and Whitestone",  # other words
        "racially just",
        "a minority of members",
        "Joanna Whitehead",
        "minoritised",
        "RaciallyJust and WhiteleyHouse, Whitehall2, McWhiteley",
        "https://meet.example/whiteboard7 and https://whiteley.example/%2557hitehall",
        "бела комната, Λευκός Οίκος",
        "",
    ],
)
def test_other_words_pass(text):
    assert term_in(text, TERMS) == ""


FAMILY = {
    "white": ["Whites", "white’s", "whites'", "Whiteness", "non-white", "nonwhite", "off-whites"],
    "racially minoritised": [
        "racially minoritized",
        "raciallyminoritised",
        "Racially-minoritising",
    ],
    "global majority": ["Global Majorities", "global majority’s", "GlobalMajority"],
    "White Caucus": ["white caucuses", "WhiteCaucus", "white_caucus", "White Caucus's"],
    "Everyone’s space": ["everyone's spaces", "Everyones space", "everyone‘s-space"],
    "Individual reflection": ["individual reflections"],
    "people of colour": ["people of color", "person of colour", "People-of-Colour’s"],
}


@pytest.mark.parametrize(
    ("term", "text"), [(t, text) for t, many in FAMILY.items() for text in many]
)
def test_inflections_and_spellings_are_found(term, text):
    assert term_in(f"The {text} met.", [term])


def test_a_door_is_found_whole():
    door = "https://meet.example/room-7"
    assert term_in(f"Come to {door}.", [door])
    assert not term_in(f"Come to {door}1.", [door])


DOOR = "https://meet.example/l/room-of-mine"


@pytest.mark.parametrize("door", [DOOR, "https://www.meet.example:443/l/room-of-mine/"])
@pytest.mark.parametrize(
    "typed",
    [
        "meet.example/l/room-of-mine",
        "http://meet.example/l/room-of-mine",
        "www.meet.example/l/room-of-mine",
        "https://www.meet.example:443/l/room-of-mine?pwd=1",
        "MEET.example:443/l/room-of-mine/",
        "https://link.example/?url=https%253A%252F%252Fmeet.example%252Fl%252Froom-of-mine",
    ],
)
def test_a_door_is_found_however_it_is_typed(door, typed):
    assert term_in(f"Come to {typed}.", [door])


@pytest.mark.parametrize(
    "typed", ["meet.example", "meet.example/l/room-of-mines", "meet.example/l/room-of-mine2"]
)
def test_another_door_is_another(typed):
    assert not term_in(f"Come to https://{typed}.", [DOOR])


class TestNames:
    """Names that hold such a word and say nothing of race."""

    NAMES = ("White Rose Trust", "White", "White Caucus Friends", "Black Country Care")

    def test_an_organisation_is_called_what_it_is_called(self):
        lookout = Lookout(["white", "White Caucus"], self.NAMES)
        assert not lookout.word_in("At White  Rose Trust, room 2; or black-country care")

    @pytest.mark.parametrize(
        "text", ["White", "White Rose", "White Caucus Friends", "White Rose Trusts’ white group"]
    )
    def test_only_the_whole_name_and_none_that_names_a_caucus(self, text):
        assert Lookout(["white", "White Caucus"], self.NAMES).word_in(text)


@pytest.fixture
def white(monkeypatch):
    monkeypatch.setattr(registry, "neutral_terms", [lambda community_id: TERMS])
    monkeypatch.setattr(registry, "harmless_names", [])


@pytest.mark.parametrize(
    ("place", "text", "where"),
    [
        ("subject", "For Whites", "The subject of the mail says “whites”"),
        ("text", "Hello,\n\nthe white\nroom", "Line 3 in the text of the mail says “white”"),
        ("text", "the racially\nminoritised", "The text of the mail says “racially minoritised”"),
        ("html", "<p>whi<b>te</b></p>", "The formatted text of the mail says “white”"),
        ("sender", "White <a@b.example>", "The sender of the mail says “white”"),
        ("calendar", "UID:1\r\nLOCATION:Room\\, wh\r\n ite", "The field LOCATION in the calendar"),
    ],
)
def test_refusal_names_place_and_word(white, place, text, where):
    with pytest.raises(Refused, match=where):
        require_neutral(1, {"calendar": "LOCATION:Room 1", place: text})
    require_neutral(1, {"subject": "Session", "calendar": "LOCATION:Room 1"})


def test_the_recipient_is_no_word_for_race(white):
    attendee = "ATTENDEE;RSVP=FALSE:mailto:will.white@example.org"
    require_neutral(1, {"calendar": attendee}, own=["will.white@example.org"])
    with pytest.raises(Refused, match="ATTENDEE"):
        require_neutral(1, {"calendar": attendee}, own=["rosa@example.org"])
    with pytest.raises(Refused, match="SUMMARY"):
        require_neutral(1, {"calendar": "SUMMARY:white"}, own=["white"])


class TestTheBuiltMail:
    """What leaves, part by part."""

    OWN = ("will.white@example.org", "Will White")

    def mail(self, **changes) -> EmailMultiAlternatives:
        values = {
            "subject": "Session",
            "body": "Hello",
            "to": ["Will White <will.white@example.org>"],
        }
        built = EmailMultiAlternatives(**(values | changes))
        built.attach_alternative("<p>Hello</p>", "text/html")
        built.attach_alternative("SUMMARY:Session\r\n", "text/calendar; method=REQUEST")
        return built

    def test_passes(self, white):
        check_mail(1, self.mail(), own=self.OWN)

    @pytest.mark.parametrize(
        ("changes", "where"),
        [
            ({"subject": "Für White"}, "The subject"),  # coded, as it is not ASCII
            ({"body": "é " * 60 + "whi" + "te"}, "Line 1 in the text"),
            ({"headers": {"X-Group": "White Caucus"}}, "The header X-Group"),
            ({"headers": {"List-Id": "racially-minoritised.example"}}, "The header List-Id"),
            ({"from_email": "White <a@example.org>"}, "The sender"),
            ({"cc": ["white@example.org"]}, "The header Cc"),
        ],
    )
    def test_refused(self, white, changes, where):
        with pytest.raises(Refused, match=where):
            check_mail(1, self.mail(**changes), own=self.OWN)

    @pytest.mark.parametrize("name", ["white.pdf", "Räume white.pdf", "Whites’ notes.pdf"])
    def test_names_of_attachments(self, white, name):
        built = self.mail()
        built.attach(name, b"%PDF", "application/pdf")
        with pytest.raises(Refused, match="The name of an attachment"):
            check_mail(1, built, own=self.OWN)

    def test_calendar_and_formatted_text(self, white):
        for kind, text in (("calendar", "LOCATION:White"), ("html", "<b>white</b>")):
            built = self.mail()
            built.attach_alternative(text, f"text/{kind}")
            with pytest.raises(Refused, match=r"LOCATION|formatted"):
                check_mail(1, built, own=self.OWN)


def test_terms_are_the_communitys_own(white, monkeypatch):
    monkeypatch.setattr(
        registry, "neutral_terms", [lambda community_id: TERMS if community_id == 1 else []]
    )
    require_neutral(2, {"subject": "white"})


def test_empty_term_forbids_nothing():
    assert term_in("anything", ["", "-"]) == ""
