"""A drawing of our own as a PNG, for programs that show no SVG.

It knows what the project's drawings are made of and refuses the rest, so that nothing is left out
in silence. Drawn larger and made smaller, which smooths every edge; the same drawing gives the
same bytes.
"""

import itertools
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO
from typing import Any

from django.contrib.staticfiles import finders
from lxml import etree  # type: ignore[import-untyped]
from PIL import Image, ImageDraw, ImageFont

SHARP = 3  # pixels of the picture for one of the drawing
FINER = 2  # pixels drawn for one of the picture
SCALE = SHARP * FINER
CURVE = 12  # straight pieces of a curve
SILENT = {"title", "desc", "defs"}
Point = tuple[float, float]


class UnknownShape(ValueError):
    """The drawing holds something this module does not draw."""


@dataclass(frozen=True)
class _Pen:
    """What a shape inherits from those around it."""

    fill: str = "#000000"
    stroke: str = "none"
    width: float = 1
    size: float = 16
    weight: str = "normal"
    anchor: str = "start"
    dashes: str = ""
    at: Point = (0, 0)  # where the drawing's origin has been moved to

    def over(self, shape: Any) -> "_Pen":
        given = {
            "fill": shape.get("fill"),
            "stroke": shape.get("stroke"),
            "width": _number(shape.get("stroke-width")),
            "size": _number(shape.get("font-size")),
            "weight": shape.get("font-weight"),
            "anchor": shape.get("text-anchor"),
            "dashes": shape.get("stroke-dasharray"),
        }
        return replace(self, **{name: value for name, value in given.items() if value is not None})

    def place(self, x: float, y: float) -> Point:
        return ((x + self.at[0]) * SCALE, (y + self.at[1]) * SCALE)


