"""The scenario year through the real count, against a small calculator of its own.

The calculator below is written from the words of the rules, knows nothing of the code, and first
has to give what the hand-checked file gives. Then everything shown is subtracted from itself.
"""

import csv
import datetime as dt
import io
import json
from collections import Counter

import pytest
from django.core.management import call_command

from feedback.disclosure import Asked, Ledger, Parameters, Release, Responses, Shown, shown_of
from feedback.models import Period, Slip, Survey
from feedback.results import period_results, response_total, survey_results, year_rows
from tests.factories.registers import SCENARIO
from tests.factories.responses import scenario_responses

EXPECTED = json.loads((SCENARIO / "expected.json").read_text())["released_by_session"]
YEAR = {"from_on": "2025-07-01", "to_on": "2026-10-31"}
DAYS = {name: dt.date.fromisoformat(day) for name, day in YEAR.items()}
CAUCUS = {"rm": "racially_minoritised", "w": "white"}
BAND = {"1": "low", "2": "low", "3": "mid", "": "mid", "4": "high", "5": "high"}


def rows(*sessions: str) -> list[list[str]]:
    with (SCENARIO / "ratings.csv").open(newline="") as lines:
        return [row for row in list(csv.reader(lines))[1:] if not sessions or row[0] in sessions]


def reckoned(found: list[list[str]], surveys: int, *, is_period: bool) -> dict:
    """L2 to L4, one after the other."""
    k = surveys + 1

    def is_enough(part: list[list[str]], *, is_caucus: bool) -> bool:
        one_survey = max(Counter(row[0] for row in part).values(), default=0)
        least = max(5, 2 * k + 1, 10 if is_period and is_caucus else 0)
        return len(part) >= least and one_survey >= 5

    cells = {name: [row for row in found if row[1] == key] for key, name in CAUCUS.items()}
    if not all(is_enough(part, is_caucus=True) for part in cells.values()):
        cells = {"all": found} if is_enough(found, is_caucus=False) else {}
    shown: dict = {}
    for name, part in cells.items():
        items: dict = {}
        for place, item in enumerate("abcdefg", 2):
            held = Counter(BAND[row[place]] for row in part)
            band, most = held.most_common(1)[0]
            if len(part) - most <= k:
                items[item] = {"at_least": len(part) - k, "of": len(part), "band": band}
            else:
                items[item] = {one: held[one] for one in ("low", "mid", "high")}
                items[item]["of"] = len(part)
        shown[name] = {"n": len(part), "items": items}
    return shown


def given(release: object) -> dict:
    assert isinstance(release, Release)
    cells: dict = {}
    for cell in release.cells:
        items: dict = {}
        for item, figure in cell.items.items():
            bounds = {str(band): figure.bounds(band) for band in figure.bands}
            if all(low == high for low, high in bounds.values()):
                items[item] = {band: low for band, (low, _) in bounds.items()}
            else:
                band = max(bounds, key=lambda one: bounds[one][0])
                items[item] = {"at_least": bounds[band][0], "band": band}
            items[item]["of"] = figure.n
        cells[cell.cell] = {"n": cell.n, "items": items}
    return cells


@pytest.fixture
def north(community, register, settings, tmp_path):
    settings.KEY_DIR = tmp_path / "keys"
    call_command("import_register", "north", **register.options, stdout=io.StringIO())
    return community


def run(path, **options) -> None:
    call_command("import_responses", "north", str(path), **options, stdout=io.StringIO())


def slips(**where) -> dict[tuple[str, str], int]:
    found = Slip.objects.filter(**where).values_list("cell", "question")
    return dict(Counter(found))


def nothing_given_away(community) -> None:
    """Everything on any page, by item, subtracted from itself."""
    results = survey_results(community)
    by_key = {one.session.key: one for one in results if one.survey}
    asked = {
        key: Asked(
            one.survey.could_answer,
            one.responses.n if isinstance(one.responses, Responses) else None,
        )
        for key, one in by_key.items()
    }
    everybody = frozenset(by_key)
    total = response_total(results)
    for item in "abcdefg":
        ledger = Ledger(asked, [*CAUCUS.values(), None], Parameters())
        ledger.publish([Shown(everybody, "all", None, total.n, total.n)])
        units = [([key], one.ratings) for key, one in by_key.items()]
        units += [(list(by_key), one.ratings) for one in period_results(community)]
        apart = []
        for surveys, release in units:
            if isinstance(release, Release):
                for cell in release.cells:
                    ledger.publish(shown_of(surveys, cell.cell, cell.n, cell.items[item]))
                    apart += surveys if cell.cell == "white" else []
        for row in year_rows(community, **DAYS):
            if row.item == item:
                ledger.publish(shown_of(apart, row.cell, row.n, row.figure))
        most = sum(one.could_answer for one in asked.values())
        for key, one in by_key.items():
            for (group, _), number in slips(survey=one.survey).items():
                ledger.publish([Shown(frozenset([key]), group, None, number, most)])
        for (group, _), number in slips(survey=None).items():
            ledger.publish([Shown(everybody, group, None, number, most)])
        ledger.settle()
        assert ledger.given_away() == []


def test_the_calculator_gives_what_was_checked_by_hand():
    for session, cells in EXPECTED.items():
        assert reckoned(rows(session), 1, is_period=False) == cells


def test_by_session(north, tmp_path):
    run(scenario_responses(tmp_path, texts=True), release="session")
    for result in survey_results(north):
        key = result.session.key
        assert given(result.ratings) == reckoned(rows(key), 1, is_period=False)
        # Nobody's caucus has ten answers in a session: comments come without caucus.
        assert slips(survey=result.survey) == {
            ("all", question): len(rows(key)) for question in "23456"
        }
        topics = Slip.objects.filter(survey=result.survey, reading="topics").exists()
        assert topics == (len(rows(key)) < 8)
    assert not Slip.objects.filter(survey=None).exists()
    nothing_given_away(north)


def test_by_period(north, tmp_path):
    run(scenario_responses(tmp_path, texts=True), release="period", **YEAR)
    [period] = period_results(north)
    assert given(period.ratings) == reckoned(rows(), 6, is_period=True)
    for survey in Survey.objects.select_related("session"):
        assert survey.session is not None
        number = len(rows(survey.session.key))
        assert slips(survey=survey) == {("all", "5"): number, ("all", "6"): number}
    # Findings by caucus; the two that state none are not enough for the pool.
    held = Counter(row[1] for row in rows())
    assert slips(survey=None) == {
        (name, question): held[key] for key, name in CAUCUS.items() for question in "234"
    }
    assert Period.objects.get().destroyed_unread == ["findings"]
    nothing_given_away(north)


@pytest.mark.parametrize("spans", [("2025-07-01", "2026-03-31"), ("2025-01-01", "2026-02-28")])
def test_by_half_a_year_and_so_on(north, tmp_path, spans):
    """Any span: the calculator takes the sessions in it."""
    from_on, to_on = (dt.date.fromisoformat(day) for day in spans)
    held = {one.session.key: one.session.held_on for one in survey_results(north)}
    inside = [key for key, day in held.items() if from_on <= day <= to_on]
    assert inside
    run(
        scenario_responses(tmp_path, *inside),
        release="period",
        from_on=spans[0],
        to_on=spans[1],
    )
    [period] = period_results(north)
    expected = reckoned(rows(*inside), len(inside), is_period=True)
    assert (given(period.ratings) if isinstance(period.ratings, Release) else {}) == expected
