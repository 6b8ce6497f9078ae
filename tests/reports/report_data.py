"""Frozen reports written by hand: the scenario year, a long one, and one about nothing.

The scenario's figures come from tests/data/scenario/expected.json, worked out by hand; nothing
here calls the code that freezes a report.
"""

import json
from pathlib import Path
from typing import Any

from reports.schema import ReportData, SectionText, Table
from tests.reports.stress import stress_findings

EXPECTED = json.loads(
    (Path(__file__).parent.parent / "data" / "scenario" / "expected.json").read_text()
)
DATES = {
    "S1": "2025-07-17", "S2": "2025-10-16", "S3": "2026-01-15",
    "S4": "2026-04-16", "S5": "2026-07-16", "S6": "2026-10-15",
}  # fmt: skip
TITLES = {
    "S1": "Beginning together", "S2": "Supervision and silence", "S3": "Who gets referred",
    "S4": "Interpreters and trust", "S5": "Recruitment, again", "S6": "What we heard this year",
}  # fmt: skip
ITEMS = [
    ("a", "Listened to", "positive"),
    ("b", "Confident in my abilities", "positive"),
    ("c", "Connected", "positive"),
    ("d", "Oppressed", "negative"),
    ("e", "Motivated and empowered", "positive"),
    ("f", "Burdened by addressing anti-racism and inequity", "negative"),
    ("g", "That others are committed", "positive"),
]
CELL_NAMES = {
    "racially_minoritised": "Racially Minoritised Caucus",
    "white": "White Caucus",
}


SECTIONS = (
    "summary", "introduction", "membership", "sessions", "attendance", "feedback", "ratings",
    "share_backs", "recommendations",
)  # fmt: skip


def sections_with(**bodies: str) -> list[SectionText]:
    """Sections in their order, with these words in some of them."""
    return [
        {
            "key": kind,
            "kind": kind,
            "title": kind.replace("_", " ").capitalize(),
            "body": bodies.get(kind, ""),
        }
        for kind in SECTIONS
    ]


def scenario_data() -> ReportData:
    """The scenario year in a community that releases by session (S1 to S3 are counted)."""
    attendance = EXPECTED["attendance"]
    return {
        "community": "Northern Psychological Professions Anti-Racism CoP",
        "period": {"from": "2025-07-01", "to": "2026-10-31"},
        "so_far": False,
        "prepared_on": "2026-11-22",
        "rhythm": "session",
        "tables": _scenario_tables(),
        "sentences": {
            "members": "40 members, 30 from 4 organisations.",
            "attendance": f"{attendance['total']} attendances at 6 sessions, between "
            f"{attendance['min']} and {attendance['max']} people at each.",
            "once_only": f"{attendance_once()} came once.",
            "responses": f"{EXPECTED['response_rate_year']} answered.",
        },
        "sessions": [
            {
                "key": key,
                "date": date,
                "title": TITLES[key],
                "format": "Two topics" if key in ("S1", "S2") else "One topic with reflection",
                "topics": ["Whose voice is missing", "Power in the room"][: 2 if key < "S3" else 1],
            }
            for key, date in DATES.items()
        ],
        "share_backs": _share_backs(),
        "decisions": [
            {
                "date": "2025-12-04",
                "what": "From two topics to one topic with reflection",
                "reason": "People asked for time to stay with what they heard.",
                "from_session": "S3 · Who gets referred",
            },
            {
                "date": "2026-02-02",
                "what": "Notes of the plenary are read out at its end",
                "reason": "Not everybody reads them afterwards.",
                "from_session": "",
            },
        ],
        "kind": "summary",
        "sections": sections_with(
            introduction="This is our **first year**.\n\n## How we work\n\nWe meet, part and "
            "come back.\n\n- in caucuses\n  - with a facilitator\n  - or alone\n- together\n\n"
            "1. listen\n2. answer\n\n> Nothing about us without us.\n\n"
            "[The ground rules](https://example.org/rules) hold throughout.",
            recommendations="1. Keep one topic.\n2. Name who answers for each ask.\n",
        ),
        "terms": {
            key: {
                "name": name,
                "singular": f"{name} Member",
                "plural": f"{name} Members",
                "adjective": key.replace("_", " "),
                "definition": "People who choose this caucus for themselves on the day.",
            }
            for key, name in CELL_NAMES.items()
        },
        "questionnaire": {
            "code": "PPN-1",
            "title": "After the session",
            "stem": "Within the Anti-Racism Community of Practice, I felt...",
            "items": [
                {"key": key, "text": text, "polarity": polarity}  # type: ignore[typeddict-item]
                for key, text, polarity in ITEMS
            ],
        },
        "ratings": {
            "by_session": [_session_ratings(key) for key in DATES],
            "period": {"state": "released", "source": "sum", "cells": _year_cells()},
        },
        "notes": ["Guests are not members and are left out of every figure."],
    }


