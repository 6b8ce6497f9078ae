"""A report against the one before: pure, from two frozen reports to what is printed of both.

Nothing stands here that neither report printed. No difference is called significant, and where
figures cannot be set side by side a sentence says why.
"""

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _

from reports.breaks import breaks_in_series, is_same_questionnaire
from reports.enums import Lineage
from reports.render import words
from reports.schema import (
    Cell,
    Figure,
    FindingsPart,
    LastYear,
    RatingCell,
    ReportData,
    Table,
    TrendLine,
)

ENOUGH = 10  # answers in both years, for ratings to stand side by side


def compare(before: ReportData, now: ReportData) -> LastYear:
    """What is printed of both; ``before`` is the newest edition of the report before."""
    ratings, why_no_ratings = _ratings(before, now)
    tables = {
        "years": _years(before, now),
        "years_by_session": _by_session(before, now),
        "years_frequency": _frequency(before, now),
    }
    if ratings is not None:
        tables["years_ratings"] = ratings
    themes = _themes(before, now)
    if themes is not None:
        tables["years_themes"] = themes
    return {
        "title": before.get("title", ""),
        "period": before["period"],
        "tables": tables,
        "points": _points(before, now),
        "sentences": {
            "attendance": _two(_("Attendances"), _attendances(before), _attendances(now)),
            "responses": _two(_("Responses"), _responses(before), _responses(now)),
            "once_only": _two(_("Came once"), _came_once(before), _came_once(now)),
            "ratings": why_no_ratings,
            "themes": _themes_sentence(before, now),
            "shared": _shared_sentence(before, now),
        },
        "breaks": breaks_in_series(before, now),
    }


def _two(what: str, before: Cell, now: Cell) -> str:
    return _("%(what)s: %(before)s in the report before, %(now)s in this one.") % {
        "what": what,
        "before": before,
        "now": now,
    }


def _years(before: ReportData, now: ReportData) -> Table:
    """The totals of both, each with what it is of."""
    rows: list[list[Cell]] = [
        [_("Members"), *(_members(one) for one in (before, now))],
        [_("Sessions"), len(before["sessions"]), len(now["sessions"])],
        [_("Attendances"), *(_attendances(one) for one in (before, now))],
        [_("Fewest and most at a session"), *(_range(one) for one in (before, now))],
        [_("Members who came once"), *(_came_once(one) for one in (before, now))],
        [_("Responses, of those who came"), *(_responses(one) for one in (before, now))],
    ]
    return {
        "title": _("The report before and this one"),
        "columns": [_("What"), *_heads(before, now)],
        "rows": rows,
        "total": None,
        "notes": [],
    }


def _heads(before: ReportData, now: ReportData) -> list[str]:
    return [words.months(one["period"]["from"], one["period"]["to"]) for one in (before, now)]


def _rows(data: ReportData, table: str) -> list[list[Cell]]:
    found = data["tables"].get(table)
    return found["rows"] if found else []


def _of_sessions(data: ReportData, table: str) -> dict[str, list[Cell]]:
    return {str(row[0]): row for row in _rows(data, table) if row[0] != "Total"}


def _total(data: ReportData, table: str) -> Cell | None:
    """The last cell of the row of totals, as it was printed."""
    rows = _rows(data, table)
    return rows[-1][-1] if rows and rows[-1][0] == "Total" else None


def _members(data: ReportData) -> Cell:
    total = data["tables"]["members_by_organisation"]["total"]
    return total if total is not None else _("not known")


def _attendances(data: ReportData) -> Cell:
    total = _total(data, "attendance_by_session")
    return total if total is not None else _("no session")


def _responses(data: ReportData) -> Cell:
    return _total(data, "responses_by_session") or _("not shown")


def _range(data: ReportData) -> Cell:
    came = [row[-1] for row in _of_sessions(data, "attendance_by_session").values()]
    exact = [number for number in came if isinstance(number, int)]
    if not came:
        return _("no session")
    if len(exact) < len(came):
        return _("not known exactly")
    return _("%(least)d and %(most)d") % {"least": min(exact), "most": max(exact)}


