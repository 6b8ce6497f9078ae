"""Charts: what they say, what they measure, and that nothing they are told can break out."""

import re
from xml.etree import ElementTree as ET

import pytest

from cop.core import charts, drawing
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

SVG = "{http://www.w3.org/2000/svg}"
LEGEND = RatingLegend("low", "mid", "high", "not shown apart")
NASTY = "<script>alert(\"1\")</script> & 'Żółć' \x0b\x00 ]]>"


def words(name: str) -> dict[str, str]:
    return {"name": name, "title": f"Title {name}", "description": f"Description {name}"}


def ratings(*bars: RatingBar, heading: str = "Listened to") -> ET.Element:
    drawn = diverging_bars([RatingGroup(heading, bars)], legend=LEGEND, **words("r"))
    return ET.fromstring(drawn)


def texts(drawing: ET.Element) -> list[str]:
    return [node.text or "" for node in drawing.iter(f"{SVG}text")]


def boxes(drawing: ET.Element, fill: str) -> list[tuple[float, float]]:
    """x and width of the bars in a colour, without the legend's samples."""
    return [
        (float(node.attrib["x"]), float(node.attrib["width"]))
        for node in drawing.iter(f"{SVG}rect")
        if node.attrib["fill"] == fill and float(node.attrib["y"]) > 20
    ]


def all_charts(label: str = "S1") -> list[str]:
    group = RatingGroup(label, [RatingBar(label, 1, 2, 8, 4), RatingBar(label, 2, 2, 1)])
    legend = RatingLegend(label, label, label, label)
    texts_of = {"title": label, "description": label}
    return [
        diverging_bars([group], legend=legend, name="one", **texts_of),
        attendance_bars([CountBar(label, 22), CountBar(label, 0)], name="two", **texts_of),
        trend(
            [TrendPoint(label, 54.5, label), TrendPoint(label, None, label)],
            name="three", most=100, **texts_of,
        ),
    ]  # fmt: skip


def test_drawings_are_well_formed_named_and_described():
    for drawn, name in zip(all_charts(), ("one", "two", "three"), strict=True):
        root = ET.fromstring(drawn)
        assert root.attrib["role"] == "img"
        assert root.attrib["aria-labelledby"] == f"{name}-title {name}-desc"
        assert [node.attrib["id"] for node in root.iter() if "id" in node.attrib] == [
            f"{name}-title",
            f"{name}-desc",
        ]
        assert root[0].tag == f"{SVG}title"
        assert root[1].tag == f"{SVG}desc"
        assert root.attrib["font-family"] == drawing.FONT


def test_presentation_attributes_alone():
    for drawn in all_charts():
        assert not re.search(r"\sstyle=|<style|<pattern|<clipPath|url\(|href|\son\w+=", drawn)


def test_everything_is_escaped():
    for drawn in all_charts(NASTY):
        root = ET.fromstring(drawn)
        assert "<script" not in drawn
        assert not list(root.iter("script"))
        assert not list(root.iter(f"{SVG}script"))
        assert root[0].text == "<script>alert(\"1\")</script> & 'Żółć'  ]]>"
    for name in ('x" onload="alert(1)', "", "1x", "ü"):
        with pytest.raises(ValueError, match="name of a chart"):
            attendance_bars([], name=name, title="", description="")


def test_exact_bands_lie_about_the_middle_of_mid():
    # 2, 4 and 2 of 8 on a scale of 200 for the whole: 50 + 100 + 50, the middle of mid at 210.
    drawing = ratings(RatingBar("White, n 8", 2, 4, 2))
    assert boxes(drawing, charts.CLAY) == [(110, 50)]
    assert boxes(drawing, charts.SAND) == [(160, 100)]
    assert boxes(drawing, charts.TEAL) == [(260, 50)]
    assert boxes(drawing, charts.PAPER) == []
    assert texts(drawing) == ["low", "mid", "high", "Listened to", "White, n 8", "2", "4", "2"]


def test_a_lower_bound_is_drawn_with_the_rest_hatched_apart():
    # At least 6 of 8 high: 150 to the right, and 2 of 8 = 50 hatched in their own column.
    drawing = ratings(RatingBar("All, n 8: at least 6 high", 0, 0, 6, apart=2))
    assert boxes(drawing, charts.TEAL) == [(210, 150)]
    assert boxes(drawing, charts.PAPER) == [(430, 50)]
    assert "not shown apart" in texts(drawing)
    assert texts(drawing)[-2:] == ["6+", "2"]


