"""Findings for a report that is too long in every way: 12 themes, 60 quotes, three languages."""

from reports.schema import Findings, FindingsPart, QuoteLine, RelationLine, ThemeLine

WELSH = "Mae siarad am hyn yn waith, ac nid oes neb yn ei gyfrif. Ŵyr neb pa mor hir yw’r daith."
POLISH = "Zażółć gęślą jaźń: mówienie o tym jest pracą, której nikt nie liczy, a cisza mówi."
ENGLISH = "Being the only one in the room is work, [and] nobody counts it as work."
CELLS = ("racially_minoritised", "white", "all")
PARTS, THEMES, QUOTES = 4, 3, 5


def stress_findings() -> Findings:
    parts = [_part(number) for number in range(PARTS)]
    keys = [theme["key"] for part in parts for theme in part["themes"]]
    pairs = zip(keys, keys[1:] + keys[:1], strict=True)
    return {"parts": parts, "relations": [_relation(*pair) for pair in pairs]}


def _part(number: int) -> FindingsPart:
    return {
        "key": f"findings-{number}",
        "title": f"{POLISH[:40]} {number}",
        "caucus": "",
        "narrative": f"{WELSH} " * 12,
        "themes": [_theme(number * THEMES + at) for at in range(THEMES)],
    }


def _theme(number: int) -> ThemeLine:
    return {
        "key": f"theme-{number}",
        "title": f"{WELSH[:46]} {number}" if number % 2 else f"Theme {number}",
        "central_idea": POLISH,
        "boundaries": "",
        "narrative": f"{POLISH} {WELSH}\n\n" * 3,
        "lineage": "merged" if number % 3 else "new",
        "earlier": [POLISH[:30], WELSH[:30]] if number % 3 else [],
        "quotes": [_quote(number * QUOTES + at) for at in range(QUOTES)],
    }


def _quote(number: int) -> QuoteLine:
    words = (WELSH, POLISH, ENGLISH)[number % 3]
    return {"words": words * (1 + number % 4), "cell": CELLS[number % len(CELLS)]}


def _relation(one: str, other: str) -> RelationLine:
    kinds = ("supports", "leads_to", "tension")
    kind = kinds[int(one.removeprefix("theme-")) % len(kinds)]
    return {"from_theme": one, "to_theme": other, "kind": kind, "words": WELSH}