def _came_once(data: ReportData) -> Cell:
    rows = _rows(data, "attendance_frequency")
    return rows[0][-1] if rows else _("not known")


def _frequency(before: ReportData, now: ReportData) -> Table:
    """A row for each number of sessions; an exact zero where one report went further."""
    tables = [_of_sessions(one, "attendance_frequency") for one in (before, now)]
    often = max((int(times) for one in tables for times in one), default=0)
    rows: list[list[Cell]] = [
        [times, *(_share(one, times) for one in tables)] for times in range(1, often + 1)
    ]
    return {
        "title": _("How often members came, in both years"),
        "columns": [_("Sessions"), *_heads(before, now)],
        "rows": rows,
        "total": None,
        "notes": [],
    }


def _share(table: dict[str, list[Cell]], times: int) -> Cell:
    if not table:
        return _("not known")
    row = table.get(str(times))
    return row[-1] if row else 0


def _points(before: ReportData, now: ReportData) -> list[TrendLine]:
    """Every session of both, in date order; one that stands in both is taken from this one."""
    shared = _shared(before, now)
    earlier = [line for line in _sessions(before) if (line["key"], line["date"]) not in shared]
    return sorted([*earlier, *_sessions(now)], key=lambda line: line["date"])


def _sessions(data: ReportData) -> list[TrendLine]:
    came = _of_sessions(data, "attendance_by_session")
    responses = _of_sessions(data, "responses_by_session")
    marks = data.get("headcounts", {})
    lines: list[TrendLine] = []
    for session in data["sessions"]:
        key = session["key"]
        line: TrendLine = {
            "key": key,
            "date": session["date"],
            "came": came[key][-1] if key in came else _("not known"),
            "responses": responses.get(key, [key, _("not asked"), 0, _("not shown")]),
        }
        if key in marks:
            line["mark"] = marks[key]
        lines.append(line)
    return lines


def _shared(before: ReportData, now: ReportData) -> set[tuple[str, str]]:
    here = {(one["key"], one["date"]) for one in now["sessions"]}
    return here & {(one["key"], one["date"]) for one in before["sessions"]}


def _shared_sentence(before: ReportData, now: ReportData) -> str:
    shared = sorted(_shared(before, now), key=lambda pair: pair[1])
    if not shared:
        return ""
    return _("These sessions are counted in both reports: %s.") % ", ".join(
        key for key, _date in shared
    )


def _by_session(before: ReportData, now: ReportData) -> Table:
    rows: list[list[Cell]] = [
        [line["key"], words.day(line["date"]), line["came"], line["responses"][-1]]
        if isinstance(line["responses"][1], int)
        else [line["key"], words.day(line["date"]), line["came"], line["responses"][1]]
        for line in _points(before, now)
    ]
    return {
        "title": _("Attendance and responses, session by session"),
        "columns": [
            _("Session"),
            _("Date"),
            _("Members who came"),
            _("Responses, of those who came"),
        ],
        "rows": rows,
        "total": None,
        "notes": [],
    }


def _ratings(before: ReportData, now: ReportData) -> tuple[Table | None, str]:
    """Both years as they were released; or why they are not set side by side."""
    cells = [
        {cell["cell"]: cell for cell in one["ratings"]["period"]["cells"]} for one in (before, now)
    ]
    earlier, later = cells
    if not is_same_questionnaire(before, now):
        return None, _(
            "The questionnaire changed, so its ratings begin a new series and do not stand beside "
            "those of the report before."
        )
    if not earlier or not later:
        return None, _(
            "One of the two reports has no ratings for its period, so none are compared."
        )
    if set(earlier) != set(later):
        return None, _(
            "The two reports released ratings for different groups, so none are compared."
        )
    if any(cell["n"] < ENOUGH for one in cells for cell in one.values()):
        return None, (
            _(
                "Ratings stand side by side where %d or more of every group answered in both "
                "years. They did not, so none are compared."
            )
            % ENOUGH
        )
    return _ratings_table(before, now, [(earlier[key], later[key]) for key in earlier]), ""


