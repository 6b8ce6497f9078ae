"""Edits only take away or put brackets in, whatever the text is made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.core.errors import Refused
from feedback.review.operations import (
    Kind,
    Operation,
    add,
    from_json,
    pieces,
    redacted,
    span_of,
    units_before,
)
from feedback.review.words import spans_of, words

HOSTILE = [
    "<script>alert('x')</script> & Amara",
    "\u0634\u0643\u0631\u0627 Amara \u05e9\u05dc\u05d5\u05dd",
    "\U0001f469\U0001f3fe\u200d\U0001f4bb loved it \U0001f600\U0001f600",
    "\U00020bb7野家 with Amara\nand a second line",
    "She said [laughing] no",
]
TEXTS = st.text(
    st.one_of(
        st.sampled_from("ab [](){}.,\n'\"<&\u05d0\u202e"),
        st.characters(min_codepoint=0x1F300, max_codepoint=0x1F6FF),
        st.characters(exclude_categories=("Cs",)),
    ),
    max_size=60,
)


@st.composite
def edited(draw):
    """A text, and as many of some drawn edits as fit it."""
    body = draw(TEXTS)
    made = ()
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, len(body)))
        kind = draw(st.sampled_from(Kind))
        end = start if kind is Kind.INSERT else draw(st.integers(start, len(body)))
        try:
            made = add(body, made, Operation(start, end, kind, draw(TEXTS)))
        except Refused:
            continue
    return body, made


def outside_brackets(text):
    kept, depth = "", 0
    for letter in text:
        depth += letter == "["
        kept += letter if not depth else ""
        depth -= letter == "]"
    assert depth == 0
    return kept


def is_subsequence(part, whole):
    rest = iter(whole)
    return all(letter in rest for letter in part)


@given(edited())
def test_what_is_outside_the_brackets_was_written_by_the_author(given):
    body, made = given
    said = "".join(body.translate(str.maketrans("[]［］", "()()")).split())
    shown = "".join(outside_brackets(redacted(body, made)).split())
    assert is_subsequence(shown, said)


@given(edited())
def test_the_check_notices_a_word_that_was_typed_anew(given):
    body, made = given
    leaky = redacted(body, made) + "\ue000"
    assert not is_subsequence(outside_brackets(leaky), body.replace("\ue000", ""))


@given(edited())
def test_pieces_put_together_are_the_text(given):
    body, made = given
    assert "".join(piece.text for piece in pieces(body, made)) == body.translate(
        str.maketrans("[]［］", "()()")
    )
    assert from_json([one.as_json() for one in made]) == made


@given(edited())
def test_what_is_kept_of_an_edit_holds_no_word_of_the_text(given):
    _body, made = given
    assert {type(part) for one in made for part in one.as_json()[:2]} <= {int}
    assert all(one.as_json()[3] == "" for one in made if one.kind is Kind.CUT)


@given(TEXTS, st.data())
def test_a_browser_s_units_lead_to_the_same_words(body, data):
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, len(body)))
    quote = body.translate(str.maketrans("[]［］", "()()"))[start:end]
    units = units_before(body, start), units_before(body, end)
    assert span_of(body, *units, quote) == (start, end)


def test_positions_in_code_points_are_not_those_of_a_browser():
    body = "\U0001f600\U0001f600 Amara was kind"
    assert span_of(body, 5, 10, "Amara") == (3, 8)
    with pytest.raises(Refused):
        span_of(body, 3, 8, "Amara")
    with pytest.raises(Refused):
        span_of(body, 1, 10, "\U0001f600 Amara")  # half a character
    with pytest.raises(Refused):
        span_of(body, 5, 10, "amara")
    assert span_of("one\ntwo", 0, 7, "one\r\ntwo") == (0, 7)


def test_each_edit_reads_as_the_editor_s():
    body = "Amara from Pennine go home"
    made = add(body, (), Operation(0, 5, Kind.CUT, "ignored"))
    made = add(body, made, Operation(11, 18, Kind.REPLACE, "  organisation "))
    made = add(body, made, Operation(19, 19, Kind.INSERT, "I will"))
    assert redacted(body, made) == "[…] from [organisation] [I will] go home"
    assert redacted(HOSTILE[4], ()) == "She said (laughing) no"


@pytest.mark.parametrize(
    ("operation", "why"),
    [
        (Operation(3, 2, Kind.CUT), "Choose the words"),
        (Operation(0, 99, Kind.CUT), "Choose the words"),
        (Operation(-1, 2, Kind.CUT), "Choose the words"),
        (Operation(2, 2, Kind.CUT), "Choose the words"),
        (Operation(0, 2, Kind.INSERT, "x"), "Choose the words"),
        (Operation(0, 2, Kind.REPLACE, " \u202e "), "Write what is to stand"),
        (Operation(0, 2, Kind.REPLACE, "[ ]"), "Write what is to stand"),
        (Operation(0, 2, Kind.REPLACE, "a" * 61), "at most 60"),
        (Operation(4, 9, Kind.CUT), "changed already"),
        (Operation(7, 7, Kind.INSERT, "x"), "changed already"),
    ],
)
def test_what_makes_no_edit_is_refused(operation, why):
    made = add("0123456789", (), Operation(6, 8, Kind.CUT))
    with pytest.raises(Refused, match=why):
        add("0123456789", made, operation)


def test_edits_may_stand_side_by_side():
    made = add("0123456789", (), Operation(6, 8, Kind.CUT))
    made = add("0123456789", made, Operation(4, 6, Kind.REPLACE, "x"))
    made = add("0123456789", made, Operation(6, 6, Kind.INSERT, "y"))
    assert redacted("0123456789", made) == "0123[x] [y] […]89"


@pytest.mark.parametrize("body", HOSTILE)
def test_words_are_where_they_stand(body):
    for start, end in words(body):
        assert body[start:end].strip() == body[start:end]
    assert spans_of(body, words(body)) == [(words(body)[0][0], words(body)[-1][1])]


def test_neighbours_make_one_span():
    body = 'I met "Amara Osei", twice.'
    found = words(body)
    assert [body[slice(*one)] for one in found] == ["I", "met", "Amara", "Osei", "twice"]
    assert spans_of(body, [found[3], found[2], found[0]]) == [found[0], (7, 17)]
    with pytest.raises(Refused):
        spans_of(body, [(7, 10)])
