"""Against last year: what fills this section, and its two drawings."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cop.core.charts import TrendPoint, trend
from reports.render import words
from reports.render.charts import ON_ONE_DRAWING, rate_point
from reports.render.document import Builder, Section
from reports.render.recommendations import statuses_sentence
from reports.render.tables import CellView, RowView, TableView
from reports.schema import LastYear, Table, TrendLine

NUMERIC = {"years": (1, 2), "years_by_session": (2, 3), "years_frequency": (1, 2)}


def last_year(builder: Builder, section: Section) -> None:
    """Attendance and responses, frequency, ratings, themes, recommendations, and what changed."""
    given = builder.data.get("last_year")
    if given is None:
        return
    said = given["sentences"]
    builder.fill(
        section,
        "last-year",
        title=given["title"],
        period=words.span(given["period"]["from"], given["period"]["to"]),
        breaks=given["breaks"],
        shared=said["shared"],
        table=_table(builder, given, "years"),
    )
    _trend(builder, section, given)
    builder.part(
        section,
        "years-frequency",
        _("How often members came"),
        template="last-year-part",
        sentences=[said["once_only"]],
        table=_table(builder, given, "years_frequency"),
    )
    _rest(builder, section, given)


def _trend(builder: Builder, section: Section, given: LastYear) -> None:
    said, points = given["sentences"], given["points"]
    if not points:
        return
    figures = builder.figures(_("Members who came, in both years"), _came(points), "years_came")
    figures += builder.figures(
        _("Share of those who came that answered, in both years"), _rates(points), "years_responses"
    )
    builder.part(
        section,
        "years-trend",
        _("Attendance and responses"),
        template="last-year-part",
        sentences=[said["attendance"], said["responses"]],
        figures=figures,
        table=_table(builder, given, "years_by_session"),
    )


def _rest(builder: Builder, section: Section, given: LastYear) -> None:
    said = given["sentences"]
    builder.part(
        section,
        "years-ratings",
        _("Ratings"),
        template="last-year-part",
        sentences=[said["ratings"]] if said["ratings"] else [],
        table=_table(builder, given, "years_ratings"),
    )
    if said["themes"]:
        builder.part(
            section,
            "years-themes",
            _("Themes"),
            template="last-year-part",
            sentences=[said["themes"]],
            table=_table(builder, given, "years_themes"),
        )
    earlier = builder.data.get("earlier_recommendations", [])
    if earlier:
        builder.part(
            section,
            "years-recommendations",
            _("Recommendations of the report before"),
            template="last-year-part",
            sentences=[statuses_sentence(earlier), _("Each stands under “Recommendations”.")],
        )


def _table(builder: Builder, given: LastYear, key: str) -> TableView | None:
    table = given["tables"].get(key)
    return builder.table(_view(table, NUMERIC.get(key, ())), key) if table else None


def _view(table: Table, numeric: tuple[int, ...]) -> TableView | None:
    if not table["rows"]:
        return None
    columns = [CellView(str(head), at in numeric) for at, head in enumerate(table["columns"])]
    rows = [
        RowView(
            CellView(str(row[0])),
            [CellView(str(cell), at in numeric) for at, cell in enumerate(row[1:], start=1)],
        )
        for row in table["rows"]
    ]
    return TableView(
        table["title"], columns, rows, list(table["notes"]), is_tall=not numeric, even=not numeric
    )


def _came(points: list[TrendLine]) -> list[SafeString]:
    """Members who came, a point for each session of both years."""
    drawn = [_came_point(line) for line in points]
    most = max((point.value for point in drawn if point.value is not None), default=0)
    if not most:
        return []
    return _drawings(
        drawn, "years-came", _("Members who came, session by session over both years."), most
    )


def _rates(points: list[TrendLine]) -> list[SafeString]:
    """The share that answered; a gap and a word where it is withheld."""
    drawn = [rate_point([_label(line), *line["responses"][1:]]) for line in points]
    if all(point.value is None for point in drawn):
        return []
    title = _("Share of those who came that answered, session by session over both years.")
    return _drawings(drawn, "years-responses", title, 100, "%")


def _drawings(
    points: list[TrendPoint], name: str, title: str, most: float, unit: str = ""
) -> list[SafeString]:
    parts = [points[at : at + ON_ONE_DRAWING] for at in range(0, len(points), ON_ONE_DRAWING)]
    return [
        trend(
            some,
            name=f"{name}-{number}",
            title=title,
            description=_("%(first)s to %(last)s; the numbers stand in the table that follows.")
            % {"first": some[0].label, "last": some[-1].label},
            most=most,
            unit=unit,
        )
        for number, some in enumerate(parts, start=1)
    ]


def _came_point(line: TrendLine) -> TrendPoint:
    mark, came = line.get("mark"), line["came"]
    if mark is not None:
        return TrendPoint(_label(line), mark["number"], mark["short"])
    return TrendPoint(_label(line), came if isinstance(came, int) else None, str(came))


def _label(line: TrendLine) -> str:
    """The session with its year: two years may both have an S1."""
    return f"{line['key']} {line['date'][:4]}"
