"""Choices, and more than one questionnaire: their figures, and that none is mixed with another's.

The expected figures are worked out by hand from rules L3 and L4.
"""

import datetime as dt
import json

import pytest

from cop.core import clock
from cop.core.errors import Refused
from feedback import questionnaire as files
from feedback.models import Period, Released, Slip, Survey
from feedback.results import period_results, survey_result, year_rows
from feedback.services import Malformed, count_due
from tests.feedback.ballots import close, collect, count, members, opened, send

TODAY = "Europe/London"


@pytest.fixture(autouse=True)
def key_directory(settings, tmp_path):
    settings.KEY_DIR = tmp_path / "keys"


def by_session(community) -> None:
    community.figures_rhythm = community.comments_rhythm = "session"
    community.save()


def answer(label: str | None, new: str | None, time: str | None = None, **texts: str):
    return {
        "label": label,
        "ratings": {"a": 5, "b": 1},
        "texts": {key[1:]: text for key, text in texts.items()},
        "choices": {"new": new, "time": time},
    }


def given(survey: Survey, item: str) -> dict[str, tuple]:
    rows = Released.objects.filter(survey=survey, item=item)
    return {row.cell: (row.kind, row.n, row.value) for row in rows}


def test_options_take_the_place_of_bands(cast):
    """Ten answers of two caucuses of five: K = 2, and 2 outside the fullest is not more than K."""
    by_session(cast.community)
    crowd = members(cast.community, 10)
    survey = opened(cast.community, crowd, asked="WEBINAR-1")
    minoritised = ["most", "some", "little", None, "most"]
    white = ["some", "some", "some", "little", None]
    for member, new in zip(crowd, minoritised + white, strict=True):
        label = "racially_minoritised" if crowd.index(member) < 5 else "white"
        send(survey, collect(member, survey), answer(label, new, "evening"))
    count(survey)
    exact = {"most": 2, "some": 1, "little": 1, "none": 1}
    assert given(survey, "new") == {
        "racially_minoritised": ("exact", 5, exact),
        "white": ("at_least", 5, {"band": "some", "at_least": 3}),
    }
    # For planning: by session, for all, whatever the caucuses show.
    assert given(survey, "time") == {"all": ("at_least", 10, {"band": "evening", "at_least": 8})}
    result = survey_result(survey)
    assert [cell.cell for cell in result.ratings.cells] == ["racially_minoritised", "white"]
    assert list(result.ratings.cells[0].items) == ["a", "b", "c", "d", "new"]
    assert [(cell.cell, list(cell.items)) for cell in result.planning.cells] == [("all", ["time"])]


@pytest.mark.parametrize("wrong", ["often", 1, ["most"], {"most": 1}, True])
def test_an_option_nobody_offered_is_no_response(cast, wrong):
    crowd = members(cast.community, 1)
    survey = opened(cast.community, crowd, asked="WEBINAR-1")
    with pytest.raises(Malformed):
        send(survey, collect(crowd[0], survey), answer(None, wrong))


def test_a_period_releases_each_questionnaire_by_itself(cast):
    """Two webinars of eight and one session of six in a year: nothing of one is in the other."""
    crowd = members(cast.community, 8)
    for key in ("W1", "W2"):
        survey = opened(cast.community, crowd, asked="WEBINAR-1", key=key)
        for place, member in enumerate(crowd):
            new = "most" if place < 4 else "some"
            send(survey, collect(member, survey), answer(None, new, q2=f"{key} {place}"))
        close(survey)
    survey = opened(cast.community, crowd[:6], key="S1")
    for member in crowd[:6]:
        send(survey, collect(member, survey), {"label": None, "ratings": {"a": 1}, "texts": {}})
    close(survey)
    count_due()
    Period.objects.update(to_on=clock.today(TODAY) - dt.timedelta(days=3))
    count_due()
    webinar, session = sorted(period_results(cast.community), key=lambda one: one.surveys)[::-1]
    assert (webinar.asked.code, webinar.surveys, session.asked.code) == ("WEBINAR-1", 2, "PPN-1")
    cell = webinar.ratings.cells[0]
    # Two surveys: K = 3. Eight of sixteen chose each of two options, so the counts stand.
    assert (cell.cell, cell.n) == ("all", 16)
    assert cell.items["new"].numbers == (8, 8, 0, 0)
    assert session.ratings.cells[0].n == 6
    days = {"from_on": dt.date(2026, 1, 1), "to_on": dt.date(2026, 12, 31)}
    rows = year_rows(cast.community, asked="WEBINAR-1", **days)
    assert {row.n for row in rows} == {16}
    assert {row.n for row in year_rows(cast.community, **days)} == {6}
    # Sixteen in the pool's wait came from two surveys, and three are its bar.
    assert not Slip.objects.exists()


def test_changed_words_need_a_new_version(cast, monkeypatch, tmp_path):
    opened(cast.community, [])
    changed = json.loads((files.FOLDER / "ppn-1.json").read_text(encoding="utf-8"))
    changed["items"][0]["statements"][0]["text"] = "Heard"
    (tmp_path / "ppn-1.json").write_text(json.dumps(changed), encoding="utf-8")
    monkeypatch.setattr(files, "FOLDER", tmp_path)
    files.content_of.cache_clear()
    files.questionnaire.cache_clear()
    try:
        with pytest.raises(Refused, match="new version"):
            opened(cast.community, [], key="S2")
    finally:
        files.content_of.cache_clear()
        files.questionnaire.cache_clear()
    # What is open asks what it asked.
    assert "Heard" not in json.dumps(Survey.objects.get().asked)


def test_the_content_is_frozen(cast):
    from django.db import IntegrityError, transaction

    survey = opened(cast.community, [])
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        Survey.objects.filter(pk=survey.pk).update(asked={})
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        Survey.objects.filter(pk=survey.pk).update(questionnaire="YEAR-1")
