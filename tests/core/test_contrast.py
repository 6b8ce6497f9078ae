"""Colours that stand on each other can be told apart: 4.5 to 1 for words, 3 to 1 for shapes."""

import re
from pathlib import Path

import pytest
from django.conf import settings

PALETTE = Path(settings.BASE_DIR) / "assets/scss/_palette.scss"

WORDS = [
    ("ink", "paper"), ("ink", "card"), ("ink", "sand"), ("ink", "honey"), ("ink", "teal-mist"),
    ("ink", "teal-haze"), ("ink", "clay-soft"), ("ink", "error-soft"), ("ink", "success-soft"),
    ("muted", "paper"), ("muted", "card"), ("muted", "sand"), ("muted", "teal-haze"),
    ("muted", "teal-mist"),
    ("teal", "paper"), ("teal", "card"), ("teal", "teal-mist"), ("teal", "clay-soft"),
    ("teal", "sand"), ("teal-deep", "paper"), ("teal-deep", "card"), ("teal-deep", "teal-mist"),
    ("teal-deep", "honey"), ("plum", "paper"), ("plum", "card"), ("plum", "plum-soft"),
    ("clay", "paper"), ("clay", "card"), ("clay-deep", "clay-soft"), ("honey-deep", "honey-soft"),
    ("error", "paper"), ("error", "card"), ("error", "error-soft"), ("success", "success-soft"),
    ("success-deep", "success-soft"),
    ("card", "teal"), ("card", "teal-deep"), ("card", "error"), ("card", "clay"),
    ("card", "clay-deep"), ("honey", "teal-deep"), ("teal-light", "teal-deep"),
    ("teal-mist", "teal-deep"),
]  # fmt: skip
SHAPES = [
    ("edge", "paper"), ("edge", "card"), ("edge", "sand"), ("teal", "sand"), ("clay", "clay-soft"),
    ("teal-mid", "card"), ("error", "paper"), ("ink", "honey"), ("honey", "teal-deep"),
]  # fmt: skip


def palette() -> dict[str, str]:
    return dict(re.findall(r"^\$([a-z-]+): #([0-9a-f]{6});$", PALETTE.read_text(), re.MULTILINE))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_gives_the_known_ends():
    assert contrast("000000", "ffffff") == pytest.approx(21)
    assert contrast("777777", "ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("front", "back"), WORDS)
def test_words_can_be_read(front, back):
    colours = palette()
    assert contrast(colours[front], colours[back]) >= 4.5


@pytest.mark.parametrize(("front", "back"), SHAPES)
def test_shapes_can_be_seen(front, back):
    colours = palette()
    assert contrast(colours[front], colours[back]) >= 3


def test_every_other_colour_is_named_in_the_palette():
    loose = [
        f"{path.name}: {found}"
        for path in PALETTE.parent.glob("*.scss")
        if path != PALETTE
        for found in re.findall(r"#[0-9a-fA-F]{3,8}\b", path.read_text())
    ]
    assert loose == []
