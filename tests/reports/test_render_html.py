"""The report as HTML: every part there, every figure as frozen, nothing a reader could run."""

import itertools
import re
from html.parser import HTMLParser

from reports.render.html import render_html, render_html_file
from tests.reports.report_data import EXPECTED, empty_data, scenario_data, sections_with


class Text(HTMLParser):
    """The words of a page, one space between them."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def text_of(html: str) -> str:
    parser = Text()
    parser.feed(html)
    return " ".join(" ".join(parser.parts).split())


def test_sections_tables_and_figures_are_numbered_in_order() -> None:
    html = render_html(scenario_data())
    sections = re.findall(r'<h2 class="report-heading" id="section-[\w-]+">.*?>(\d+)<', html)
    assert sections == [str(number) for number in range(1, len(sections) + 1)]
    assert len(sections) == 9
    assert re.findall(r"Table (\d+)\.", html) == ["1", "2", "3", "4", "5", "6", "7", "8"]
    assert re.findall(r"Figure (\d+)\.", html) == ["1", "2", "3"]


def test_headings_never_skip_a_level() -> None:
    levels = [int(level) for level in re.findall(r"<h(\d)", render_html(scenario_data()))]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_id_is_there_once_and_every_link_inside_leads_somewhere() -> None:
    html = render_html(scenario_data())
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


def test_a_note_that_no_place_calls_has_no_number() -> None:
    html = render_html(scenario_data())
    [entries] = re.findall(r'<ol class="report-notes-list">.*?</ol>', html, re.DOTALL)
    for number in re.findall(r'<li id="note-(\d+)"', entries):
        assert f'<a href="#note-{number}">' in html
    assert "<p>Guests are not members and are left out of every figure.</p>" in html


def test_every_drawing_can_be_moved_across_on_a_phone_by_touch_and_keyboard() -> None:
    html = render_html(scenario_data())
    regions = re.findall(
        r'id="(figure-\d+-caption)".*?<div class="report-figure-scroll" role="region" '
        r'tabindex="0" aria-labelledby="(figure-\d+-caption)"><svg',
        html,
        re.DOTALL,
    )
    assert regions == [(f"figure-{n}-caption", f"figure-{n}-caption") for n in (1, 2, 3)]


def test_ratings_are_said_in_words() -> None:
    text = text_of(render_html(scenario_data()))
    for session, cells in EXPECTED["released_by_session"].items():
        for cell in cells.values():
            for given in cell["items"].values():
                band = {"low": "low", "mid": "middle", "high": "high"}.get(given.get("band"), "")
                words = (
                    f"at least {given['at_least']} of {given['of']} answered {band}"
                    if band
                    else f"low {given['low']}, middle {given['mid']}, high {given['high']} "
                    f"of {given['of']}"
                )
                assert words in text, session
    assert "Agreeing is not good news here" in text
    assert "This can hide everyone in a smaller caucus." in text


def test_decisions_are_said_with_day_reason_and_session() -> None:
    text = text_of(render_html(scenario_data()))
    assert (
        "From two topics to one topic with reflection 4 December 2025 · from session S3 · Who gets "
        "referred People asked for time to stay with what they heard."
    ) in text
    assert "at its end 2 February 2026 Not everybody reads them afterwards." in text
    assert "What changed, and why" not in text_of(render_html(empty_data()))
    before = scenario_data()
    del before["decisions"]
    assert "What changed, and why" not in text_of(render_html(before)), "an edition of earlier"


def test_what_is_not_a_number_is_said_in_its_own_words() -> None:
    data = scenario_data()
    data["tables"]["responses_by_session"]["rows"][3:6] = [
        ["S4", "fewer than 5", 14, "not shown"],
        ["S5", "no answers", 2, "not shown"],
        ["S6", "not asked", 16, "not shown"],
    ]
    html = render_html(data)
    table = re.search(r"Responses by session.*?</table>", html, re.DOTALL)
    assert table is not None
    text = text_of(table[0])
    assert "S4 fewer than 5 14 not shown" in text
    assert "S5 no answers 2 not shown" in text
    assert "S6 not asked 16 not shown" in text


def test_a_community_without_data_gets_a_report_that_says_so() -> None:
    text = text_of(render_html(empty_data()))
    assert "There is nothing to report yet" in text
    assert "Not asked: there was no survey." in text
    assert "Report so far" in text
    assert "No share-back was released in this period." in text


def test_names_and_texts_are_escaped() -> None:
    data = scenario_data()
    attack = "<script>alert(1)</script>"
    data["community"] = attack
    data["sessions"][0]["title"] = attack
    data["sessions"][0]["topics"] = [attack]
    data["share_backs"][0]["themes"] = [attack]
    data["decisions"][0].update(what=attack, reason=attack, from_session=attack)
    data["tables"]["members_by_organisation"]["rows"][0][0] = attack
    data["sections"] = sections_with(introduction=attack)
    data["questionnaire"]["items"][0]["text"] = attack
    assert "<script" not in render_html(data)


def test_the_file_to_keep_has_a_main_part_with_all_sections_in_it() -> None:
    html = render_html_file(scenario_data())
    assert html.count("<main>") == html.count("</main>") == 1
    main = html.split("<main>")[1].split("</main>")[0]
    assert main.count('class="report-section') == html.count('class="report-section') > 5


def test_the_file_to_keep_asks_for_nothing() -> None:
    html = render_html_file(scenario_data())
    assert "url(" not in html
    assert "<link" not in html
    assert "<img" not in html
    assert "src=" not in html
