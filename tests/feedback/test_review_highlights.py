"""What may tell who is pointed at, and no name is shown that nobody wrote."""

import itertools

import pytest

from feedback.review.highlights import Why, highlights, known_from
from tests.steps import least_seconds_of

KNOWN = known_from(
    names=["Rosa Delgado", "Zoë Łukasik", "Anne-Marie O’Neil", "Will Turner", "Dr Okafor", "Bo Li"],
    facilitators=["Amara Osei"],
    organisations=["Pennine Valley NHS Foundation Trust (fictional)", "PVFT", "Harbour City"],
)


def found(text):
    return [(text[mark.start : mark.end], str(mark.why)) for mark in highlights(text, KNOWN)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I felt heard by rosa.", [("rosa", "name")]),
        ("ROSA DELGADO's point", [("ROSA", "name"), ("DELGADO's", "name")]),
        ("Zoe Lukasik said so", [("Zoe", "name"), ("Lukasik", "name")]),
        ("Anne was there, so was O'Neil", [("Anne", "name"), ("O'Neil", "name")]),
        ("We will see. Will saw.", [("Will", "name")]),
        ("the doctor, Dr Okafor", [("Okafor", "name")]),
        ("li and Li", [("Li", "name")]),
        ("Amara led well", [("Amara", "facilitator")]),
        ("the co-chair talked", [("co-chair", "facilitator")]),
        ("nobody facilitated", [("facilitated", "facilitator")]),
        (
            "at pennine  valley NHS Foundation trust",
            [("pennine  valley NHS Foundation trust", "organisation")],
        ),
        ("I work at pvft", [("pvft", "organisation")]),
        ("write to me+x@example.org", [("me+x@example.org", "contact")]),
        ("ring 0161 496 0000 today", [("0161 496 0000", "contact")]),
        ("near M1 1AE", [("M1 1AE", "contact")]),
        ("at 12 Long Mill Road", [("12 Long Mill Road", "contact")]),
        ("as the only Black man here", [("as the only Black man here", "only")]),
        ("my manager was in the room", [("my manager", "only")]),
        ("In session 3 it was calm", [("session 3", "moment")]),
        ("it helped in January", [("in January", "moment")]),
        ("Nothing to see. 2027 was fine, 5 of us.", []),
        ("\U0001f600 Amara", [("Amara", "facilitator")]),
    ],
)
def test_each_kind_is_found_where_it_stands(text, expected):
    assert found(text) == expected


def test_names_that_nobody_wrote_are_nowhere():
    assert repr(KNOWN) == object.__repr__(KNOWN)
    assert found("Sam and Grace and Jane Doe at Acme") == []


def test_marks_do_not_overlap_and_facilitators_come_first():
    marks = highlights("as the only one, Amara and Rosa at Harbour City", KNOWN)
    assert [mark.why for mark in marks] == [Why.ONLY, Why.FACILITATOR, Why.NAME, Why.ORGANISATION]
    assert all(one.end <= other.start for one, other in itertools.pairwise(marks))


@pytest.mark.parametrize("letter", ["a", "1", "1 ", "a@", ".", "-", "'", "only ", "1 a "])
def test_a_long_hostile_text_takes_no_time(letter):
    text = (letter * 2000)[:2000]
    assert least_seconds_of(lambda: highlights(text, KNOWN)) < 1
