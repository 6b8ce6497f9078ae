"""R7: nothing of a silent caucus leaves in any form, and the draft follows what it says."""

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.urls import reverse

from caucus.models import FindingsConsent
from reports.content import content_of, report_data
from reports.findings_part import consent_of, told_in_full
from reports.models import Report, Theme
from reports.render.html import render_html, render_html_file
from reports.services import ThemeWords, add_findings_section, add_theme, write_relation
from tests.people import Cast
from tests.reports.after import MINORITISED, WHITE
from tests.reports.editions import published
from tests.reports.findings import agreed, caucus, full_report, quoted

pytestmark = pytest.mark.django_db

SECRET = "zzsilent"  # in every word that is the silent caucus's


@pytest.fixture
def report(cast: Cast) -> Report:
    """Findings of both caucuses and of nobody, tied to one another in every way there is."""
    past = full_report(cast, year=2025)
    own, shared = _findings(cast, past, "before")
    published(past)
    report = full_report(cast)
    _findings(cast, report, "now", earlier=[own, shared])
    return report


def _findings(
    cast: Cast, report: Report, when: str, earlier: list[Theme] | None = None
) -> tuple[Theme, Theme]:
    ines = cast.actor("ines")
    sections = [
        add_findings_section(
            actor=ines,
            report=report,
            title=f"{mark} section {when}",
            caucus=caucus(cast, key) if key else None,
            narrative=f"{mark} narrative",
        )
        for key, mark in ((MINORITISED, SECRET), (WHITE, "white"), ("", "nobodys"))
    ]
    themes = []
    for section, mark in zip(sections, (SECRET, "white", "nobodys"), strict=True):
        words = ThemeWords(
            title=f"{mark} theme {when}",
            central_idea=f"{mark} idea",
            boundaries=f"{mark} bounds",
            narrative=f"{mark} story",
        )
        themes.append(add_theme(actor=ines, section=section, words=words))
    if earlier:
        merged = ThemeWords(title="merged theme", lineage="merged", earlier=earlier)
        themes.append(add_theme(actor=ines, section=sections[2], words=merged))
    own, _white, shared = themes[:3]
    quoted(own, MINORITISED, 2, words=f"{SECRET} quote")
    quoted(shared, MINORITISED, 3, words=f"{SECRET} quote elsewhere")
    quoted(shared, WHITE, 1, words="white quote")
    for one, other, mark in ((own, shared, SECRET), (themes[1], shared, "white")):
        write_relation(
            actor=ines,
            report=report,
            from_theme=one,
            to_theme=other,
            kind="tension",
            words=f"{mark} line",
        )
    return own, shared


def every_form(report: Report) -> str:
    """What a draft's reader, an edition and every file are made of."""
    data = report_data(report)
    return "\n".join([json.dumps(data), render_html(data), render_html_file(data)])


def of_silent(text: str) -> bool:
    return SECRET in text


def test_silence_leaves_nothing_of_the_caucus_in_any_form(report: Report):
    said = every_form(report)
    assert not of_silent(said)
    for stays in ("white section", "white quote", "white line", "nobodys theme", "merged theme"):
        assert stays in said


def test_a_variant_that_only_leaves_the_section_out_is_caught(report: Report):
    """So that the test above is known to see quotes, lines and lineage, not the section alone."""
    data = report_data(report)
    everything = told_in_full(report).findings
    leaky: Any = {
        **everything,
        "parts": [part for part in everything["parts"] if part["caucus"] != MINORITISED],
    }
    assert of_silent(json.dumps(leaky))
    lines_only = {**data, "findings": {**data["findings"], "relations": everything["relations"]}}
    assert of_silent(json.dumps(lines_only))


def test_no_number_tells_of_what_is_left_out(report: Report):
    """Counts in tables, on the map and in the structure are those of a report without it."""
    data = report_data(report)
    quotes = [len(t["quotes"]) for part in data["findings"]["parts"] for t in part["themes"]]
    assert quotes == [0, 1, 0]
    told = data["findings"]
    assert [part["key"] for part in told["parts"]] == ["findings-1", "findings-2"]
    keys = [theme["key"] for part in told["parts"] for theme in part["themes"]]
    assert keys == ["theme-1", "theme-2", "theme-3"], "numbers have no gap"
    assert [(one["from_theme"], one["to_theme"]) for one in told["relations"]] == [
        ("theme-1", "theme-2")
    ]
    html = render_html(data)
    assert "2 sections, 3 themes and 1 relation;" in html
    assert (
        "Racially Minoritised Caucus"
        not in html.split("Quotes for each theme")[1].split("</table>")[0]
    )
    assert MINORITISED not in json.dumps(data["findings"])


