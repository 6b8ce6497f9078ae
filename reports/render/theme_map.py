"""The thematic map: a column for each section, a box for each theme, numbered relations.

One drawing for page, PDF and Word. Everything on it is repeated below it as a list and a table,
by the templates. Units are pixels of the view box, which grows with columns and lanes.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop.core.drawing import CLAY, EDGE, INK, PAPER, SAND, TEAL, px, rect, svg, text_at
from reports.enums import RelationKind
from reports.render.routes import LANE, SIDE, Box, Route, Router
from reports.schema import Findings, RelationLine

WIDTH = 640.0  # of a page; a map with more in it is wider, and drawn smaller
MARGIN = 2.0
SIZE, HEADING_SIZE = 12.5, 13.0
LINE, PAD, GAP = 15.5, 8.0, 14.0
LEAST_BOX, MOST_BOX, LEAST_GUTTER = 104.0, 190.0, 22.0
BADGE = 8.0
LEGEND = 380.0  # the width of its words
COLOURS = {RelationKind.TENSION: CLAY, RelationKind.SUPPORTS: EDGE, RelationKind.LEADS_TO: TEAL}

# How wide signs are in the typeface, in ems, rounded up; what is not listed counts as wide.
_SIGNS = {
    0.2: " ", 0.3: "',.:;ijl|‘’!If", 0.35: "()-/[\\]rt{}", 0.45: "\"*?sz“”",
    0.5: "#$+0123456789<=>FJLY^_cekvxy~–", 0.55: "AESTVXZ`aghnou", 0.6: "BCKPRbdpqß",
    0.65: "DG&NU", 0.7: "HOQ", 0.75: "Mw", 0.85: "W—æ%@m",
}  # fmt: skip
_EMS = {sign: ems for ems, signs in _SIGNS.items() for sign in signs}
_BOLD = 1.09


@dataclass
class Plan:
    """Where everything stands before it is drawn."""

    box_width: float
    columns: list[float]  # the left edge of each
    heading_height: float
    texts: list[list[str]]
    routes: list[Route]
    router: Router
    width: float
    height: float
    gutters: list[float]  # the left edge of each

    @property
    def boxes(self) -> list[Box]:
        return self.router.boxes


def theme_map(findings: Findings, *, name: str = "theme-map") -> SafeString | None:
    """The map, or None where there is no theme. ``name`` makes its ids unique on a page."""
    parts = [part for part in findings["parts"] if part["themes"]]
    if not parts:
        return None
    places = {
        theme["key"]: place
        for place, theme in enumerate(theme for part in parts for theme in part["themes"])
    }
    pairs = [(places[one["from_theme"]], places[one["to_theme"]]) for one in findings["relations"]]
    titles = [[theme["title"] for theme in part["themes"]] for part in parts]
    plan = _plan(titles, [part["title"] for part in parts], pairs)
    drawn = [
        *_lines(plan, findings["relations"], pairs),
        *_headings(plan, [part["title"] for part in parts]),
        *_boxes(plan),
        *_badges(plan),
        *_legend(plan, findings["relations"]),
    ]
    return svg(
        name,
        _("Thematic map"),
        _said(len(parts), len(places), len(pairs)),
        plan.height,
        drawn,
        plan.width,
    )


def _said(sections: int, themes: int, relations: int) -> str:
    counted = [
        ngettext("%d section", "%d sections", sections) % sections,
        ngettext("%d theme", "%d themes", themes) % themes,
        ngettext("%d relation", "%d relations", relations) % relations,
    ]
    return _("%(sections)s, %(themes)s and %(relations)s; all stand in words below.") % {
        "sections": counted[0],
        "themes": counted[1],
        "relations": counted[2],
    }


def _plan(
    titles: Sequence[Sequence[str]], headings: Sequence[str], pairs: Sequence[tuple[int, int]]
) -> Plan:
    """Boxes as wide as the lanes leave room; how many lanes there are does not hang on that."""
    columns = len(titles)
    ends = [end for pair in pairs for end in pair]
    router = _routed(titles, headings, pairs, ends, MOST_BOX)[0]
    gutters = [router.width(at, _bare(at, columns)) for at in range(columns + 1)]
    room = (WIDTH - 2 * MARGIN - sum(gutters)) / columns
    box_width = min(MOST_BOX, max(LEAST_BOX, room))
    router, routes, texts, heading_height = _routed(titles, headings, pairs, ends, box_width)
    lefts, edges, x = [], [], MARGIN
    for at, gutter in enumerate(gutters):
        edges.append(x)
        x += gutter
        if at < columns:
            lefts.append(x)
            x += box_width
    below = 28 if pairs else 0
    return Plan(
        box_width,
        lefts,
        heading_height,
        texts,
        routes,
        router,
        width=max(x + MARGIN, LEGEND if pairs else 0),
        height=router.floor + below,
        gutters=edges,
    )


def _bare(gutter: int, columns: int) -> float:
    """A gutter without a line: none at the map's own edges."""
    return LEAST_GUTTER if 0 < gutter < columns else 0.0


