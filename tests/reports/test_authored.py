"""What authors may write: figures by name, places, endnotes, and nothing a page could run."""

import re

import pytest

from reports.placeholders import coverage, placeholders
from reports.render.authored import Unresolved
from reports.render.document import Document, build_document, places_in, preview
from reports.render.html import render_html
from tests.reports.report_data import EXPECTED, empty_data, scenario_data, sections_with
from tests.reports.test_render_html import text_of

ATTENDANCE = EXPECTED["attendance"]


def written(**bodies: str) -> Document:
    data = scenario_data()
    data["sections"] = sections_with(**bodies)
    return build_document(data)


def html_of(markdown: str) -> str:
    return str(written(introduction=markdown).sections[1].html)


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("attendance.total", str(ATTENDANCE["total"])),
        ("attendance.least", str(ATTENDANCE["min"])),
        ("attendance.most", str(ATTENDANCE["max"])),
        ("attendance.once", ATTENDANCE["once_only"]),
        ("attendance.twice", "11 of 40 (27.5%)"),
        ("attendance.three_times", "8 of 40 (20.0%)"),
        ("attendance.four_times", "5 of 40 (12.5%)"),
        ("attendance.five_times", "3 of 40 (7.5%)"),
        ("attendance.six_times", "1 of 40 (2.5%)"),
        ("attendance.people", "40"),
        *((f"attendance.{key.lower()}", str(n)) for key, n in ATTENDANCE["by_session"].items()),
        ("responses.total", "57"),
        ("responses.came", "99"),
        ("responses.rate", EXPECTED["response_rate_year"]),
        *((f"responses.{key.lower()}", rate) for key, rate in EXPECTED["response_rates"].items()),
        ("members.total", "40"),
        ("members.not_stated", "10 of 40 (25.0%)"),
        ("sessions.total", "6"),
        ("sessions.topics", "8"),
        ("coverage", "6 of 6 sessions"),
        ("period", "1 July 2025 to 31 October 2026"),
        ("period.from", "1 July 2025"),
        ("period.to", "31 October 2026"),
        ("period.months", "16"),
        ("community", "Northern Psychological Professions Anti-Racism CoP"),
        ("share_backs.total", "2"),
        ("decisions.total", "2"),
        ("recommendations.total", "0"),
    ],
)
def test_a_figure_is_printed_by_its_name(name: str, printed: str) -> None:
    assert text_of(html_of(f"Here: {{{{ {name} }}}}.")) == f"Here: {printed}."
    assert f"{{{{ {name} }}}}" in [one.typed for one in placeholders(scenario_data())]


def test_a_figure_is_found_in_another_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.placeholders._", lambda words: f"~{words}")
    named = {one.name: one.value for one in placeholders(scenario_data())}
    assert named["members.not_stated"] == "10 of 40 (25.0%)"


def test_sessions_without_feedback_are_not_covered() -> None:
    data = scenario_data()
    rows = data["tables"]["responses_by_session"]["rows"]
    rows[3][1], rows[4][1], rows[5][1] = "fewer than 5", "no answers", "not asked"
    assert coverage(data) == (3, 6)
    named = {one.name: one.value for one in placeholders(data)}
    assert named["responses.s4"] == "fewer than 5"
    assert named["responses.s5"] == "no answers"
    assert named["responses.s6"] == "not asked"


def test_a_figure_that_is_not_there_is_unknown_and_no_nought() -> None:
    names = {one.name for one in placeholders(empty_data())}
    assert names.isdisjoint({"attendance.total", "responses.rate", "members.total", "coverage"})


def test_what_leads_nowhere_is_seen_and_told() -> None:
    document = written(
        introduction="{{ attendance.totl }} {{ see table.x }} [@nobody2020] lost[^9]\n\n[^2]: Why?"
    )
    assert document.unresolved == [
        Unresolved("introduction", "placeholder", "attendance.totl"),
        Unresolved("introduction", "reference", "table.x"),
        Unresolved("introduction", "citation", "nobody2020"),
        Unresolved("introduction", "footnote", "9"),
        Unresolved("introduction", "footnote", "2"),
    ]
    marks = re.findall(r"<mark[^>]*>\[([^<]*)\]</mark>", document.sections[1].html)
    assert len(marks) == 4
    for mark, name in zip(marks, ("totl", "table.x", "nobody2020", "9"), strict=True):
        assert name in mark
    assert all(one.name in one.words for one in document.unresolved)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("table.members_by_organisation", "Table 1"),
        ("table.attendance_by_session", "Table 2"),
        ("table.attendance_frequency", "Table 3"),
        ("table.responses_by_session", "Table 4"),
        ("table.ratings_by_period", "Table 5"),
        ("table.ratings_s1", "Table 6"),
        ("figure.attendance", "Figure 1"),
        ("figure.responses", "Figure 2"),
        ("figure.ratings", "Figure 3"),
        ("section.introduction", "Section 2"),
        ("section.by-session", "Section 5.1"),
        ("section.recommendations", "Section 9"),
        ("recommendation.2", "Recommendation 2"),
    ],
)
def test_a_reference_leads_to_its_place(name: str, words: str) -> None:
    data = scenario_data()
    data["recommendations"] = [
        {
            "number": number,
            "title": "One",
            "words": "",
            "responsible": "",
            "due_on": "",
            "status": "open",
            "status_words": "",
            "status_on": "",
        }
        for number in (1, 2)
    ]
    data["sections"] = sections_with(introduction=f"As {{{{ see {name} }}}} shows.")
    html = render_html(data)
    found = re.search(rf'As <a href="#([\w-]+)">{words}</a> shows', html)
    assert found is not None
    assert html.count(f'id="{found[1]}"') == 1
    assert (f"{{{{ see {name} }}}}", words) in places_in(data)


