"""The thematic map, measured as it is drawn: nothing lies on anything, and every word fits."""

import re
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from fontTools.ttLib import TTFont

from reports.render.theme_map import fit, theme_map
from reports.schema import Findings
from tests.reports.findings import rows_of_shape

SVG = "{http://www.w3.org/2000/svg}"
FONTS = Path(__file__).parents[2] / "assets" / "fonts"
KINDS = ("leads_to", "supports", "tension")
LONG = (
    "Solidarity",
    "Voicing the unvoiced, and what it costs those who do it",
    "Antidisestablishmentarianism",
    "Llanfairpwllgwyngyllgogerychwyrndrobwll",
    "WWWWWW MMMMMM",
    "Zażółć gęślą jaźń & <b>bold</b>",
)
Span = tuple[float, float, float, float]


def themes(titles: list[str], start: int) -> list[dict[str, object]]:
    return [{"key": f"theme-{start + at}", "title": one} for at, one in enumerate(titles)]


def line(one: int, other: int, at: int) -> dict[str, str]:
    keys = {"from_theme": f"theme-{one}", "to_theme": f"theme-{other}"}
    return {**keys, "kind": KINDS[at % 3], "words": ""}


def real_shape() -> Findings:
    sections: dict[str, list[str]] = {}
    for row in rows_of_shape():
        sections.setdefault(row["section"], []).append(row["theme"])
    parts, start = [], 0
    for title, some in sections.items():
        parts.append({"title": title, "themes": themes(some, start)})
        start += len(some)
    pairs = [(0, 1), (3, 5), (2, 4), (7, 3), (6, 8), (9, 0), (10, 5), (6, 2), (1, 9)]
    lines = [line(*pair, at) for at, pair in enumerate(pairs)]
    return {"parts": parts, "relations": lines}  # type: ignore[typeddict-item]


def grid(columns: int, rows: int, relations: int) -> Findings:
    """Many sections of many themes, related across the whole map."""
    parts = [
        {
            "title": "Section " + "intersectionality " * (column % 3),
            "themes": themes([LONG[(row + column) % 6] for row in range(rows)], column * rows),
        }
        for column in range(columns)
    ]
    count = columns * rows
    pairs = [(at * 7 % count, (at * 11 + 5) % count) for at in range(relations)]
    lines = [line(*pair, at) for at, pair in enumerate(pairs) if pair[0] != pair[1]]
    return {"parts": parts, "relations": lines}  # type: ignore[typeddict-item]


MAPS = [
    pytest.param(real_shape(), id="4 sections, 11 themes"),
    pytest.param(grid(6, 6, 14), id="6 by 6"),
    pytest.param(grid(6, 6, 30), id="30 lines"),
    pytest.param(grid(1, 6, 5), id="one section"),
    pytest.param(grid(2, 1, 1), id="two themes"),
    pytest.param(grid(3, 2, 0), id="no lines"),
]


def drawn(findings: Findings) -> ET.Element:
    return ET.fromstring(theme_map(findings) or "")


def boxes(root: ET.Element) -> list[Span]:
    found = []
    for rect in root.iter(f"{SVG}rect"):
        x, y, width, height = (float(rect.attrib[key]) for key in ("x", "y", "width", "height"))
        found.append((x, y, x + width, y + height))
    return found


def ways(root: ET.Element) -> list[list[tuple[float, float]]]:
    """The lines of relations: not the paper below them, and not the legend's."""
    found = []
    for one in root.iter(f"{SVG}polyline"):
        points = [tuple(map(float, point.split(","))) for point in one.attrib["points"].split()]
        if one.attrib["stroke-width"] == "2" and len({y for _x, y in points}) > 1:
            found.append(points)
    return found  # type: ignore[return-value]


