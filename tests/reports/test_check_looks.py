"""Figures without description, tables without heading, words too pale: each is found alone."""

import pytest

from reports.check.looks import LOOK_RULES, contrast
from reports.render import charts
from tests.reports.full_report import figures
from tests.reports.test_check_prose import Written

DRAWN = charts.attendance_bars


def found() -> list[tuple[str, str]]:
    """What is said of the scenario's document as it is drawn now."""
    draft = Written("", figures())
    return [(one.code, one.words) for rule in LOOK_RULES for one in rule(draft)]


def drawn(monkeypatch: pytest.MonkeyPatch, what: str, instead: str) -> None:
    """The first figure is drawn with something in the place of something else."""

    def draw(*bars: object, **words: object) -> str:
        made = DRAWN(*bars, **words)  # type: ignore[arg-type]
        assert what in made
        return type(made)(made.replace(what, instead))

    monkeypatch.setattr(
        "reports.render.figure_parts.attendance_charts", lambda data: _one(draw, data)
    )


def _one(draw: object, data: object) -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(charts, "attendance_bars", draw)
        return charts.attendance_charts(data)  # type: ignore[arg-type]


def test_nothing_is_wrong_with_the_document_as_it_is_drawn() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("what", "instead", "code"),
    [
        ("Members who came, a bar for each session.</title>", "</title>", "no_alternative_text"),
        ("<desc", "<metadata", "no_alternative_text"),
        ('fill="#20272a"', 'fill="#c9c9c9"', "contrast_too_low"),
    ],
)
def test_a_figure_that_not_everybody_can_read(
    monkeypatch: pytest.MonkeyPatch, what: str, instead: str, code: str
) -> None:
    drawn(monkeypatch, what, instead)
    [(said, words)] = found()
    assert said == code
    assert "Members who came to each session" in words


def test_a_table_without_a_heading() -> None:
    data = figures()
    data["tables"]["attendance_by_session"]["columns"][0] = ""
    draft = Written("", data)
    assert [one.code for rule in LOOK_RULES for one in rule(draft)] == ["table_without_caption"]


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
