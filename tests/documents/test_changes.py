"""Differences: true for any two texts, quick for hostile ones, and never HTML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.core.changes import Passage, passages
from tests.documents.world import adopt
from tests.pages import parse, select, texts
from tests.steps import least_seconds_of

WORDS = st.lists(st.sampled_from(["we", "listen", "first", "\n", "\n\n", " ", "- ", "é"]))


def without(found: list[Passage], kind: str) -> str:
    return "".join(passage.text for passage in found if passage.kind != kind)


def test_a_changed_word_stands_between_what_stays():
    assert passages("We listen first.", "We always listen, first.") == [
        Passage("same", "We"),
        Passage("removed", " listen"),
        Passage("added", " always listen,"),
        Passage("same", " first."),
    ]


def test_the_same_text_has_no_change():
    assert passages("One.\n\nTwo.", "One.\n\nTwo.") == [Passage("same", "One.\n\nTwo.")]
    assert passages("", "") == []


@given(before=st.text(max_size=80), after=st.text(max_size=80))
def test_both_texts_can_be_read_out_of_it(before: str, after: str):
    found = passages(before, after)
    assert (without(found, "added"), without(found, "removed")) == (before, after)


@given(before=WORDS, after=WORDS)
def test_both_texts_can_be_read_out_of_it_where_words_come_back(before, after):
    one, other = " ".join(before), " ".join(after)
    found = passages(one, other)
    assert (without(found, "added"), without(found, "removed")) == (one, other)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a " * 10_000, "b a " * 5_000),
        ("a" * 20_000, "\n" * 20_000),
        (" " * 20_000, "\t" * 20_000),
        (" ".join(str(n) for n in range(4000)), " ".join(str(n) for n in range(4000, 0, -1))),
    ],
)
def test_a_text_made_to_be_slow_is_not(before, after):
    assert least_seconds_of(lambda: passages(before, after)) < 3
    found = passages(before, after)
    assert (without(found, "added"), without(found, "removed")) == (before, after)


@pytest.mark.django_db
def test_hostile_words_stay_words(cast, as_):
    amara = cast.actor("amara")
    adopt(amara, "purpose", "Hello <b>you</b> [x](javascript:alert(1))")
    adopt(amara, "purpose", "<script>alert(1)</script> <img src=x onerror=alert(1)> </ins>")
    slug = cast.community.slug
    page = as_("rosa").get(f"/in/c/{slug}/documents/purpose/changes/").content
    changes = select(parse(page), ".circle-changes")[0]
    assert not select(changes, "script, img, b, a")
    assert "<script>alert(1)</script>" in changes.text_content()
    shown = as_("rosa").get(f"/in/c/{slug}/documents/purpose/").content
    text = select(parse(shown), "main .circle-text")[0]
    assert not select(text, "script, img")
    first = as_("rosa").get(f"/in/c/{slug}/documents/purpose/versions/1/").content
    assert not select(select(parse(first), "main .circle-text")[0], "a, b")


@pytest.mark.django_db
def test_changes_are_said_and_not_only_coloured(cast, as_):
    amara = cast.actor("amara")
    adopt(amara, "purpose", "We listen.")
    adopt(amara, "purpose", "We listen first.")
    adopt(amara, "purpose", "We speak first.")
    address = f"/in/c/{cast.community.slug}/documents/purpose/changes/"
    page = parse(as_("will").get(address).content)
    assert texts(select(page, "main del")) == ["[taken out: listen]"]
    assert texts(select(page, "main ins")) == ["[put in: speak]"]
    # Any two, in either direction.
    page = parse(as_("will").get(address, {"earlier": "3", "later": "1"}).content)
    assert texts(select(page, "main del")) == ["[taken out: speak first.]"]


@pytest.mark.django_db
@pytest.mark.parametrize("earlier", ["0", "99", "x", "", "9" * 30])
def test_a_version_that_is_not_there(cast, as_, earlier):
    adopt(cast.actor("amara"), "purpose", "We listen.")
    address = f"/in/c/{cast.community.slug}/documents/purpose/changes/"
    page = as_("will").get(address, {"earlier": earlier, "later": "1"})
    assert page.status_code == 200
    assert not select(parse(page.content), ".circle-changes")
