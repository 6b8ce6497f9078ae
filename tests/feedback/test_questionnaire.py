"""PPN-1 stands here word for word as in its source; what each question is for is ours."""

import json
from pathlib import Path

from cop.members.enums import Rhythm
from feedback import disclosure, enums
from feedback.disclosure import Purpose
from feedback.questionnaire import FOLDER, questionnaire

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


def test_words_that_stand_in_two_places_are_the_same():
    assert set(enums.Reading.values) == {one.value for one in disclosure.Reading}
    assert set(Rhythm.values) == {one.value for one in disclosure.Rhythm}
