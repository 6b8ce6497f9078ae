"""Sections that begin with words that are there: adopted texts, and a draft from the figures."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cop.core.errors import Refused
from cop.documents.selectors import current_version
from reports.limitations import draft_limitations
from reports.models import Report, Section
from reports.render.document import build_document
from reports.services import begin_report, begin_section, beginnings_of, write_section
from tests.access.urls_reports import DATES
from tests.documents.world import adopt_all
from tests.people import Cast
from tests.reports.report_data import empty_data, scenario_data, sections_with
from tests.reports.test_render_html import text_of

HEADINGS = [
    "Participation",
    "Who chose to answer",
    "Power and safety",
    "What groups hide",
    "Response rate",
]


def printed(markdown: str) -> str:
    data = scenario_data()
    data["sections"] = sections_with(introduction=markdown)
    document = build_document(data)
    assert document.unresolved == []
    return text_of(str(document.sections[1].html))


def test_limitations_are_drafted_with_the_years_own_figures() -> None:
    draft = draft_limitations(scenario_data())
    assert [line[3:] for line in draft.splitlines() if line.startswith("## ")] == HEADINGS
    said = printed(draft)
    assert "There were 99 attendances over 6 sessions." in said
    assert "12 of 40 (30.0%) came once." in said
    assert "10 of 40 (25.0%) of members" in said
    assert "There is feedback from 6 of 6 sessions." in said
    assert "57 of 99 (57.6%) answered." in said
    assert "under 60% for S1, S2, S3 and S4." in said
    assert "The rates are in Table 4 ." in said
    assert "A caucus joins people whose experiences differ." in said


def test_what_there_is_no_figure_of_is_said_in_words() -> None:
    data = empty_data()
    data["is_caucused"] = False
    draft = draft_limitations(data)
    assert "No session took place in this period" in draft
    assert "so there is no rate" in draft
    assert "caucus" not in draft
    assert "{{" not in draft


@pytest.fixture
def report(cast: Cast) -> Report:
    return begin_report(actor=cast.actor("bilal"), title="Our year", kind="full", **DATES)


def section(report: Report, kind: str) -> Section:
    return Section.objects.select_related("report__community").get(report=report, kind=kind)


def test_a_report_begins_with_its_limitations_drafted(report: Report) -> None:
    body = section(report, "limitations").body
    assert [line[3:] for line in body.splitlines() if line.startswith("## ")] == HEADINGS


def test_a_section_begins_with_what_the_community_adopted(cast: Cast, report: Report) -> None:
    adopt_all(cast.actor("amara"))
    approach = section(report, "approach")
    assert list(beginnings_of(approach)) == ["caucusing", "introduction"]
    begun = begin_section(actor=cast.actor("bilal"), section=approach, source="caucusing")
    adopted = current_version(cast.community, "caucusing")
    assert adopted is not None
    assert begun.body == adopted.text
    assert beginnings_of(begun) == {}


def test_words_are_never_overwritten(cast: Cast, report: Report) -> None:
    bilal = cast.actor("bilal")
    limitations = write_section(actor=bilal, section=section(report, "limitations"), body="Ours.")
    with pytest.raises(Refused, match="has words already"):
        begin_section(actor=bilal, section=limitations, source="figures")
    assert section(report, "limitations").body == "Ours."


def test_a_draft_can_be_taken_again_once_the_words_are_gone(cast: Cast, report: Report) -> None:
    bilal = cast.actor("bilal")
    limitations = write_section(actor=bilal, section=section(report, "limitations"), body="")
    assert list(beginnings_of(limitations)) == ["figures"]
    begun = begin_section(actor=bilal, section=limitations, source="figures")
    assert "## Participation" in begun.body


def test_no_other_text_can_be_taken(cast: Cast, report: Report) -> None:
    for source in ("consent-to-choice", "ground-rules", "", "figures"):
        with pytest.raises(Refused, match="no such text"):
            begin_section(
                actor=cast.actor("bilal"), section=section(report, "approach"), source=source
            )


def test_who_may_not_write_may_not_begin(cast: Cast, report: Report) -> None:
    with pytest.raises(PermissionDenied):
        begin_section(
            actor=cast.actor("ines"), section=section(report, "approach"), source="caucusing"
        )


def test_the_editor_offers_it(as_, cast: Cast, report: Report) -> None:
    adopt_all(cast.actor("amara"))
    approach = section(report, "approach")
    slug = cast.community.slug
    client = as_("bilal")
    page = reverse("reports:section_detail", args=[slug, report.pk, approach.pk])
    assert "Begin with what is there" in client.get(page).content.decode()
    begin = reverse("reports:section_begin", args=[slug, report.pk, approach.pk])
    assert client.post(begin, {"source": "caucusing"}).status_code == 302
    assert "Begin with what is there" not in client.get(page).content.decode()