def test_lineage_to_a_theme_that_stays_out_is_not_told_even_in_part(cast: Cast, report: Report):
    def merged() -> dict[str, Any]:
        parts = report_data(report)["findings"]["parts"]
        lines = [theme for part in parts for theme in part["themes"]]
        return next(dict(one) for one in lines if one["title"] == "merged theme")

    assert (merged()["lineage"], merged()["earlier"]) == ("", [])
    agreed(cast, report)  # this year; last year's report was published without
    assert (merged()["lineage"], merged()["earlier"]) == ("", [])
    past = Report.objects.get(from_on=dt.date(2025, 1, 1))
    agreed(cast, past)
    assert merged()["lineage"] == "merged"
    assert len(merged()["earlier"]) == 2


def test_the_draft_follows_consent_that_comes_and_is_taken_back(cast: Cast, report: Report):
    assert not of_silent(every_form(report))
    agreed(cast, report)
    said = every_form(report)
    for back in ("section now", "quote elsewhere", "line", "idea", "story"):
        assert f"{SECRET} {back}" in said
    FindingsConsent.objects.all().delete()
    assert not of_silent(every_form(report))


def test_a_reference_to_a_theme_leads_to_it_whoever_agrees(cast: Cast, report: Report):
    text = "As {{ see theme.nobodys-theme-now }} says."
    report.sections.filter(kind="introduction").update(body=text)
    numbers = []
    for _agreed in (False, True):
        html = render_html(report_data(report))
        [(anchor, words)] = re.findall(r'As <a href="#([\w-]+)">([^<]+)</a> says', html)
        title = html.split(f'id="{anchor}"')[1].split("</h")[0]
        assert "nobodys theme now" in title
        numbers.append(words)
        agreed(cast, report)
    assert len(set(numbers)) == 2, "its number moves"


def test_consent_at_a_session_of_other_days_is_not_consent(cast: Cast, report: Report):
    agreed(cast, Report.objects.get(from_on=dt.date(2025, 1, 1)))
    assert not of_silent(json.dumps(content_of(report, None)["findings"]))


@pytest.mark.parametrize("who", ["amara", "tom", "bilal", "okafor", "dana"])
def test_readers_of_the_draft_see_nothing_of_it_on_any_page(as_, cast, report: Report, who: str):
    last = report.findings_sections.order_by("pk").last().pk
    assert last > 2
    for name in ("reports:findings_detail", "reports:report_read", "reports:report_detail"):
        page = as_(who).get(reverse(name, args=[cast.community.slug, report.pk]))
        assert page.status_code == 200
        said = page.content.decode()
        assert not of_silent(said)
        assert "Merged" not in said, "from a theme that stays out, and another"
        assert f'id="section-{last}"' not in said, "rows are numbered over what is left out"


@pytest.mark.parametrize("who", ["ines", "nkechi"])
def test_who_writes_and_who_questions_sees_it_marked(as_, cast, report: Report, who: str):
    url = reverse("reports:findings_detail", args=[cast.community.slug, report.pk])
    said = as_(who).get(url).content.decode()
    assert f"{SECRET} theme now" in said
    assert said.count("Stays out for now") == 1


def test_a_quote_nobody_checked_stands_nowhere(report: Report):
    Theme.objects.get(title="nobodys theme now").quotes.update(colleague="", checked_on=None)
    assert "white quote" not in every_form(report)


def test_consent_to_one_report_serves_no_other_of_the_same_days(cast: Cast) -> None:
    """Whichever of them begins first: days of one published before are nobody else's."""
    first = full_report(cast, year=2025)
    agreed(cast, first)
    assert consent_of(first) is not None
    published(first)
    for days in ({}, {"from_on": dt.date(2024, 12, 1)}, {"from_on": dt.date(2025, 1, 2)}):
        other = full_report(cast, year=2025)
        Report.objects.filter(pk=other.pk).update(**days)
        other.refresh_from_db()
        assert consent_of(other) is None, days
    assert consent_of(Report.objects.get(pk=first.pk)) is not None, "its own stays"
