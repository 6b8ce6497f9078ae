"""PPN-1 stands here word for word as in its source; what each question is for is ours."""

import json
from pathlib import Path

import pytest

from cop.members.enums import Rhythm
from feedback import disclosure
from feedback.disclosure import Purpose
from feedback.questionnaire import (
    FOLDER,
    NotAQuestionnaire,
    parse,
    questionnaire,
    questionnaires,
)

SOURCE = Path(__file__).parents[1] / "data" / "questionnaire_ppn1.json"


def test_every_word_is_the_source_s():
    source = json.loads(SOURCE.read_text(encoding="utf-8"))
    ours = json.loads((FOLDER / "ppn-1.json").read_text(encoding="utf-8"))
    for item in ours["items"]:
        item.pop("purpose", None)
    assert ours == source


def test_the_form_reads_the_source_s_words():
    source = json.loads(SOURCE.read_text(encoding="utf-8"))
    block, *texts = source["items"]
    asked = questionnaire("PPN-1")
    assert asked.stem == block["stem"]
    assert [(one.key, one.text, one.polarity) for one in asked.statements] == [
        (one["key"], one["text"], one["polarity"]) for one in block["statements"]
    ]
    assert [(one.key, one.text) for one in asked.questions] == [
        (one["key"], one["text"]) for one in texts
    ]
    scale = source["scale"]
    assert (asked.min_label, asked.max_label) == (scale["min_label"], scale["max_label"])


def test_findings_keep_the_caucus_and_planning_keeps_the_session():
    asked = questionnaire("PPN-1")
    assert asked.keys_for(Purpose.FINDINGS) == set("234")
    assert asked.keys_for(Purpose.PLANNING) == set("56")


def test_every_file_can_be_asked_and_is_found_by_its_code():
    assert [one.code for one in questionnaires()] == ["PPN-1", "WEBINAR-1", "YEAR-1"]
    assert {path.stem for path in FOLDER.glob("*.json")} == {
        one.code.lower() for one in questionnaires()
    }


def a_choice(*options: str, key: str = "new", purpose: str = "findings") -> dict[str, object]:
    given = [{"key": one, "text": one.title()} for one in options]
    return {"key": key, "kind": "choice", "purpose": purpose, "text": "Which?", "options": given}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"code": "WEBINAR"}, "version"),
        ({"items": [a_choice("one")]}, "two to five"),
        ({"items": [a_choice(*"abcdef")]}, "two to five"),
        ({"items": [a_choice("one", "one")]}, "options have keys"),
        ({"items": [a_choice("one", "none")]}, "reserved"),
        ({"items": [a_choice("one", "at_least")]}, "reserved"),
        ({"items": [a_choice("a", "b"), a_choice("a", "b")]}, "every key"),
        ({"items": [a_choice("a", "b", key="A key")]}, "small letters"),
        ({"items": [a_choice("a", "b", purpose="fun")]}, "fun"),
        ({"items": [{"kind": "matrix"}]}, "rating_block"),
        ({"items": [{"kind": "text", "key": "2"}]}, "text"),
    ],
)
def test_a_file_that_cannot_be_asked_says_why(change, sentence):
    with pytest.raises(NotAQuestionnaire, match=sentence):
        parse({"code": "TEST-1", "title": "Test", "items": [a_choice("a", "b")], **change})


def test_words_that_stand_in_two_places_are_the_same():
    assert set(Rhythm.values) == {one.value for one in disclosure.Rhythm}
