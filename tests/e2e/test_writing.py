"""Two authors in two browsers: what is typed saves itself, nobody overwrites, Word's marks stay."""

import datetime as dt
import time
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from reports.models import Section, Wording
from reports.services import add_editor, begin_report
from tests.e2e.test_pages import assert_accessible, assert_fits, listen

# As Word puts it on the clipboard.
FROM_WORD = """\
<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<style>p.MsoNormal {margin:0cm} /* b {x} */</style></head><body lang=EN-GB>
<!--StartFragment-->
<h1><span lang=EN-GB>How it <b>began</b><o:p></o:p></span></h1>
<p class=MsoHeading2>What we tried</p>
<p class=MsoNormal style='mso-outline-level:3'>A smaller heading</p>
<p class=MsoNormal>We <b style='mso-bidi-font-weight:normal'>met</b>, and
<i>listened</i>. See <a href="https://example.org/rules">the rules</a>,
not <a href="javascript:alert(1)">this</a> or 2 * 3 * 4.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'>
<![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>in
caucuses<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level2 lfo1'><span
style='mso-list:Ignore'>o<span>&nbsp; </span></span>or alone</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span
style='mso-list:Ignore'>1.<span>&nbsp;</span></span>first</p>
<table class=MsoTableGrid border=1><tr><td colspan=2><p class=MsoNormal><b>Who</b> came</p></td>
<td>How many</td></tr><tr><td>Trust</td><td><p class=MsoNormal>North | South</p>
<p class=MsoNormal>and East</p></td><td>7</td></tr></table>
<table><tr><td><p class=MsoNormal>In a frame</p></td></tr></table>
<img src="https://tracker.example/x.png" onerror="window.pasted = 1">
<script>window.pasted = 1</script>
<!--EndFragment--></body></html>"""
AS_MARKDOWN = """# How it began

## What we tried

### A smaller heading

We **met**, and *listened*. See [the rules](<https://example.org/rules>), \
not this or 2 \\* 3 \\* 4.

- in caucuses
    - or alone
1. first

| Who came |  | How many |
| --- | --- | --- |
| Trust | North \\| South and East | 7 |

In a frame"""
PASTE = """(field, html) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", html);
  clipboardData.setData("text/plain", "plain");
  field.focus();
  const options = {clipboardData, bubbles: true, cancelable: true};
  field.dispatchEvent(new ClipboardEvent("paste", options));
}"""


@pytest.fixture
def section(cast: Any) -> Section:
    bilal = cast.actor("bilal")
    report = begin_report(
        actor=bilal,
        title="Our first year",
        from_on=dt.date(2025, 1, 1),
        to_on=dt.date(2025, 12, 31),
        kind="full",
    )
    add_editor(actor=bilal, report=report, person=cast.tom)
    return report.sections.get(kind="introduction")


def address(cast: Any, section: Section) -> str:
    return reverse(
        "reports:section_detail", args=[cast.community.slug, section.report_id, section.pk]
    )


def test_words_save_themselves_and_a_second_author_is_told(
    cast: Any, section: Section, visitor: Any
) -> None:
    complaints: list[str] = []
    one, other = visitor(cast.bilal, width=1280), visitor(cast.tom)
    for tab in (one, other):
        listen(tab, complaints)
        tab.goto(address(cast, section))
    one.get_by_label("Words").fill("Bilal’s words.")
    expect(one.locator("[data-writing-state]")).to_contain_text("Saved at")
    section.refresh_from_db()
    assert (section.body, section.revision) == ("Bilal’s words.", 2)
    one.get_by_label("Words").fill("Bilal’s words, twice.")
    expect(one.locator("input[name=revision]")).to_have_value("3")
    assert Wording.objects.count() == 1

    other.get_by_label("Words").fill("Tom’s words.")
    expect(other.locator("[data-writing-state]")).to_contain_text("Somebody else has saved")
    section.refresh_from_db()
    assert section.body == "Bilal’s words, twice."
    complaints = [said for said in complaints if "409" not in said]
    other.get_by_role("button", name="Save", exact=True).click()
    expect(other.get_by_label("The saved words")).to_have_value("Bilal’s words, twice.")
    expect(other.get_by_label("Words", exact=True)).to_have_value("Tom’s words.")
    assert_accessible(other)
    assert_fits(other)
    other.get_by_label("Words", exact=True).fill("Bilal’s words, twice. Tom’s words.")
    other.get_by_role("button", name="Save mine on top").click()
    expect(other.get_by_text("The section is saved.")).to_be_visible()
    section.refresh_from_db()
    assert section.body == "Bilal’s words, twice. Tom’s words."
    assert complaints == []


def test_words_typed_last_are_saved_on_leaving(cast: Any, section: Section, visitor: Any) -> None:
    tab = visitor(cast.bilal)
    tab.goto(address(cast, section))
    tab.get_by_label("Words").fill("Half a sentence")
    tab.goto("about:blank")
    until = time.monotonic() + 30
    while section.body != "Half a sentence" and time.monotonic() < until:
        time.sleep(0.1)
        section.refresh_from_db()
    assert section.body == "Half a sentence"


def test_what_is_pasted_from_word_keeps_its_marks(
    cast: Any, section: Section, visitor: Any
) -> None:
    tab = visitor(cast.bilal)
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(address(cast, section))
    field = tab.get_by_label("Words")
    field.evaluate(PASTE, FROM_WORD)
    expect(field).to_have_value(AS_MARKDOWN)
    assert tab.evaluate("window.pasted") is None
    assert not any("tracker" in url for url in asked)
    tab.get_by_role("button", name="Preview").click()
    preview = tab.locator("#preview")
    expect(preview.get_by_role("heading", name="How it began")).to_be_visible()
    expect(preview.locator("strong")).to_have_text("met")
    expect(preview.get_by_role("link", name="the rules")).to_be_visible()
    expect(preview.locator("ul > li > ul > li")).to_have_text("or alone")
    expect(preview.locator("thead th")).to_have_text(["Who came", "", "How many"])
    expect(preview.locator("tbody td")).to_have_text(["Trust", "North | South and East", "7"])


def test_without_a_script_words_are_previewed_and_saved(
    cast: Any, section: Section, visitor: Any
) -> None:
    tab = visitor(cast.bilal, javascript=False)
    tab.goto(address(cast, section))
    tab.get_by_label("Words").fill("We **meet**.")
    tab.get_by_role("button", name="Preview").click()
    expect(tab.locator("#preview strong")).to_have_text("meet")
    expect(tab.get_by_label("Words")).to_have_value("We **meet**.")
    tab.get_by_role("button", name="Save", exact=True).click()
    expect(tab.get_by_text("The section is saved.")).to_be_visible()
