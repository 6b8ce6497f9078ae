"""Two frozen years of one community, worked out by hand: what stands in the comparison.

The first year is small and whole; the second has fewer at its sessions, one of which was a survey
with too few answers. Nothing here calls the code that freezes a report.
"""

from copy import deepcopy
from typing import Any

from reports.schema import ReportData
from tests.reports.report_data import ITEMS, scenario_data

FIRST = [("S1", "2024-02-01", 20, 12), ("S2", "2024-06-01", 18, 11), ("S3", "2024-10-01", 16, 9)]
SECOND = [("S1", "2025-02-01", 15, 10), ("S2", "2025-06-01", 12, 0), ("S3", "2025-10-01", 13, 10)]
FREQUENCY = ({1: 6, 2: 9, 3: 10}, {1: 10, 2: 6, 3: 6})  # 54 and 40 attendances
GROUPS = {"racially_minoritised": (12, 10), "white": (20, 10)}


def first_year() -> ReportData:
    """54 attendances of 25 people, 32 answers."""
    return _year("Our first year", "2024", FIRST, FREQUENCY[0], 0)


def second_year() -> ReportData:
    """40 attendances of 22 people, 20 answers of 28; after S2 fewer than five."""
    return _year("Our second year", "2025", SECOND, FREQUENCY[1], 1)


def _year(
    title: str, year: str, sessions: list[tuple[str, str, int, int]], often: dict[int, int], at: int
) -> ReportData:
    data: Any = deepcopy(scenario_data())
    data |= {
        "title": title,
        "kind": "full",
        "period": {"from": f"{year}-01-01", "to": f"{year}-12-31"},
        "rhythm": "period",
        "sessions": [
            {
                "key": key,
                "date": day,
                "title": f"About {key}",
                "format": "One topic with reflection",
                "topics": [],
            }
            for key, day, _came, _answered in sessions
        ],
        "share_backs": [],
        "decisions": [],
        "ratings": {"by_session": [], "period": _ratings(at)},
        "findings": {"parts": [], "relations": []},
    }
    data["sentences"] = {"members": "40 members."}
    _fill(data["tables"], sessions, often)
    return data


def _fill(tables: Any, sessions: list[tuple[str, str, int, int]], often: dict[int, int]) -> None:
    came = sum(one[2] for one in sessions)
    told = [one for one in sessions if one[3] >= 5]
    n, of = sum(one[3] for one in told), sum(one[2] for one in told)
    tables["attendance_by_session"] |= {
        "rows": [[key, day, "", number] for key, day, number, _n in sessions]
        + [["Total", "", "", came]],
        "total": came,
    }
    people = sum(often.values())
    tables["attendance_frequency"] |= {
        "rows": [[times, many, _share(many, people)] for times, many in often.items()]
        + [["Total", people, _share(people, people)]],
        "total": people,
    }
    tables["responses_by_session"] |= {
        "rows": [
            [key, answered, number, _share(answered, number)]
            if answered >= 5
            else [key, "fewer than 5", number, "not shown"]
            for key, _day, number, answered in sessions
        ]
        + [["Total", n, of, _share(n, of)]],
        "total": n,
    }


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({SHARES[part, whole]}%)"


# Per cent, rounded half up by hand.
SHARES = {
    (12, 20): "60.0", (11, 18): "61.1", (9, 16): "56.3", (32, 54): "59.3",
    (10, 15): "66.7", (10, 13): "76.9", (20, 28): "71.4",
    (6, 25): "24.0", (9, 25): "36.0", (10, 25): "40.0", (25, 25): "100.0",
    (10, 22): "45.5", (6, 22): "27.3", (22, 22): "100.0",
}  # fmt: skip


def _ratings(at: int) -> Any:
    """All of the first two statements answered high but one; the others are at least half."""
    cells = []
    for cell, numbers in GROUPS.items():
        n = numbers[at]
        figures: list[Any] = [
            {"item": key, "kind": "exact", "low": 1, "mid": 0, "high": n - 1}
            if key in "ab"
            else {"item": key, "kind": "at_least", "band": "high", "at_least": n // 2}
            for key, _text, _polarity in ITEMS
        ]
        cells.append({"cell": cell, "n": n, "figures": figures})
    return {"state": "released", "source": "release", "cells": cells}


def theme(title: str, lineage: str = "", *earlier: str) -> Any:
    """A theme as it is printed."""
    return {
        "key": f"theme-{title}",
        "title": title,
        "central_idea": "",
        "boundaries": "",
        "narrative": "",
        "lineage": lineage,
        "earlier": list(earlier),
        "quotes": [],
    }


def with_themes(data: ReportData, **parts: list[Any]) -> ReportData:
    """Sections of findings by caucus; ``shared`` is of no caucus."""
    made: Any = data
    made["findings"]["parts"] = [
        {
            "key": f"findings-{caucus}",
            "title": caucus,
            "caucus": "" if caucus == "shared" else caucus,
            "narrative": "",
            "themes": themes,
        }
        for caucus, themes in parts.items()
    ]
    return data