def attendance_once() -> str:
    return str(EXPECTED["attendance"]["once_only"])


def _table(
    title: str,
    columns: list[str],
    rows: list[list[Any]],
    total: int | None,
    notes: list[str] | None = None,
) -> Table:
    return {"title": title, "columns": columns, "rows": rows, "total": total, "notes": notes or []}


def _scenario_tables() -> dict[str, Table]:
    attendance, rates = EXPECTED["attendance"], EXPECTED["response_rates"]
    shares = {1: "30.0%", 2: "27.5%", 3: "20.0%", 4: "12.5%", 5: "7.5%", 6: "2.5%"}
    sizes = {key: int(rate.split()[0]) for key, rate in rates.items()}
    return {
        "members_by_organisation": _table(
            "Members by organisation",
            ["Organisation", "Members", "Share"],
            [
                ["Harbour Trust", 12, "12 of 40 (30.0%)"],
                ["Moorside Health", 9, "9 of 40 (22.5%)"],
                ["2 other organisations, each with fewer than 5 members", 9, "9 of 40 (22.5%)"],
                ["Not stated", 10, "10 of 40 (25.0%)"],
                ["Total", 40, ""],
            ],
            40,
        ),
        "attendance_by_session": _table(
            "Attendance by session",
            ["Session", "Date", "Title", "Came"],
            [[key, DATES[key], TITLES[key], came] for key, came in attendance["by_session"].items()]
            + [["Total", "", "", attendance["total"]]],
            attendance["total"],
        ),
        "attendance_frequency": _table(
            "How often people came",
            ["Sessions", "Members", "Share of those who came"],
            [
                [int(times), members, f"{members} of 40 ({shares[int(times)]})"]
                for times, members in attendance["frequency"].items()
            ]
            + [["Total", 40, ""]],
            40,
            notes=[f"{attendance_once()} came once."],
        ),
        "responses_by_session": _table(
            "Responses by session",
            ["Session", "n", "N", "Rate"],
            [[key, sizes[key], attendance["by_session"][key], rate] for key, rate in rates.items()]
            + [["Total", 57, 99, EXPECTED["response_rate_year"]]],
            57,
        ),
        "ratings_by_session": _table(
            "Ratings by session",
            ["Session", "Cell", "n", "Item", "Figure"],
            [
                [session, cell, given["n"], item, _printed(figure)]
                for session, cells in EXPECTED["released_by_session"].items()
                for cell, given in cells.items()
                for item, figure in given["items"].items()
            ],
            None,
        ),
        "ratings_by_period": _table(
            "Ratings over the period", ["Cell", "n", "Item", "Figure"], [], None
        ),
    }


def _printed(figure: dict[str, Any]) -> str:
    if "at_least" in figure:
        return f"at least {figure['at_least']} of {figure['of']} {figure['band']}"
    return f"low {figure['low']}, mid {figure['mid']}, high {figure['high']}"


def _figure(item: str, given: dict[str, Any]) -> dict[str, Any]:
    if "at_least" in given:
        return {
            "item": item,
            "kind": "at_least",
            "band": given["band"],
            "at_least": given["at_least"],
        }
    return {"item": item, "kind": "exact", **{band: given[band] for band in ("low", "mid", "high")}}


def _session_ratings(key: str) -> Any:
    released = EXPECTED["released_by_session"].get(key)
    if released is None:
        states = {"S4": "too_few", "S5": "no_answers", "S6": "not_asked"}
        return {"session": key, "state": states[key], "cells": []}
    cells = [
        {
            "cell": cell,
            "n": given["n"],
            "figures": [_figure(item, figure) for item, figure in given["items"].items()],
        }
        for cell, given in released.items()
    ]
    return {"session": key, "state": "released", "cells": cells}


def _year_cells() -> Any:
    """S1 and S2 added up: what is certain, and up to how much more may be hidden in each band."""
    cells = []
    for cell in CELL_NAMES:
        released = [EXPECTED["released_by_session"][key][cell] for key in ("S1", "S2")]
        figures = []
        for item, _text, _polarity in ITEMS:
            sure, hidden = {"low": 0, "mid": 0, "high": 0}, 0
            for given in (release["items"][item] for release in released):
                for band in sure:
                    sure[band] += given.get(band, 0)
                if "at_least" in given:
                    sure[given["band"]] += given["at_least"]
                    hidden += given["of"] - given["at_least"]
            bounds = {band: [least, least + hidden] for band, least in sure.items()}
            figures.append({"item": item, "kind": "interval", **bounds})
        cells.append({"cell": cell, "n": sum(one["n"] for one in released), "figures": figures})
    return cells


