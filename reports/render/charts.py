"""Which figures of a report are drawn, and what each drawing says to those who cannot see it."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cop.core.charts import (
    CountBar,
    RatingBar,
    RatingGroup,
    RatingLegend,
    TrendPoint,
    attendance_bars,
    diverging_bars,
    trend,
)
from cop.core.figures import percentage
from reports.render import words
from reports.schema import Cell, Figure, RatingCell, ReportData

# More sessions than this and the labels would run into each other: another drawing follows.
ON_ONE_DRAWING = 12


def attendance_charts(data: ReportData) -> list[SafeString]:
    """Members who came, a bar for each session."""
    rows = [row for row in data["tables"]["attendance_by_session"]["rows"] if row[0] != "Total"]
    drawn = []
    for number, some in _drawings(rows):
        bars = [_count_bar(data, row) for row in some]
        made = attendance_bars(
            bars,
            name=f"attendance-{number}",
            title=_("Members who came, a bar for each session."),
            description=_said((bar.label, bar.printed or str(bar.number)) for bar in bars),
        )
        drawn.append(made)
    return drawn


def _said(marks: Iterable[tuple[str, str]]) -> str:
    """Every number of a drawing, for those who cannot see it."""
    return "; ".join(f"{label}: {printed}" for label, printed in marks) + "."


def _count_bar(data: ReportData, row: list[Cell]) -> CountBar:
    rough = data.get("headcounts", {}).get(str(row[0]))
    if rough is not None:
        return CountBar(str(row[0]), rough["number"], rough["short"])
    return CountBar(str(row[0]), int(row[-1]))


def response_charts(data: ReportData) -> list[SafeString]:
    """The share of those who came that answered, session by session; words where it is withheld."""
    rows = [row for row in data["tables"]["responses_by_session"]["rows"] if row[0] != "Total"]
    drawn = []
    for number, some in _drawings(rows):
        points = [rate_point(row) for row in some]
        if any(point.value is not None for point in points):
            made = trend(
                points,
                name=f"responses-{number}",
                title=_("Share of those who came that answered, session by session."),
                description=_said((point.label, point.printed) for point in points),
                most=100,
                unit="%",
            )
            drawn.append(made)
    return drawn


def ratings_chart(data: ReportData) -> SafeString | None:
    """The ratings of the period, both caucuses under each statement or all together."""
    cells = data["ratings"]["period"]["cells"]
    if not cells:
        return None
    groups = [
        RatingGroup(words.statement(item), _bars(data, cells, item["key"]))
        for item in data["questionnaire"]["items"]
    ]
    return diverging_bars(
        groups,
        name="ratings",
        title=_("Ratings of each statement: low to the left, high to the right."),
        description=_("The numbers stand in the table that follows."),
        legend=RatingLegend(
            low=_("low (1–2)"),
            mid=_("middle (3 or no view)"),
            high=_("high (4–5)"),
            apart=_("not shown apart"),
        ),
    )


def _drawings(rows: Sequence[list[Cell]]) -> Iterator[tuple[int, Sequence[list[Cell]]]]:
    starts = range(0, len(rows), ON_ONE_DRAWING)
    return enumerate((rows[at : at + ON_ONE_DRAWING] for at in starts), start=1)


def rate_point(row: list[Cell]) -> TrendPoint:
    """From a row of the responses; the word stands where a rate may not."""
    key, answered, came, _share = row
    if isinstance(answered, int) and isinstance(came, int) and came:
        rate = percentage(answered, came)
        return TrendPoint(str(key), float(rate), f"{rate}%")
    if isinstance(answered, int):
        return TrendPoint(str(key), None, _("no rate"))
    return TrendPoint(str(key), None, str(answered))


def _bars(data: ReportData, cells: list[RatingCell], item: str) -> list[RatingBar]:
    return [
        _bar(data, cell, given)
        for cell in cells
        for given in cell["figures"]
        if given["item"] == item
    ]


def _bar(data: ReportData, cell: RatingCell, given: Figure) -> RatingBar:
    low, mid, high = _certain(given)
    name = words.cell_name(cell["cell"], data["terms"])
    return RatingBar(
        caption=f"{name}: {words.figure(given, cell['n'])}",
        low=low,
        mid=mid,
        high=high,
        apart=cell["n"] - low - mid - high,
    )


def _certain(given: Figure) -> tuple[int, int, int]:
    """How many are certainly in each band; the rest is not shown apart."""
    if given["kind"] == "exact":
        return given["low"], given["mid"], given["high"]
    if given["kind"] == "interval":
        return given["low"][0], given["mid"][0], given["high"][0]
    sure = {given["band"]: given["at_least"]}
    return sure.get("low", 0), sure.get("mid", 0), sure.get("high", 0)
