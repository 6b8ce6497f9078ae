"""A quote is its comment, changed only inside square brackets (reports.quotes)."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.core.errors import Refused
from reports.quotes import quoted, words_just_before

COMMENT = (
    "I do not feel safe at the Royal Infirmary. They’re kind, but I said nothing for months; "
    "then we talked, and it helped me."
)


def refused(quote: str, comment: str = COMMENT) -> str:
    with pytest.raises(Refused) as problem:
        quoted(comment, quote)
    return problem.value.message


@pytest.mark.parametrize(
    "quote",
    [
        COMMENT,
        "I do not feel safe",
        "we talked, and it helped me",
        "I do not feel safe at [organisation].",
        "I do not feel safe […] then we talked, and it helped me.",
        "[Later] we talked, and [it helped] me.",
        "I said nothing for months; then [after a session] we talked",
        "[I will] do […] then we talked, and it helped me",
        "They’re kind […]",
    ],
)
def test_what_changes_only_in_brackets_is_kept_as_typed(quote):
    assert quoted(COMMENT, quote) == quote


@pytest.mark.parametrize(
    ("quote", "says"),
    [
        ("", "Leave at least some"),
        (" \u200b\u2060 ", "Leave at least some"),
        ("[…]", "outside the brackets"),
        ("[…] , [organisation].", "outside the brackets"),
        ("I do feel safe", "not in the comment as they stand: “I do feel safe”"),
        ("I do […] feel safe", "take out or put in a “not”"),
        ("I do [really] feel safe", "take out or put in a “not”"),
        ("it [never] helped me", "take out or put in a “not”"),
        ("[Nobody says] we talked", "take out or put in a “not”"),
        ("we talked [not]", "take out or put in a “not”"),
        ("it helped me […] I do not feel safe", "Keep the order"),
        ("we talked, and it helped", ""),
        ("not feel safe at the Royal Infirm", "not in the comment"),
        ("re kind", "not in the comment"),
        ("feel [very]safe", "not in the comment"),
        ("helped[…]", "not in the comment"),
        ("I do not feel safe [at [the] place]", "Close each square bracket"),
        ("I do not feel safe [at", "Close each square bracket"),
        ("I do not] feel safe", "Close each square bracket"),
        ("I do not feel [] safe", "Write what stands in the brackets"),
        ("I do not feel [ ] safe", "Write what stands in the brackets"),
        (f"I do not feel safe [{'x' * 61}]", "at most 60 characters"),
        ("we " + "[…] " * 21 + "talked", "at most 20 pairs"),
        ("I do not feel s\u0430fe", "not in the comment"),  # a Cyrillic а
        ("I do not feel sa\u200dfe", "not in the comment"),  # a joiner nobody sees
        ("I do not feel SAFE", "not in the comment"),
        ("I do not feel ［really］ safe", "not in the comment"),
        ("I do not feel【really】safe", "not in the comment"),
        ("I do not feel safe then we talked", "not in the comment"),
    ],
)
def test_everything_else_is_refused_with_what_to_do(quote, says):
    if not says:
        assert quoted(COMMENT, quote) == quote
        return
    assert says in refused(quote)


def test_what_is_kept_has_the_comments_own_characters():
    assert quoted(COMMENT, "They're kind, [...] then we talked") == (
        "They’re kind, […] then we talked"
    )
    cafe = "The café was closed"
    assert quoted(cafe, unicodedata.normalize("NFD", cafe)) == cafe
    assert quoted(unicodedata.normalize("NFD", cafe), cafe) == cafe
    assert "not in the comment" in refused("The cafe was closed", cafe)
    assert "not in the comment" in refused("The cafe", unicodedata.normalize("NFD", cafe))


def test_brackets_of_the_reviewers_stay_or_are_cut_and_are_never_the_authors():
    comment = "At [a hospital nobody likes] we were asked […]s, and it was not [easy]."
    assert quoted(comment, comment) == comment
    assert quoted(comment, "At […] we were asked") == "At […] we were asked"
    assert quoted(comment, "it was not [simple]") == "it was not [simple]"
    assert quoted(comment, "At [a hospital nobody likes] we were asked")
    assert "not in the comment" in refused("a hospital", comment)
    assert "not in the comment" in refused("a hospital nobody likes", comment)


def test_numbers_and_compounds_are_not_taken_apart():
    comment = "In 2,500 non-racist places 3.5 of us can’t speak"
    assert "not in the comment" in refused("500 non-racist places", comment)
    assert "not in the comment" in refused("racist places", comment)
    assert "not in the comment" in refused("5 of us", comment)
    assert "not in the comment" in refused("3.5 of us can", comment)
    assert "“not”" in refused("3.5 of us […] speak", comment)


def test_a_quote_is_one_paragraph():
    assert quoted("First line\n\nsecond line", "First line second line") == "First line second line"


def test_a_not_right_before_the_quote_is_pointed_out():
    assert words_just_before(COMMENT, "feel safe at [organisation]") == "I do not"
    assert words_just_before(COMMENT, "I do not feel safe") == ""
    assert words_just_before(COMMENT, "They’re kind") == ""
    assert words_just_before("It was really not easy", "[…] easy") == "was really not"


words = st.lists(
    st.text(st.characters(categories=["L", "M", "N", "P", "S"]), min_size=1, max_size=6),
    min_size=1,
    max_size=12,
)
NEGATION = re.compile(r"\b(not|no|never|nor|none|neither|nobody|nothing|nowhere|cannot)\b|n.t\b")


def said(found: list[str]) -> str:
    text = " ".join(found)
    return re.sub(r"[\[\]]", "", text) + " end"


@given(words)
def test_a_whole_comment_is_always_its_own_quote(found):
    comment = unicodedata.normalize("NFC", said(found)).strip()
    assert quoted(comment, comment) == " ".join(comment.split())


plain = st.lists(
    st.sampled_from(["we", "talked", "and", "it", "was", "good", "for", "all"]), min_size=4
)


@given(plain, st.data())
def test_words_cut_in_brackets_are_taken(found, data):
    """Expected by building the quote from the comment, not by asking the checker."""
    first = data.draw(st.integers(0, len(found) - 2))
    last = data.draw(st.integers(first + 1, len(found) - 1))
    quote = " ".join([*found[: first + 1], "[…]", *found[last:]])
    assert quoted(" ".join(found), quote) == quote


@given(plain, st.data())
def test_what_is_kept_without_its_brackets_is_a_row_of_the_comments_words(found, data):
    """Whatever is typed: it is refused, or its words outside brackets are the comment's in order.

    Looked at word by word, in another way than the checker does.
    """
    pieces = [*found, "[…]", "[then]", "never", "wasn’t", "[", "]", "goo", "d", "talked and"]
    typed = " ".join(data.draw(st.lists(st.sampled_from(pieces), max_size=12)))
    try:
        kept = quoted(" ".join(found), typed)
    except Refused:
        return
    rest = iter(found)
    outside = re.sub(r"\[[^\]]*\]", " ", kept).split()
    assert outside
    assert all(word in rest for word in outside), (found, typed)


@given(plain, st.data())
def test_swapped_or_dropped_words_are_refused_without_brackets(found, data):
    numbered = [f"{word}{place}" for place, word in enumerate(found)]
    comment, at = " ".join(numbered), data.draw(st.integers(0, len(numbered) - 2))
    swapped = [*numbered]
    swapped[at], swapped[at + 1] = swapped[at + 1], swapped[at]
    assert "not in the comment" in refused(" ".join(swapped), comment)
    if at:
        dropped = [*numbered[:at], *numbered[at + 1 :]]
        assert "not in the comment" in refused(" ".join(dropped), comment)
