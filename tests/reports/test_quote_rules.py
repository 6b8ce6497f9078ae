"""A quote is its comment, changed only inside square brackets (reports.quotes)."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.core.errors import Refused
from reports.quotes import SHORT, quoted, second_looks

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
    [said] = second_looks(COMMENT, "feel safe at [organisation]")
    assert "“I do not”" in said
    assert second_looks(COMMENT, "I do not feel safe") == []
    assert second_looks(COMMENT, "They’re kind") == []
    [said] = second_looks("It was really not easy", "[…] easy")
    assert "“was really not”" in said


def test_a_long_cut_and_one_with_a_not_are_looked_at_again():
    far = "It was good " + "and we talked " * 5 + "in the end."
    assert quoted(far, "It was good […] in the end.")
    assert second_looks(far, "It was good […] in the end.") == [], "15 words"
    [said] = second_looks(far.replace("in the", "for it in the"), "It was good […] in the end.")
    assert "Much is left out before “in the end.”" in said
    turned = "I do not think that anybody here would ever say they feel safe"
    assert quoted(turned, "I do […] feel safe")
    [said] = second_looks(turned, "I do […] feel safe")
    assert "A “not” is among what is left out before “feel safe”" in said


def test_a_capital_in_brackets_is_looked_at_again():
    [said] = second_looks(COMMENT, "[Rosa] helped me")
    assert "“Rosa” in brackets has a capital" in said
    assert second_looks(COMMENT, "[I’ll say it] helped me") == []
    of_reviewer = "At [a London hospital] it helped me"
    assert second_looks(of_reviewer, of_reviewer) == [], "whoever redacted it put that there"


@pytest.mark.parametrize(
    "put",
    ["nοt", "nоt", "ɴᴏᴛ", "ｎｏｔ", "𝐧𝐨𝐭", "ոօ", "Wаrd nine", "at Lеeds"],
)
def test_letters_in_brackets_are_those_of_the_comment(put):
    assert "only look like them" in refused(f"we [{put}] talked")


def test_other_alphabets_are_themselves():
    said = "Мы поговорили, и это помогло"
    assert quoted(said, "Мы [все] поговорили […]") == "Мы [все] поговорили […]"
    assert quoted(said, "Мы [in the group] поговорили") == "Мы [in the group] поговорили"
    assert "only look like them" in refused("Мы [nоt] поговорили", said)
    assert quoted("we talked", "[Zażółć] we talked") == "[Zażółć] we talked"


TURNS = [
    "not", "hardly", "Barely", "scarcely", "rarely", "seldom", "without", "unless", "little", "few",
    "nowt", "don’t", "dont", "didn't", "isnt", "no one", "no-one", "non", "lacks", "_not_", "nöt",
]  # fmt: skip


@pytest.mark.parametrize("turns", TURNS)
def test_a_word_that_says_no_or_nearly_is_neither_cut_short_nor_put_in(turns):
    assert "“not”" in refused("we talked […] all day", f"we talked {turns} all day")
    assert "“not”" in refused("we talked [of it] all day", f"we talked {turns} all day")
    assert "“not”" in refused(f"we talked [{turns}] all day", "we talked all day")


@pytest.mark.parametrize("put", ["n.o.t", "n o t", "no-thing", "_never_"])
def test_letters_set_apart_are_read_together(put):
    assert "“not”" in refused(f"we talked [{put}] all day", "we talked all day")


@pytest.mark.parametrize("same", ["a little", "a few of us", "want", "plant", "another", "knots"])
def test_a_word_that_only_looks_like_one_may_go(same):
    assert quoted(f"we talked {same} all day", "we talked […] all day")
    assert quoted("we talked all day", f"we talked [{same}] all day")


words = st.lists(
    st.text(st.characters(categories=["L", "M", "N", "P", "S"]), min_size=1, max_size=6),
    min_size=1,
    max_size=12,
)


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


@given(plain, st.sampled_from(TURNS), st.data())
def test_whatever_is_cut_with_a_no_in_it_is_refused_or_looked_at_again(found, turns, data):
    """Wherever the “no” stands, and however much goes with it."""
    at = data.draw(st.integers(1, len(found) - 1))
    comment = [f"{word}{place}x" for place, word in enumerate(found)]
    comment.insert(at, turns)
    first, last = data.draw(st.integers(0, at - 1)), data.draw(st.integers(at + 1, len(found)))
    quote = " ".join([*comment[: first + 1], "[…]", *comment[last:]])
    short = len(" ".join(comment[first + 1 : last]).split()) <= SHORT
    try:
        quoted(" ".join(comment), quote)
    except Refused:
        return
    assert not short
    assert any("A “not” is among" in said for said in second_looks(" ".join(comment), quote))
