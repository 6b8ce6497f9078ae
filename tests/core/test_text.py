"""Free text with marks may come from anybody: nothing in it may run, load or lead astray."""

import re

import pytest

from cop.core.templatetags.circle import in_fours
from cop.core.text import ALLOWED_TAGS, markdown_to_html

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "[x](file:///etc/passwd)",
    "[x](//elsewhere.example/)",
    "[x](/in/account/logout/)",
    "<javascript:alert(1)>",
    "![x](https://elsewhere.example/pixel.png)",
    "![x](javascript:alert(1))",
    '[x](https://a.example "onmouseover=alert(1)")',
    '[x](https://a.example/"onmouseover="alert(1))',
    "[x]: javascript:alert(1)\n\n[x]",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    "<iframe src=https://elsewhere.example></iframe>",
    "<style>*{background:url(https://elsewhere.example)}</style>",
    '<p style="position:fixed">x</p>',
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "a\x00<script>alert(1)</script>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_in_the_text_runs_or_loads(attack: str) -> None:
    made = markdown_to_html(attack)
    tags = re.findall(r"<\s*/?\s*([a-zA-Z0-9]+)([^>]*)>", made)
    assert {name for name, _ in tags} <= ALLOWED_TAGS
    for name, attributes in tags:
        if attributes.strip():
            assert name in ("a", "ol")
            assert re.fullmatch(
                r' (href="(https?://|mailto:)[^"]*" )?rel="noopener noreferrer"', attributes
            )


def test_headings_nest_under_their_section() -> None:
    made = markdown_to_html("# One\n\n### Two\n\n#### Three\n\n# Four", heading_offset=2)
    assert re.findall(r"<(h\d)>(\w+)", made) == [
        ("h3", "One"),
        ("h4", "Two"),
        ("h5", "Three"),
        ("h3", "Four"),
    ]


def test_a_text_that_starts_deep_starts_at_the_section() -> None:
    assert markdown_to_html("#### Deep", heading_offset=1).strip() == "<h2>Deep</h2>"


def test_seven_levels_do_not_exist() -> None:
    made = markdown_to_html("# a\n## b\n### c\n#### d", heading_offset=4)
    assert re.findall(r"<(h\d)>", made) == ["h5", "h6", "h6", "h6"]
    with pytest.raises(ValueError, match="heading_offset"):
        markdown_to_html("x", heading_offset=6)


def test_what_authors_need_survives() -> None:
    made = markdown_to_html(
        "Some **strong** and *quiet* words, [a link](https://example.org/a?b=c&d=e).\n\n"
        "3. three\n4. four\n   - inner\n\n> said"
    )
    assert "<strong>strong</strong>" in made
    assert "<em>quiet</em>" in made
    assert 'href="https://example.org/a?b=c&amp;d=e"' in made
    assert '<ol start="3">' in made
    assert "<blockquote>" in made
    assert "<li>inner</li>" in made


def test_raw_html_is_shown_as_typed() -> None:
    assert "&lt;b&gt;" in markdown_to_html("a <b> c")


def test_empty_text_is_empty() -> None:
    assert markdown_to_html("") == ""


def test_a_long_key_is_shown_in_groups_of_four():
    assert in_fours("ABCDEFGHIJ") == "ABCD EFGH IJ"