def test_hatching_is_lines_that_stay_inside_their_box():
    drawing = ratings(RatingBar("n 15", 1, 2, 8, apart=4))
    _, path = list(drawing.iter(f"{SVG}path"))
    left, width = boxes(drawing, charts.PAPER)[0]
    box = next(node for node in drawing.iter(f"{SVG}rect") if node.attrib["x"] == "430")
    top = float(box.attrib["y"])
    bottom = top + float(box.attrib["height"])
    lines = re.findall(r"M([\d.]+) ([\d.]+)l([\d.]+)-([\d.]+)", path.attrib["d"])
    assert len(lines) > 4
    for x, y, across, up in [tuple(map(float, line)) for line in lines]:
        assert across == up
        assert left <= x <= x + across <= left + width + 0.11
        assert top - 0.11 <= y - up <= y <= bottom + 0.11


def test_a_bar_without_answers_and_long_words_do_no_harm():
    drawing = ratings(RatingBar("", 0, 0, 0), heading="word " * 40)
    assert boxes(drawing, charts.TEAL) == []
    assert max(map(len, texts(drawing))) <= 68


def test_attendance_prints_every_number_and_a_zero_without_a_bar():
    bars = [CountBar(f"S{n}", came) for n, came in enumerate((22, 19, 0), 1)]
    drawing = ET.fromstring(attendance_bars(bars, **words("a")))
    heights = [
        float(node.attrib["height"])
        for node in drawing.iter(f"{SVG}rect")
        if node.attrib["fill"] == charts.TEAL
    ]
    assert heights == [132, 114]  # 22 and 19 of 25, 150 high
    assert [text for text in texts(drawing) if text in {"22", "19"}] == ["22", "19"]
    assert texts(drawing)[-3:] == ["S1", "S2", "S3"]
    assert {"0", "5", "10", "15", "20", "25"} <= set(texts(drawing))
    empty = ET.fromstring(attendance_bars([], **words("e")))
    assert not list(empty.iter(f"{SVG}rect"))


@pytest.mark.parametrize(
    ("highest", "step"), [(0, 1), (5, 1), (6, 2), (22, 5), (26, 10), (100, 20), (124, 50)]
)
def test_marks_are_round_numbers(highest, step):
    assert charts._step(highest) == step


def test_labels_that_do_not_fit_are_slanted_and_stay_on_the_drawing():
    bars = [CountBar(f"{day} September 2026, in the evening", 9) for day in range(1, 15)]
    drawn = attendance_bars(bars, **words("a"))
    turned = re.findall(r'<text x="([\d.]+)"[^>]*rotate\(-60[^>]*>([^<]*)<', drawn)
    assert len(turned) == 14
    for x, label in turned:
        assert float(x) - 0.5 * 6 * len(label) > 0
        assert len(label) <= 18


def test_a_withheld_value_is_a_gap_with_a_word():
    values = [54.5, 57.9, None, 57.1, 0.0]
    points = [
        TrendPoint(f"S{n}", value, "fewer than 5" if value is None else f"{value}%")
        for n, value in enumerate(values, 1)
    ]
    drawing = ET.fromstring(trend(points, most=100, **words("t")))
    lines = [node.attrib["points"].split() for node in drawing.iter(f"{SVG}polyline")]
    assert [len(line) for line in lines] == [2, 2]
    # Slots of 96.8 from 46: centres at 94.4 and 191.2; 150 high above 176.
    assert lines[0] == ["94.4,94.2", "191.2,89.2"]
    assert lines[1][1].endswith(",176")
    assert len(list(drawing.iter(f"{SVG}circle"))) == 4
    assert "fewer than 5" in texts(drawing)
    assert "0.0%" in texts(drawing)


def test_a_lone_value_between_gaps_is_a_dot():
    points = [TrendPoint("S1", None, "not asked"), TrendPoint("S2", 50, "50.0%")]
    drawing = ET.fromstring(trend(points, most=100, **words("t")))
    assert not list(drawing.iter(f"{SVG}polyline"))
    assert len(list(drawing.iter(f"{SVG}circle"))) == 1


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast(charts.INK, charts.PAPER) >= 4.5
    for fill, ink in charts._FILLS.values():
        assert contrast(fill, ink) >= 4.5
    for shape in (charts.TEAL, charts.CLAY, charts.EDGE):  # what a chart is read by
        assert contrast(shape, charts.PAPER) >= 3


def test_a_year_of_seven_statements_is_a_small_drawing():
    bars = [RatingBar("Racially minoritised, n 15: low 1–5, mid 2–6", 1, 2, 8, 4)] * 2
    groups = [RatingGroup("Burdened by addressing anti-racism and inequity", bars)] * 7
    assert len(diverging_bars(groups, legend=LEGEND, **words("r"))) < 13_000
