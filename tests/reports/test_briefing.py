"""What leaders and newsletters get: two pages, 250 words, and nothing that names a caucus."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import outloud
import page
import pytest
from pypdf import PdfReader

from reports.models import Report
from reports.render.briefing import Briefing, briefing_of, briefing_pdf, newsletter
from reports.render.document import build_document
from reports.render.pack import data_pack
from reports.schema import ReportData
from reports.services import begin_report
from tests.access.urls_reports import DATES, published
from tests.people import Cast
from tests.reports.report_data import EXPECTED, scenario_data

WAY = "https://circle.example/in/c/north/reports/1/read/"
NAMES = ("Racially Minoritised", "racially minoritised", "White Caucus")


def edition() -> ReportData:
    """The scenario's report, published, with recommendations."""
    data = scenario_data()
    data["edition"] = {"number": 1, "published_on": "2026-11-22", "erratum": ""}
    data["recommendations"] = [recommended(1, "Share out the minutes")]
    return data


def recommended(number: int, title: str) -> Any:
    return {
        "number": number,
        "title": title,
        "words": "",
        "responsible": "the trusts’ boards",
        "due_on": "2027-03-01",
        "status": "open",
        "status_words": "",
        "status_on": "",
    }


def long_edition() -> ReportData:
    """Everything as long as it can be."""
    data = edition()
    data["title"] = "A title " * 25
    data["community"] = "Community " * 12
    data["recommendations"] = [recommended(at, "Do it now, all of you. " * 9) for at in range(60)]
    data["sessions"] = [
        {**data["sessions"][0], "title": f"{at} {'topic ' * 30}", "topics": ["words " * 40] * 3}
        for at in range(40)
    ]
    data["share_backs"] = [
        {**one, "session": f"S{at}", "ask": "Tell us. " * 60}
        for at in range(30)
        for one in data["share_backs"]
    ]
    data["for_leaders"] = [{"named_as": "R" * 120, "words": "what I say " * 109}] * 20
    data["sentences"] = dict.fromkeys(("members", "attendance", "responses"), "figure " * 120)  # type: ignore[assignment]
    return data


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(one.extract_text().split()) for one in PdfReader(BytesIO(pdf)).pages)


def all_of(told: Briefing) -> str:
    return " ".join(map(str, told.values()))


def test_the_briefing_has_figures_topics_asks_and_recommendations() -> None:
    text = text_of(briefing_pdf(edition()))
    assert f"{EXPECTED['attendance']['total']} attendances at 6 sessions" in text
    assert EXPECTED["response_rate_year"] in text
    assert "17 July 2025: Beginning together (Whose voice is missing; Power in the room)" in text
    assert "Tell us by October who chairs the recruitment panel." in text
    assert "Share out the minutes (the trusts’ boards, by 1 March 2027)" in text
    assert "How you can help" in text


@pytest.mark.parametrize("data", [edition, long_edition])
def test_it_is_two_pages_at_most_and_readable(data: Callable[[], ReportData], tmp_path) -> None:
    pdf = briefing_pdf(data())
    assert len(PdfReader(BytesIO(pdf)).pages) <= 2
    found = page.validate_pdf_bytes(pdf, profile="ua1")
    assert found.is_compliant, [(one.rule_id, one.message) for one in found.failures]
    path = tmp_path / "briefing.pdf"
    path.write_bytes(pdf)
    assert outloud.check(str(path)).errors == 0


def test_what_does_not_fit_is_counted() -> None:
    assert "more in the report" in text_of(briefing_pdf(long_edition()))


def test_a_recommendation_that_names_a_caucus_is_counted_and_leaves_no_gap_in_numbers() -> None:
    data = edition()
    data["recommendations"] = [
        recommended(1, "Share out the minutes"),
        recommended(2, "Ask the White Caucus to answer"),
        recommended(3, "Put it into job plans"),
    ]
    text = text_of(briefing_pdf(data))
    assert "Put it into job plans" in text
    assert "3. Put" not in text
    assert "and 1 more in the report" in text


def test_the_figures_fill_the_first_page_and_have_numbers_of_their_own() -> None:
    first, second = PdfReader(BytesIO(briefing_pdf(edition()))).pages
    assert "Figure 1. Members who came" in " ".join(first.extract_text().split())
    assert "Figure 2. Share of those" in " ".join(first.extract_text().split())
    assert "What the report recommends" in second.extract_text()


def test_no_line_names_a_caucus() -> None:
    data = edition()
    data["recommendations"].append(recommended(2, "Ask the White Caucus to answer"))
    data["recommendations"].append(recommended(3, "Pay racially-minoritised members"))
    data["sessions"][0]["title"] = "White silence"
    data["share_backs"][0]["ask"] = "White Caucus Members, tell us."
    data["sentences"]["ratings"] = "Racially Minoritised Caucus: 4 of 5."
    for text in (text_of(briefing_pdf(data)), newsletter(data, WAY), all_of(briefing_of(data))):
        assert not [name for name in NAMES if name in text]
        assert "White" not in text
        assert "Pay" not in text


def test_a_lone_share_backs_ask_stays_out() -> None:
    data = edition()
    assert briefing_of(data)["asks"]
    data["share_backs"] = data["share_backs"][:1]
    assert briefing_of(data)["asks"] == []


@pytest.mark.parametrize("data", [edition, long_edition])
def test_a_newsletter_is_short_and_leads_to_the_report(data: Callable[[], ReportData]) -> None:
    text = newsletter(data(), WAY)
    assert len(text.split()) <= 250
    assert text.endswith(WAY)
    assert text.startswith(data()["community"].strip()[:30])


def test_members_words_stand_whole_and_only_where_they_were_signed_for() -> None:
    said: Any = {"named_as": "Rosa D.", "words": "I found people\nto think with."}
    other: Any = {"named_as": "Will", "words": "The White Caucus holds me."}
    data = edition()
    data["for_leaders"] = [said, other]
    text = text_of(briefing_pdf(data))
    assert "“I found people to think with.” – Rosa D." in text
    assert "holds me" not in text
    assert "Rosa D." not in newsletter(data, WAY)
    told = newsletter(edition(), WAY, [said, other])
    assert "- “I found people to think with.” – Rosa D." in told
    assert "holds me" not in told
    with zipfile.ZipFile(BytesIO(data_pack(data, build_document(data)))) as pack:
        assert "Rosa D." not in pack.read("report.json").decode()


def test_the_newsletter_is_of_the_newest_edition_not_of_the_draft(cast: Cast, as_: Callable):
    world = published(cast)
    report = Report.objects.get(pk=world["report_id"])
    report.title = "Changed behind the edition"
    report.erratum = "Being corrected."
    report.save()
    address = f"/in/c/{cast.community.slug}/reports/{report.pk}/newsletter/"
    shown = as_("bilal").get(address).content.decode()
    assert "Our first year" in shown.split("<textarea")[1]
    assert "Changed behind" not in shown.split("<textarea")[1]
    assert as_("bilal").get(address.replace(str(report.pk), str(drafted(cast)))).status_code == 404


def drafted(cast: Cast) -> int:
    return begin_report(actor=cast.actor("bilal"), title="Next year", **DATES).pk