def test_endnotes_are_numbered_across_sections_and_lead_back() -> None:
    document = written(
        introduction="One[^a], two[^b].\n\n[^b]: Second.\n[^a]: First, {{ attendance.total }}.",
        attendance="Three[^a]. Again[^a].\n\n[^a]: Third.",
        recommendations="Four[^a].\n\n[^a]: Fourth\n\n    with two paragraphs.",
    )
    texts = [text_of(str(note.text)) for note in document.notes]
    assert texts[:3] == ["First, 99.", "Second.", "Third."]
    assert texts[3].startswith("Answers run from 1")
    assert texts[4] == "Fourth with two paragraphs."
    assert [note.number for note in document.notes] == list(range(1, len(texts) + 1))
    data = scenario_data()
    data["sections"] = sections_with(introduction="One[^a], again[^a].\n\n[^a]: First.")
    html = render_html(data)
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)
    assert 'href="#note-1-from"' in html


def test_tables_have_a_head() -> None:
    html = html_of("| Who | What |\n|---|--:|\n| us | {{ attendance.total }} |")
    assert html.count('<th scope="col">') == 2
    assert "<td>99</td>" in html
    assert "style" not in html


def test_code_is_left_alone_and_a_mark_can_be_escaped() -> None:
    html = html_of("`{{ attendance.total }}` \\{{ attendance.total }} \\@who me@example.org")
    assert html.count("{{ attendance.total }}") == 2
    assert "<mark" not in html


ATTACKS = [
    "<script>alert(1)</script>",
    "{{ <script>alert(1)</script> }}",
    '{{ see "><img src=x onerror=alert(1)> }}',
    '[@x"><script>alert(1)</script>]',
    "[x](javascript:alert(1)) <javascript:alert(1)>",
    "x[^1]\n\n[^1]: <img src=x onerror=alert(1)> [y](data:text/html,x)",
    'x[^"><script>]\n\n[^"><script>]: y',
    "| <script> | [a](javascript:x) |\n|---|---|\n| <b onclick=x> | y |",
    "{% load static %}{{ settings.SECRET_KEY }} {{ request.user }}",
    "[**a** `b` {{ see table.attendance_by_session }} [^1]](https://example.org)\n\n[^1]: z",
    "&#xE000;0&#xE001; \ue0000\ue001",
    "^[inline <script>alert(1)</script> ^[deeper {{ nope }}]]",
    "![x](https://example.org/x.png) [](https://example.org/empty)",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_a_page_could_run_comes_through(attack: str) -> None:
    document = written(introduction=attack)
    made = str(document.sections[1].html) + "".join(str(note.text) for note in document.notes)
    assert not re.search(r"<(script|img|b\b|iframe|style)", made)
    tags = re.findall(r"<[^>]*>", made)
    assert not re.search(r"\son\w+=|style=|javascript:|data:text", "".join(tags))
    for address in re.findall(r'href="([^"]*)"', made):
        assert address.startswith(("#", "https://example.org"))
    for inside in re.findall(r"<a [^>]*>(.*?)</a>", made, re.DOTALL):
        assert "<" not in inside
        assert inside.strip()


def test_long_hostile_lines_take_no_time() -> None:
    for piece in ("[@", "{{ ", "[^", "@a", "[a;@", "^["):
        written(introduction=piece * 4000)


def test_a_preview_is_what_the_report_prints() -> None:
    markdown = "{{ attendance.total }} in {{ see table.attendance_by_session }}.[^1]\n\n[^1]: Why."
    made = preview(scenario_data(), markdown)
    assert "99 in" in text_of(made)
    assert "Table 2" in made
    assert "Why." in made