def as_png(svg: str) -> bytes:
    """The drawing on white, three times as fine as its view box."""
    root = etree.fromstring(svg.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    _x, _y, width, height = map(float, root.get("viewBox", "").split())
    size = (math.ceil(width * SHARP), math.ceil(height * SHARP))
    sheet = Image.new("RGB", (size[0] * FINER, size[1] * FINER), "white")
    _Drawing(sheet).shapes(root, _Pen().over(root))
    made = BytesIO()
    # Few colours: a palette keeps the file small.
    picture = sheet.resize(size, Image.Resampling.LANCZOS).quantize(128, dither=Image.Dither.NONE)
    picture.save(made, "PNG", optimize=True, dpi=(96 * SHARP, 96 * SHARP))
    return made.getvalue()


class _Drawing:
    def __init__(self, sheet: Image.Image) -> None:
        self.sheet = sheet
        self.draw = ImageDraw.Draw(sheet)

    def shapes(self, inside: Any, pen: _Pen) -> None:
        for shape in inside.iterchildren(tag=etree.Element):
            kind = etree.QName(shape).localname
            if kind in SILENT:
                continue
            draw = getattr(self, f"_{kind}", None)
            if draw is None:
                raise UnknownShape(kind)
            draw(shape, pen.over(shape))

    def _g(self, shape: Any, pen: _Pen) -> None:
        moved = re.fullmatch(r"translate\(([-\d.]+)[ ,]+([-\d.]+)\)", shape.get("transform", ""))
        if moved:
            pen = replace(pen, at=(pen.at[0] + float(moved[1]), pen.at[1] + float(moved[2])))
        elif shape.get("transform"):
            raise UnknownShape(shape.get("transform"))
        self.shapes(shape, pen)

    _a = _g

    def _rect(self, shape: Any, pen: _Pen) -> None:
        x, y, width, height = _numbers(shape, "x", "y", "width", "height")
        box = (*pen.place(x, y), *pen.place(x + width, y + height))
        self.draw.rounded_rectangle(
            box,
            _numbers(shape, "rx")[0] * SCALE,
            _colour(pen.fill),
            _colour(pen.stroke),
            _wide(pen),
        )

    def _circle(self, shape: Any, pen: _Pen) -> None:
        radius = shape.get("r", "0")
        self._oval(shape, pen, float(radius), float(radius))

    def _ellipse(self, shape: Any, pen: _Pen) -> None:
        self._oval(shape, pen, *_numbers(shape, "rx", "ry"))

    def _oval(self, shape: Any, pen: _Pen, wide: float, high: float) -> None:
        x, y = _numbers(shape, "cx", "cy")
        box = (*pen.place(x - wide, y - high), *pen.place(x + wide, y + high))
        self.draw.ellipse(box, _colour(pen.fill), _colour(pen.stroke), _wide(pen))

    def _line(self, shape: Any, pen: _Pen) -> None:
        x1, y1, x2, y2 = _numbers(shape, "x1", "y1", "x2", "y2")
        self._way([(x1, y1), (x2, y2)], pen)

    def _polyline(self, shape: Any, pen: _Pen) -> None:
        self._way(_points(shape), pen)

    def _polygon(self, shape: Any, pen: _Pen) -> None:
        points = _points(shape)
        self._way([*points, points[0]], pen)

    def _path(self, shape: Any, pen: _Pen) -> None:
        for way in _ways(shape.get("d", "")):
            self._way(way, pen)

    def _way(self, way: list[Point], pen: _Pen) -> None:
        points = [pen.place(x, y) for x, y in way]
        if _colour(pen.fill) and len(points) > 2:
            self.draw.polygon(points, _colour(pen.fill))
        if _colour(pen.stroke):
            for piece in _dashed(points, pen.dashes):
                self.draw.line(piece, _colour(pen.stroke), _wide(pen), joint="curve")

    def _text(self, shape: Any, pen: _Pen) -> None:
        x, y = pen.place(*_numbers(shape, "x", "y"))
        if shape.text and shape.text.strip():
            self._words(shape.text, (x, y), pen, _turn(shape))
        for line in shape.iterchildren(tag=etree.Element):
            own = pen.over(line)
            here = own.place(*_numbers(line, "x", "y")) if line.get("y") else (x, y)
            self._words(line.text or "", here, own, 0)

    def _words(self, words: str, at: Point, pen: _Pen, turned: float) -> None:
        font = _font(pen.weight, pen.size * SCALE)
        anchor = {"start": "ls", "middle": "ms", "end": "rs"}[pen.anchor]
        words = " ".join(words.split())
        if not turned:
            self.draw.text(at, words, _colour(pen.fill), font, anchor)
            return
        reach = math.ceil(font.getlength(words) + pen.size * SCALE)
        mask = Image.new("L", (2 * reach, 2 * reach))
        ImageDraw.Draw(mask).text((reach, reach), words, 255, font, anchor)
        mask = mask.rotate(-turned, Image.Resampling.BICUBIC)
        corner = (round(at[0]) - reach, round(at[1]) - reach)
        self.sheet.paste(_colour(pen.fill) or "black", corner, mask)


def _numbers(shape: Any, *names: str) -> tuple[float, ...]:
    return tuple(float(shape.get(name, "0")) for name in names)


def _number(given: str | None) -> float | None:
    return None if given is None else float(given)


def _colour(given: str) -> str | None:
    return None if given == "none" else given


def _wide(pen: _Pen) -> int:
    return max(1, round(pen.width * SCALE))


def _turn(shape: Any) -> float:
    given = shape.get("transform", "")
    turned = re.match(r"rotate\(([-\d.]+)", given)
    if given and not turned:
        raise UnknownShape(given)
    return float(turned[1]) if turned else 0


def _points(shape: Any) -> list[Point]:
    numbers = [float(one) for one in re.split(r"[\s,]+", shape.get("points", "").strip())]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _dashed(points: list[Point], dashes: str) -> Iterator[list[Point]]:
    """The line, or its dashes: each straight piece begins with one."""
    if not dashes:
        yield points
        return
    lengths = [float(one) * SCALE for one in re.split(r"[\s,]+", dashes)]
    on, off = lengths[0], lengths[-1]
    for (x1, y1), (x2, y2) in itertools.pairwise(points):
        whole = math.dist((x1, y1), (x2, y2))
        start = 0.0
        while start < whole:
            ends = (start / whole, min(1, (start + on) / whole))
            yield [(x1 + (x2 - x1) * at, y1 + (y2 - y1) * at) for at in ends]
            start += on + off


def _ways(given: str) -> Iterator[list[Point]]:
    """The lines of a path; curves become straight pieces."""
    tokens = re.findall(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)", given)
    way: list[Point] = []
    here, command = (0.0, 0.0), ""
    takes = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4, "Z": 0}
    while tokens:
        if tokens[0].isalpha():
            command = tokens.pop(0)
        kind = command.upper()
        if kind not in takes:
            raise UnknownShape(f"path {command}")
        numbers = [float(tokens.pop(0)) for _one in range(takes[kind])]
        if kind == "Z":
            way.append(way[0])
            continue
        ends = _ends(kind, numbers, here, relative=command.islower())
        if kind == "M":
            if way:
                yield way
            way, command = [], "l" if command == "m" else "L"
        way += _curve([here, *ends]) if kind in "CQ" else ends
        here = ends[-1]
    if way:
        yield way


def _ends(kind: str, numbers: list[float], here: Point, *, relative: bool) -> list[Point]:
    base = here if relative else (0.0, 0.0)
    if kind == "H":
        return [(base[0] + numbers[0], here[1])]
    if kind == "V":
        return [(here[0], base[1] + numbers[0])]
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    return [(base[0] + x, base[1] + y) for x, y in pairs]


def _curve(holds: list[Point]) -> list[Point]:
    """Points of a Bézier curve, by de Casteljau's construction."""
    made = []
    for step in range(1, CURVE + 1):
        points, at = holds, step / CURVE
        while len(points) > 1:
            points = [
                (x1 + (x2 - x1) * at, y1 + (y2 - y1) * at)
                for (x1, y1), (x2, y2) in itertools.pairwise(points)
            ]
        made.append(points[0])
    return made


@lru_cache(maxsize=32)
def _font(weight: str, size: float) -> ImageFont.FreeTypeFont:
    name = "Bold" if weight in {"bold", "600", "700"} else "Regular"
    path = finders.find(f"fonts/SourceSans3-{name}.woff2")
    if not isinstance(path, str):
        raise FileNotFoundError("the fonts are not among the static files")
    return ImageFont.truetype(path, size)