def _routed(
    titles: Sequence[Sequence[str]],
    headings: Sequence[str],
    pairs: Sequence[tuple[int, int]],
    ends: Sequence[int],
    box_width: float,
) -> tuple[Router, list[Route], list[list[str]], float]:
    room = box_width - 2 * PAD
    most = max(len(fit(heading, room, HEADING_SIZE, bold=True)) for heading in headings)
    heading_height = most * LINE + 2 * PAD
    boxes: list[Box] = []
    texts: list[list[str]] = []
    for column, some in enumerate(titles):
        y = MARGIN + heading_height + GAP
        for title in some:
            lines = fit(title, room, SIZE)
            met = ends.count(len(boxes))
            height = max(len(lines) * LINE + 2 * PAD, 10 + 9.0 * met)
            boxes.append(Box(column, y, height))
            texts.append(lines)
            y += height + GAP
    floor = max(box.bottom for box in boxes) + (LANE if pairs else MARGIN)
    router = Router(boxes, len(titles), floor)
    return router, router.route(pairs), texts, heading_height


def fit(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """The text in lines that fit; a word longer than a line is parted with hyphens."""
    lines: list[str] = []
    for word in text.split():
        for piece in _parted(word, room, size, bold=bold):
            if lines and wide(f"{lines[-1]} {piece}", size, bold=bold) <= room:
                lines[-1] += f" {piece}"
            else:
                lines.append(piece)
    return lines


def _parted(word: str, room: float, size: float, *, bold: bool) -> list[str]:
    """The word, or pieces of it of about one length: no letter is left alone on a line."""
    pieces = 1
    while True:
        each = -(-len(word) // pieces)
        cut = [word[at : at + each] for at in range(0, len(word), each)]
        cut = [*(f"{piece}-" for piece in cut[:-1]), cut[-1]]
        if each == 1 or all(wide(piece, size, bold=bold) <= room for piece in cut):
            return cut
        pieces += 1


def wide(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a line comes out; rather too much than too little."""
    plain = (unicodedata.normalize("NFD", sign)[0] for sign in text)
    return sum(_EMS.get(sign, 1.0) for sign in plain) * size * (_BOLD if bold else 1.0)


def _headings(plan: Plan, headings: Sequence[str]) -> list[str]:
    drawn = []
    for x, heading in zip(plan.columns, headings, strict=True):
        drawn.append(rect(x, MARGIN, plan.box_width, plan.heading_height, TEAL))
        lines = fit(heading, plan.box_width - 2 * PAD, HEADING_SIZE, bold=True)
        top = MARGIN + (plan.heading_height - len(lines) * LINE) / 2
        drawn += _written(lines, x + plan.box_width / 2, top, HEADING_SIZE, fill=PAPER, bold=True)
    return drawn


def _boxes(plan: Plan) -> list[str]:
    drawn = []
    for box, lines in zip(plan.boxes, plan.texts, strict=True):
        x = plan.columns[box.column]
        drawn.append(rect(x, box.top, plan.box_width, box.height, SAND, stroke=TEAL))
        top = box.top + (box.height - len(lines) * LINE) / 2
        drawn += _written(lines, x + plan.box_width / 2, top, SIZE)
    return drawn


def _written(
    lines: Sequence[str], x: float, top: float, size: float, *, fill: str = "", bold: bool = False
) -> list[str]:
    weight = "bold" if bold else ""
    return [
        text_at(x, top + at * LINE + 11.5, line, size=size, fill=fill, weight=weight, at="middle")
        for at, line in enumerate(lines)
    ]


def _lines(
    plan: Plan, relations: Sequence[RelationLine], pairs: Sequence[tuple[int, int]]
) -> list[str]:
    """Each line over a broader one of paper, so that a crossing reads as one."""
    drawn = []
    for relation, pair, route in zip(relations, pairs, plan.routes, strict=True):
        way = way_of(plan, pair, route)
        colour = COLOURS[RelationKind(relation["kind"])]
        drawn += [_path(way, PAPER, 6), _path(way, colour, 2, relation["kind"])]
        drawn.append(_end(way, colour, relation["kind"]))
    return drawn


def way_of(plan: Plan, pair: tuple[int, int], route: Route) -> list[tuple[float, float]]:
    """The corners of a relation's line, from box to box."""
    lanes = [
        plan.gutters[gutter] + SIDE + leg.lane * LANE
        for leg, gutter in zip(route.legs, route.gutters, strict=True)
    ]
    start = _edge(plan, plan.boxes[pair[0]].column, route.gutters[0])
    end = _edge(plan, plan.boxes[pair[1]].column, route.gutters[-1])
    way = [(start, route.start), (lanes[0], route.start)]
    if route.track is not None:
        way += [(lanes[0], route.track), (lanes[1], route.track)]
    return [*way, (lanes[-1], route.end), (end, route.end)]


def _edge(plan: Plan, column: int, gutter: int) -> float:
    x = plan.columns[column]
    return x + plan.box_width if gutter == column + 1 else x


def _path(way: Sequence[tuple[float, float]], colour: str, width: int, kind: str = "") -> str:
    points = " ".join(f"{px(x)},{px(y)}" for x, y in way)
    gaps = ' stroke-dasharray="6 4"' if kind == RelationKind.TENSION else ""
    return (
        f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{width}"{gaps}/>'
    )


def _end(way: Sequence[tuple[float, float]], colour: str, kind: str) -> str:
    """An arrowhead where one leads to the other, a dot where it supports it."""
    (before, _y), (x, y) = way[-2:]
    back = 9 if before > x else -9
    if kind == RelationKind.LEADS_TO:
        return f'<path d="M{px(x)} {px(y)}l{back}-5v10z" fill="{colour}"/>'
    if kind == RelationKind.SUPPORTS:
        return f'<circle cx="{px(x + back / 2)}" cy="{px(y)}" r="4.5" fill="{colour}"/>'
    return ""


def _badges(plan: Plan) -> list[str]:
    drawn = []
    for number, route in enumerate(plan.routes, start=1):
        x, y = badge_of(plan, route)
        drawn.append(
            f'<circle cx="{px(x)}" cy="{px(y)}" r="{px(BADGE)}" fill="{PAPER}" stroke="{INK}"/>'
        )
        drawn.append(text_at(x, y + 4, str(number), size=11, weight="bold", at="middle"))
    return drawn


def badge_of(plan: Plan, route: Route) -> tuple[float, float]:
    """On the relation's own lane, as far from the lines that cross it as can be."""
    leg, gutter = route.legs[0], route.gutters[0]
    x = plan.gutters[gutter] + SIDE + leg.lane * LANE
    low, high = leg.span
    legs = plan.router.gutters[gutter]
    others = [y for other in legs if other is not leg for y in [*other.left, *other.right]]
    steps = [low + (high - low) * step / 40 for step in range(4, 37)]
    middle = (low + high) / 2
    best = max(
        steps,
        key=lambda y: (min([BADGE + 4, *(abs(y - other) for other in others)]), -abs(y - middle)),
    )
    return x, best


def _legend(plan: Plan, relations: Sequence[RelationLine]) -> list[str]:
    drawn, x, y = [], MARGIN, plan.height - 10
    used = {one["kind"] for one in relations}
    for kind in RelationKind:
        if kind in used:
            way = [(x, y), (x + 17, y), (x + 34, y)]
            drawn += [_path(way, COLOURS[kind], 2, kind), _end(way, COLOURS[kind], kind)]
            drawn.append(text_at(x + 41, y + 4, str(kind.label)))
            x += 41 + wide(str(kind.label), SIZE) + 18
    return drawn
