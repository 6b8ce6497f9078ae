"""What authors send is checked, and refused in words that say what to do."""

import datetime as dt

import pytest
from django.urls import reverse

from reports.forms.writing import LONGEST_SECTION
from reports.models import Report, Section
from reports.services import begin_report, write_section
from tests.pages import parse, select, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(cast) -> Section:
    report = begin_report(
        actor=cast.actor("bilal"),
        title="Our year",
        kind="full",
        from_on=dt.date(2025, 1, 1),
        to_on=dt.date(2025, 12, 31),
    )
    return report.sections.get(kind="introduction")


def address(cast, section: Section, name: str = "section_detail", *more: object) -> str:
    place = [cast.community.slug, section.report_id, section.pk, *more]
    return reverse(f"reports:{name}", args=place)


def typed(**more: object) -> dict[str, object]:
    return {"title": "Introduction", "body": "We meet.", "revision": 1, **more}


def test_what_the_editor_saves_by_itself_is_answered_in_words(cast, section, as_) -> None:
    client, url = as_("bilal"), address(cast, section, "section_save")
    said = client.post(url, typed())
    assert said.json()["revision"] == 2
    assert said.json()["words"].startswith("Saved at ")
    assert client.post(url, typed(body="Older")).status_code == 409
    long = client.post(url, typed(body="x" * (LONGEST_SECTION + 1), revision=2))
    assert long.status_code == 400
    assert "Shorten this section to 50000 characters; it has 50001." in long.json()["words"]
    for wrong in ({"title": ""}, {"revision": "x"}, {"revision": ""}, {"title": "x" * 121}):
        assert client.post(url, typed(**wrong)).status_code == 400
    section.refresh_from_db()
    assert (section.body, section.revision) == ("We meet.", 2)


def test_hidden_signs_are_left_out_and_indents_stay(cast, section, as_) -> None:
    hostile = "- one\r\n\t- two\u202e\u0000 \u200bhalf  \r\n\r\n\r\nend\u0007  \r\n"
    as_("bilal").post(address(cast, section), typed(title="In\u202etro\n", body=hostile))
    section.refresh_from_db()
    assert section.title == "Intro"
    assert section.body == "- one\n    - two half  \n\n\nend"


def test_a_preview_saves_nothing_and_runs_nothing(cast, section, as_) -> None:
    attack = typed(body="# Hello\n\n<script>alert(1)</script> [x](javascript:alert(1))")
    page = as_("bilal").post(address(cast, section, "section_preview"), attack)
    shown = parse(page.content)
    assert "<script>alert(1)</script>" in texts(select(shown, "#preview"))[0]
    assert not select(shown, "#preview script, #preview a")
    section.refresh_from_db()
    assert section.body == ""


def test_a_conflict_shows_both_and_loses_neither(cast, section, as_) -> None:
    write_section(actor=cast.actor("bilal"), section=section, body="Theirs & <b>more</b>.")
    page = as_("bilal").post(address(cast, section), typed(body="Mine, typed on a train."))
    assert page.status_code == 409
    fields = {
        field.get("id"): field.text.strip() for field in select(parse(page.content), "textarea")
    }
    assert fields["theirs"] == "Theirs & <b>more</b>."
    assert fields["id_body"] == "Mine, typed on a train."
    assert select(parse(page.content), "[name=revision]")[0].get("value") == "2"


def test_a_wording_is_restored_only_over_what_was_read(cast, section, as_) -> None:
    write_section(actor=cast.actor("bilal"), section=section, body="First " + "x" * 300)
    write_section(actor=cast.actor("bilal"), section=section, body="Second")
    url = address(cast, section, "wording_restore", 2)
    for stale in ("2", "", "x"):
        page = as_("bilal").post(url, {"revision": stale}, follow=True)
        assert "Somebody else has saved" in page.content.decode()
    as_("bilal").post(url, {"revision": "3"})
    section.refresh_from_db()
    assert section.body.startswith("First")


def test_a_remark_that_is_too_long_is_refused_and_kept_on_the_page(cast, section, as_) -> None:
    url = address(cast, section, "remark_add")
    page = as_("nkechi").post(url, {"words": "x" * 2001})
    assert select(parse(page.content), ".govuk-error-summary")
    assert not section.remarks.exists()
    empty = as_("nkechi").post(url, {"words": "  "})
    assert texts(select(parse(empty.content), ".govuk-error-summary li"))


def test_a_section_of_another_report_is_not_found(cast, section, as_) -> None:
    other = Report.objects.create(
        community=cast.community, title="Other", from_on="2024-01-01", to_on="2024-12-31", data={}
    )
    url = reverse("reports:section_detail", args=[cast.community.slug, other.pk, section.pk])
    assert as_("bilal").get(url).status_code == 404