def steps(way: list[tuple[float, float]]) -> list[Span]:
    return [
        (min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
        for a, b in pairwise(way)
    ]


def overlap(one: Span, other: Span, slack: float = 0.5) -> bool:
    return (
        one[0] + slack < other[2]
        and other[0] + slack < one[2]
        and one[1] + slack < other[3]
        and other[1] + slack < one[3]
    )


def wide_as_set(text: ET.Element, fonts: dict[str, TTFont]) -> float:
    font = fonts[text.attrib.get("font-weight", "regular")]
    names, widths = font.getBestCmap(), font["hmtx"]
    ems = sum(widths[names[ord(sign)]][0] for sign in text.text or "")
    return ems / font["head"].unitsPerEm * float(text.attrib.get("font-size", "12.5"))


@pytest.fixture(scope="module")
def fonts() -> dict[str, TTFont]:
    files = {"regular": "Regular", "bold": "Bold"}
    return {name: TTFont(FONTS / f"SourceSans3-{file}.ttf") for name, file in files.items()}


@pytest.mark.parametrize("findings", MAPS)
def test_every_word_of_every_theme_is_there(findings: Findings):
    written = "".join(text.text or "" for text in drawn(findings).iter(f"{SVG}text"))
    letters = re.sub(r"[\s-]", "", written)
    for part in findings["parts"]:
        for title in [part["title"], *(theme["title"] for theme in part["themes"])]:
            assert re.sub(r"[\s-]", "", title) in letters


@pytest.mark.parametrize("findings", MAPS)
def test_no_box_lies_on_another_and_no_line_runs_over_one(findings: Findings):
    root = drawn(findings)
    placed = boxes(root)
    assert len(placed) == len(findings["parts"]) + sum(len(p["themes"]) for p in findings["parts"])
    assert not [pair for pair in combinations(placed, 2) if overlap(*pair)]
    for way in ways(root):
        for step in steps(way):
            grown = (step[0] - 0.6, step[1] - 0.6, step[2] + 0.6, step[3] + 0.6)
            assert not [box for box in placed if overlap(grown, box, 0.7)]


@pytest.mark.parametrize("findings", MAPS[:2] + MAPS[3:])
def test_no_line_lies_on_another(findings: Findings):
    all_steps = [steps(way) for way in ways(drawn(findings))]
    for some, others in combinations(all_steps, 2):
        for one in some:
            for other in others:
                level = abs(one[1] - other[1]) + abs(one[3] - other[3]) < 2 and one[1] == one[3]
                upright = abs(one[0] - other[0]) + abs(one[2] - other[2]) < 2 and one[0] == one[2]
                shared_x = min(one[2], other[2]) - max(one[0], other[0])
                shared_y = min(one[3], other[3]) - max(one[1], other[1])
                assert not (level and shared_x > 1)
                assert not (upright and shared_y > 1)


@pytest.mark.parametrize("findings", MAPS)
def test_numbers_stand_on_their_own_lines_and_not_on_one_another(findings: Findings):
    root = drawn(findings)
    badges = [
        (float(one.attrib["cx"]), float(one.attrib["cy"]))
        for one in root.iter(f"{SVG}circle")
        if one.attrib["r"] == "8"
    ]
    lines = ways(root)
    assert len(badges) == len(lines) == len(findings["relations"])
    for (x, y), way in zip(badges, lines, strict=True):
        assert any(a - 0.2 <= x <= c + 0.2 and b - 0.2 <= y <= d + 0.2 for a, b, c, d in steps(way))
    for (x, y), (a, b) in combinations(badges, 2):
        assert (x - a) ** 2 + (y - b) ** 2 >= 16**2


@pytest.mark.parametrize("findings", MAPS)
def test_every_line_of_text_fits_its_box_in_the_typeface(findings: Findings, fonts):
    root = drawn(findings)
    width = float(root.attrib["viewBox"].split()[2])
    inside = 0
    for text in root.iter(f"{SVG}text"):
        x, y, half = float(text.attrib["x"]), float(text.attrib["y"]), wide_as_set(text, fonts) / 2
        assert x + half <= width
        for left, top, right, bottom in boxes(root):
            if left < x < right and top < y < bottom:
                assert left + 4 <= x - half
                assert x + half <= right - 4
                inside += 1
    assert inside


def test_kinds_of_relations_are_told_apart_without_colour():
    root = drawn(real_shape())
    dashed = [one for one in root.iter(f"{SVG}polyline") if "stroke-dasharray" in one.attrib]
    arrows = list(root.iter(f"{SVG}path"))
    dots = [one for one in root.iter(f"{SVG}circle") if one.attrib["r"] == "4.5"]
    assert (len(dashed), len(arrows), len(dots)) == (3 + 1, 3 + 1, 3 + 1)  # and the legend's


def test_it_says_what_it_is_and_its_ids_are_its_own():
    root = ET.fromstring(theme_map(real_shape(), name="map-2") or "")
    assert root.findtext(f"{SVG}title") == "Thematic map"
    assert root.findtext(f"{SVG}desc") == (
        "4 sections, 11 themes and 9 relations; all stand in words below."
    )
    ids = [one.attrib["id"] for one in root.iter() if "id" in one.attrib]
    assert ids == ["map-2-title", "map-2-desc"]
    assert not [one for one in root.iter() if "style" in one.attrib]


def test_without_a_theme_there_is_no_map():
    assert theme_map({"parts": [], "relations": []}) is None
    assert theme_map(grid(2, 0, 0)) is None


def test_a_long_word_is_parted_evenly():
    assert fit("Spokesperson", 60, 12.5) == ["Spokes-", "person"]
    assert fit("Shift in power", 200, 12.5) == ["Shift in power"]
