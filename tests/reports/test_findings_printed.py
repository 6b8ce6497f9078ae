"""Findings in the report: numbered parts, the map with its words, quotes under canonical names."""

from collections import Counter

import pytest
from django.urls import reverse

from reports.content import report_data
from reports.models import Report
from reports.render.findings_parts import lineage_sentence, quotes_table
from reports.render.html import render_html
from tests.pages import parse, select, texts
from tests.people import Cast
from tests.reports.findings import agreed, full_report, in_real_shape, rows_of_shape

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(cast: Cast) -> Report:
    report = full_report(cast)
    in_real_shape(cast, report)
    agreed(cast, report)
    return report


def test_the_real_shape_is_printed_with_its_numbers(report: Report):
    data = report_data(report)
    rows = list(rows_of_shape())
    assert len(data["findings"]["parts"]) == 4
    table = quotes_table(data["findings"], data["terms"])
    assert table is not None
    assert [one.text for one in table.columns] == [
        "Theme", "Racially Minoritised Caucus", "White Caucus", "All",
    ]  # fmt: skip
    printed = [
        [row.head.detail, row.head.text, *(cell.text for cell in row.cells)] for row in table.rows
    ]
    keys = ("quotes_racially_minoritised_caucus", "quotes_white_caucus", "quotes")
    assert printed[:-1] == [
        [row["section"], row["theme"], *(row[key] for key in keys)] for row in rows
    ]
    assert printed[-1] == ["", "Total", "28", "28", "56"]


def test_quotes_stand_under_their_theme_in_italics_with_the_canonical_form(report: Report):
    page = parse(render_html(report_data(report)))
    quotes = "blockquote.report-quote--finding"
    assert len(select(page, f"{quotes} em")) == len(select(page, quotes)) == 56
    sources = Counter(texts(select(page, f"{quotes} .report-quote-source")))
    assert sources == {"Racially Minoritised Caucus Member": 28, "White Caucus Member": 28}


def test_themes_are_numbered_parts_inside_their_section(report: Report):
    page = parse(render_html(report_data(report)))
    number = texts(select(page, "#section-findings .report-number"))[0]
    inside = "section[aria-labelledby=section-findings]"
    parts = texts(select(page, f"{inside} h3.report-subheading .report-number"))
    assert parts == [f"{number}.{place}" for place in (1, 2, 3, 4)]
    inner = texts(select(page, f"{inside} h4 .report-number"))
    assert inner == [
        f"{number}.{part}.{theme}"
        for part, themes in ((1, 3), (2, 3), (3, 2), (4, 3))
        for theme in range(1, themes + 1)
    ]


def test_the_map_is_repeated_as_a_list_and_a_numbered_table(report: Report):
    page = parse(render_html(report_data(report)))
    inside = "section[aria-labelledby=section-findings]"
    assert texts(select(page, f"{inside} figure svg title")) == ["Thematic map"]
    assert len(select(page, "ul.report-themes > li")) == 4
    assert len(select(page, "ul.report-themes > li li")) == 11
    table = select(page, f"{inside} table")[0]
    assert texts(select(table, "tbody th")) == [str(n) for n in range(1, 11)]
    assert texts(select(table, "tbody td"))[:2] == [
        "Theme 1: Solidarity and Connection – leads to – Theme 2: Voicing the Unvoiced",
        "Line 1.",
    ]


def test_one_neutral_sentence_stands_there_whether_a_caucus_agreed_or_not(cast, report: Report):
    said = "Findings stand here where the caucus they are of agreed to it."
    assert render_html(report_data(report)).count(said) == 1
    silent = full_report(cast, year=2025)
    assert render_html(report_data(silent)).count(said) == 1


@pytest.mark.parametrize(
    ("lineage", "earlier", "said"),
    [
        ("", [], ""),
        ("new", [], "New this year."),
        ("continued", ["A"], "Continued from the report before: “A”."),
        ("renamed", ["A"], "Called “A” in the report before."),
        ("merged", ["A", "B"], "Merged from themes of the report before: “A” and “B”."),
    ],
)
def test_what_a_theme_comes_from_is_one_sentence(lineage: str, earlier: list[str], said: str):
    assert lineage_sentence({"lineage": lineage, "earlier": earlier}) == said  # type: ignore[typeddict-item]


@pytest.mark.parametrize("number", [1, 10])
def test_the_page_asks_as_often_for_ten_themes_as_for_one(
    as_, cast, report: Report, django_assert_num_queries, number: int
):
    kept = report.findings_sections.order_by("-position")[: 1 if number == 1 else 4]
    report.findings_sections.exclude(pk__in=[one.pk for one in kept]).delete()
    client = as_("ines")
    url = reverse("reports:findings_detail", args=[cast.community.slug, report.pk])
    with django_assert_num_queries(18):
        assert client.get(url).status_code == 200
