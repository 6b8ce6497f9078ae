"""What comes with the program: for every set of terms, complete, short and in its own words."""

import re

import pytest

from caucus.terms import PRESETS
from cop.core.text import markdown_to_html
from cop.documents.enums import DOCUMENTS, THREE_MINUTES, Kind
from cop.documents.selectors import adopted_texts, current_versions
from cop.documents.shipped import shipped_text
from cop.members.enums import TermSet
from cop.members.models import Community
from cop.members.selectors import system_actor
from cop.members.services import create_community
from tests.documents.world import adopt_all
from tests.pages import parse

pytestmark = pytest.mark.django_db

# Words nobody should have to read about themselves here, and what a draft leaves behind.
FORBIDDEN = (
    "BAME",
    "BME",
    "ethnic minorit",
    "coloured",
    "non-white",
    "mixed race",
    "minorities",
    "victim",
    "vulnerable",
    "allies",
    "safe space",
    "colour-blind",
    "TODO",
    "lorem",
    "organiz",
    "recogniz",
    "behavior",
    "color ",
)


@pytest.fixture(params=TermSet.values)
def community(request) -> Community:
    return create_community(slug="leeds", name="Leeds Circle", terms=request.param)


def words(text: str) -> list[str]:
    """What somebody reads of it, word by word."""
    return re.findall(r"[\w’'-]+", parse(str(markdown_to_html(text))).text_content())


@pytest.mark.parametrize("kind", Kind.values)
def test_no_place_is_left_empty(community, kind):
    text = shipped_text(community, kind)
    assert not re.search(r"[{}]|\b(None|the the|and the caucuses)\b", text)
    assert text.count("**") % 2 == 0


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_each_is_neither_a_note_nor_a_book(community, kind):
    assert 150 <= len(words(shipped_text(community, kind))) <= 450


def test_the_three_before_a_first_session_take_three_minutes(community):
    """At 220 words a minute, headings included."""
    read = [words(f"{kind.label}\n\n{shipped_text(community, kind)}") for kind in THREE_MINUTES]
    assert sum(map(len, read)) <= 3 * 220


def test_the_caucuses_are_called_what_the_community_calls_them(community):
    everything = " ".join(shipped_text(community, kind) for kind in Kind)
    own = [terms.name for terms in PRESETS[community.term_set]]
    for name in own:
        assert everything.count(name) >= 5
        assert f"**{name}**" in shipped_text(community, Kind.CAUCUSING)
    foreign = {t.name for preset in PRESETS.values() for t in preset} - set(own)
    # "Global Majority Caucus" is part of "Non-Global Majority Caucus": whole names only.
    assert not [n for n in foreign if re.search(rf"(?<![\w-]){n}", everything)]


def test_accountability_runs_from_the_others_to_the_first(community):
    first, second = [terms.name for terms in PRESETS[community.term_set]]
    rules = shipped_text(community, Kind.GROUND_RULES)
    assert f"from the {second} to the {first}" in rules


@pytest.mark.parametrize("kind", Kind.values)
def test_words_we_do_not_use(community, kind):
    text = shipped_text(community, kind).casefold()
    assert [word for word in FORBIDDEN if word.casefold() in text] == []


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Kind.GROUND_RULES, "Some of us belong in more than one place"),
        (Kind.GROUND_RULES, "any choice is right today; change it quietly"),
        (Kind.GROUND_RULES, "nobody checks who you are. Conduct is another matter"),
        (Kind.GROUND_RULES, "risk of harm"),
        (Kind.GROUND_RULES, "professional duty"),
        (Kind.GROUND_RULES, "asks for what is stored"),
        (Kind.GROUND_RULES, "Nobody records"),
        (Kind.GROUND_RULES, "Live captions that are not saved, interpreters"),
        (Kind.GROUND_RULES, "two themes at most"),
        (Kind.GROUND_RULES, "strike out a point without being named"),
        (Kind.GROUND_RULES, "quick exit"),
        (Kind.GROUND_RULES, "somebody independent to talk to"),
        (Kind.CAUCUSING, "individual reflection"),
        (Kind.CAUCUSING, "somebody is named to hold it"),
        (Kind.TERMS_OF_REFERENCE, "Equality Act 2010, section 158"),
        (Kind.TERMS_OF_REFERENCE, "identity is never checked; conduct is"),
        (Kind.TERMS_OF_REFERENCE, "published only with its consent"),
        (Kind.CONSENT_TO_CHOICE, "Never what I chose"),
    ],
)
def test_the_rules_of_practice_are_said(community, kind, said):
    assert said.casefold() in shipped_text(community, kind).casefold()


def test_the_slot_for_why_we_meet_apart(community):
    own = shipped_text(community, Kind.TERMS_OF_REFERENCE, "Our survey:\n3 of 40 felt heard.")
    assert "> Our survey:\n> 3 of 40 felt heard." in own
    assert "We reasonably think" not in own
    assert "We reasonably think" in shipped_text(community, Kind.TERMS_OF_REFERENCE)


def test_all_can_be_adopted_as_they_are(community):
    adopt_all(system_actor(community))
    assert set(current_versions(community)) == set(Kind.values)
    shown = adopted_texts(community, [Kind.CAUCUSING, Kind.PURPOSE])
    assert [text.kind for text in shown] == ["caucusing", "purpose"]
    assert "<script" not in shown[0].html