def _share_backs() -> Any:
    return [
        {
            "session": "S1",
            "date": DATES["S1"],
            "caucus_name": "Racially Minoritised Caucus",
            "themes": ["Being the only one in the room is work, and nobody counts it as work."],
            "ask": "Tell us by October who chairs the recruitment panel.",
            "responsibility": "",
        },
        {
            "session": "S1",
            "date": DATES["S1"],
            "caucus_name": "White Caucus",
            "themes": ["We went quiet when it mattered, and we noticed.", "We said “we” too soon."],
            "ask": "",
            "responsibility": "We bring the panel’s figures to the next session.",
        },
    ]


def empty_data() -> ReportData:
    """A community that has nothing to report yet, in a period that is not over."""
    data = scenario_data()
    for table in data["tables"].values():
        table["rows"], table["total"] = [], None
    data.update(
        {
            "so_far": True,
            "rhythm": "period",
            "sentences": {},
            "sessions": [],
            "share_backs": [],
            "decisions": [],
            "sections": sections_with(),
            "ratings": {
                "by_session": [],
                "period": {"state": "not_asked", "source": "release", "cells": []},
            },
            "notes": [],
        }
    )
    return data


LONG_WORD = "Antidiskriminierungsverantwortungsübernahme" * 4


def stress_data(sessions: int = 36) -> ReportData:
    """Everything too long: tables over pages, words wider than a column, three scripts."""
    data = scenario_data()
    keys = [f"S{number}" for number in range(1, sessions + 1)]
    dates = {key: f"20{10 + at // 12}-{at % 12 + 1:02d}-15" for at, key in enumerate(keys)}
    data["community"] = "Społeczność praktyki Żółć i Łódź – a community with a very long name"
    data["period"] = {"from": "2010-01-01", "to": dates[keys[-1]]}
    data["sessions"] = [
        {
            "key": key,
            "date": dates[key],
            "title": f"Zażółć gęślą jaźń {key}" if at % 7 else LONG_WORD,
            "format": "One topic with reflection",
            "topics": ["Żółć", "العدالة في الخدمات", "צדק בשירות", LONG_WORD][: at % 4 + 1],
        }
        for at, key in enumerate(keys)
    ]
    tables = data["tables"]
    tables["members_by_organisation"]["rows"] = [
        [f"{LONG_WORD if at % 9 == 0 else 'Organisation'} {at}", at, f"{at} of 4950 (1.0%)"]
        for at in range(1, 100)
    ] + [["Total", 4950, ""]]
    tables["attendance_by_session"]["rows"] = [
        [line["key"], line["date"], line["title"], at % 23]
        for at, line in enumerate(data["sessions"])
    ] + [["Total", "", "", 600]]
    tables["responses_by_session"]["rows"] = [
        [key, 12, 22, "12 of 22 (54.5%)"]
        if at % 5
        else [key, ("fewer than 5", "no answers", "not asked")[at % 3], 22, ""]
        for at, key in enumerate(keys)
    ]
    given = data["ratings"]["by_session"]
    data["ratings"]["by_session"] = [
        {**given[at % len(given)], "session": key} for at, key in enumerate(keys)
    ]
    data["decisions"] = [
        {**line, "what": f"{LONG_WORD} {at}", "reason": "العدالة " * (at + 1)}
        for at, line in enumerate(data["decisions"] * 15)
    ]
    data["share_backs"] = [
        {**line, "session": keys[at % sessions], "themes": [*line["themes"], "مرحبا " * 30]}
        for at, line in enumerate(data["share_backs"] * 30)
    ]
    nested = "\n".join(f"{'  ' * (at % 5)}- point {at} {'word ' * (at % 40)}" for at in range(120))
    data["sections"] = sections_with(
        introduction=f"# One\n\n#### Four\n\n{nested}\n\n" + "A paragraph. " * 400,
        recommendations=f"1. {LONG_WORD}\n\n   second paragraph\n2. two\n\n"
        + "> quoted words. \n" * 60
        + f"\n[{'a link of many words ' * 20}](https://example.org/{'x' * 200})",
    )
    data["kind"], data["findings"] = "full", stress_findings()
    findings: SectionText = {
        "key": "findings",
        "kind": "findings",
        "title": "Ustalenia",
        "body": "",
    }
    data["sections"].insert(-2, findings)
    data["notes"] = [f"Note {at}. " + "More. " * 40 for at in range(40)]
    return data