def _ratings_table(
    before: ReportData, now: ReportData, pairs: list[tuple[RatingCell, RatingCell]]
) -> Table:
    """A row for each statement and group; a statement stands for all groups or for none."""
    rows: list[list[Cell]] = []
    for item in now["questionnaire"]["items"]:
        said = [[_figure(cell, item["key"]) for cell in pair] for pair in pairs]
        if all(figure for both in said for figure in both):
            rows += [
                [words.statement(item), words.cell_name(pair[0]["cell"], now["terms"]), *both]
                for pair, both in zip(pairs, said, strict=True)
            ]
    notes = [
        _(
            "As each was released. The numbers are small and it may not be the same people who "
            "answered, so a difference is no proof of a change; ranges that overlap say nothing "
            "about which is larger."
        )
    ]
    if any(cell["cell"] == words.ALL for pair in pairs for cell in pair):
        notes.append(_("A figure for all can hide everyone in a smaller caucus."))
    return {
        "title": _("Ratings of both years"),
        "columns": [_("Statement"), _("Group"), *_heads(before, now)],
        "rows": rows,
        "total": None,
        "notes": notes,
    }


def _figure(cell: RatingCell, item: str) -> str:
    found: Figure | None = next((one for one in cell["figures"] if one["item"] == item), None)
    return words.figure(found, cell["n"]) if found else ""


def _printed(data: ReportData) -> list[FindingsPart]:
    return data["findings"]["parts"] if "findings" in data else []


def _titles(parts: Iterable[FindingsPart]) -> list[str]:
    return [theme["title"] for part in parts for theme in part["themes"]]


def _themes(before: ReportData, now: ReportData) -> Table | None:
    """Each theme and what it goes back to, told whole or not at all (R7)."""
    known = set(_titles(_printed(before)))
    if not known or not _titles(_printed(now)):
        return None
    rows: list[list[Cell]] = []
    for part in _printed(now):
        for theme in part["themes"]:
            is_told = bool(theme["lineage"]) and set(theme["earlier"]) <= known
            lineage = str(Lineage(theme["lineage"]).label) if is_told else _("Not said")
            earlier = "; ".join(theme["earlier"]) if is_told else ""
            rows.append([theme["title"], lineage, earlier or "–"])
    return {
        "title": _("Themes and what they go back to"),
        "columns": [_("Theme"), _("Against the report before"), _("Themes of the report before")],
        "rows": rows,
        "total": None,
        "notes": [],
    }


def _not_taken_up(before: ReportData, now: ReportData) -> list[str]:
    """Themes of before that none goes back to; of a caucus only where this report hears it too.

    R7: what a caucus said before is not listed by a report whose findings it stays out of.
    """
    heard = {part["caucus"] for part in _printed(now)} | {""}
    taken_up = {
        title for part in _printed(now) for theme in part["themes"] for title in theme["earlier"]
    }
    named = _titles(part for part in _printed(before) if part["caucus"] in heard)
    return [title for title in named if title not in taken_up]


def _themes_sentence(before: ReportData, now: ReportData) -> str:
    """How many of this year's go how far back; and which of before nobody here goes back to."""
    if "findings" not in now:
        return ""
    table = _themes(before, now)
    if table is None:
        return _("There are no themes of both years to set side by side.")
    counts = Counter(str(row[1]) for row in table["rows"])
    said = _("Of %(total)d themes: %(counts)s.") % {
        "total": len(table["rows"]),
        "counts": ", ".join(f"{name}: {number}" for name, number in counts.items()),
    }
    rest = _not_taken_up(before, now)
    if not rest:
        return said
    return f"{said} " + _("No theme printed here goes back to: %s.") % "; ".join(rest)
