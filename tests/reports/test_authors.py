"""Names and reflections are their owners' alone to give, and to take back."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cop.core.errors import Refused
from cop.members.models import Appointment
from reports.content import report_data
from reports.models import Editor, Report, Section
from reports.render.document import build_document
from reports.services import (
    add_editor,
    add_remark,
    begin_report,
    keep_reflection,
    name_oneself,
    resolve_remark,
    take_back_reflection,
    write_section,
)
from tests.pages import parse, select, texts

pytestmark = pytest.mark.django_db
YEAR = {"from_on": dt.date(2025, 1, 1), "to_on": dt.date(2025, 12, 31)}


@pytest.fixture
def report(cast) -> Report:
    return begin_report(actor=cast.actor("bilal"), title="Our year", kind="full", **YEAR)


def address(cast, name: str, *args: object) -> str:
    return reverse(f"reports:{name}", args=[cast.community.slug, *args])


def test_whoever_is_asked_writes_and_stands_on_no_cover_before_they_agree(cast, report) -> None:
    section = report.sections.get(kind="introduction")
    with pytest.raises(PermissionDenied):
        write_section(actor=cast.actor("tom"), section=section, body="Mine")
    add_editor(actor=cast.actor("bilal"), report=report, person=cast.tom)
    write_section(actor=cast.actor("tom"), section=section, body="Mine")
    assert report_data(report)["authors"] == []
    name_oneself(actor=cast.actor("tom"), report=report, named_as="Tom H.")
    assert build_document(report_data(report)).authors == "Tom H."
    name_oneself(actor=cast.actor("tom"), report=report, named_as="")
    assert report_data(report)["authors"] == []
    assert Editor.objects.get().agreed_on is None


def test_nobody_names_somebody_else_and_members_without_a_role_are_not_asked(cast, report) -> None:
    add_editor(actor=cast.actor("bilal"), report=report, person=cast.tom)
    with pytest.raises(PermissionDenied):
        name_oneself(actor=cast.actor("bilal"), report=report, named_as="Tom Hartley")
    with pytest.raises(Refused):
        add_editor(actor=cast.actor("bilal"), report=report, person=cast.rosa)


def test_whose_role_is_over_still_takes_their_name_back(cast, report, as_) -> None:
    add_editor(actor=cast.actor("bilal"), report=report, person=cast.tom)
    name_oneself(actor=cast.actor("tom"), report=report, named_as="Tom H.")
    Appointment.objects.filter(person=cast.tom).update(until_on=dt.date(2021, 1, 1))
    page = as_("tom").post(address(cast, "own_name", report.pk), {"named_as": ""})
    assert page.status_code == 302
    assert report_data(report)["authors"] == []


def test_a_reflection_is_read_by_nobody_else_until_it_is_released(cast, report, as_) -> None:
    secret = "I was tired in March."
    keep_reflection(actor=cast.actor("tom"), report=report, words=secret, named_as="")
    assert report_data(report)["reflections"] == []
    pages = ("report_detail", "report_read", "editor_list", "own_reflection")
    for who in ("amara", "bilal"):
        for name in pages:
            assert secret not in as_(who).get(address(cast, name, report.pk)).content.decode()
    assert secret in as_("tom").get(address(cast, "own_reflection", report.pk)).content.decode()
    with pytest.raises(Refused):
        keep_reflection(
            actor=cast.actor("tom"), report=report, words=secret, named_as="", release=True
        )


def test_a_released_reflection_is_printed_word_for_word_and_goes_when_taken_back(
    cast, report, as_
) -> None:
    words = "We *listened*.\n\nThen <b>we</b> spoke."
    give = {"words": words, "named_as": "A facilitator"}
    keep_reflection(actor=cast.actor("tom"), report=report, release=True, **give)
    read = as_("amara").get(address(cast, "report_read", report.pk)).content
    quote = select(parse(read), "#main .report-quote")
    assert texts(quote) == ["We *listened*. Then <b>we</b> spoke. A facilitator"]
    with pytest.raises(Refused):
        keep_reflection(actor=cast.actor("tom"), report=report, words="Other", named_as="Other")
    take_back_reflection(actor=cast.actor("tom"), report=report)
    read = as_("amara").get(address(cast, "report_read", report.pk)).content.decode()
    assert "A facilitator" not in read


def test_remarks_are_answered_by_authors_or_their_own_author(cast, report) -> None:
    section = report.sections.get(kind="introduction")
    remark = add_remark(actor=cast.actor("nkechi"), section=section, words="Since when?")
    with pytest.raises(PermissionDenied):
        resolve_remark(actor=cast.actor("amara"), remark=remark)
    resolve_remark(actor=cast.actor("bilal"), remark=remark, answer="Since 2024; now said.")
    again = resolve_remark(actor=cast.actor("nkechi"), remark=remark, answer="Other")
    assert again.answer == "Since 2024; now said."
    with pytest.raises(PermissionDenied):
        add_remark(actor=cast.actor("dana"), section=section, words="I only read.")


def test_an_evaluator_reads_names_of_people_with_a_role_alone(cast, report, as_) -> None:
    """A member whose role is over is a member, and outside readers know no member's name."""
    section = report.sections.get(kind="discussion")
    write_section(actor=cast.actor("bilal"), section=section, body="Ours.")
    add_remark(actor=cast.actor("tom"), section=section, words="Since when?")
    add_editor(actor=cast.actor("bilal"), report=report, person=cast.tom)
    Appointment.objects.filter(person=cast.tom).update(until_on=dt.date(2021, 1, 1))
    names = ("section_detail", "section_history")
    pages = [address(cast, name, report.pk, section.pk) for name in names]
    read = "".join(
        as_("ines").get(url).content.decode()
        for url in [*pages, address(cast, "editor_list", report.pk)]
    )
    assert "Bilal Rahman" in read
    assert "Tom" not in read
    assert "omebody whose role is over" in read


@pytest.mark.parametrize("number", [1, 10])
def test_a_section_asks_as_often_for_ten_remarks_as_for_one(
    cast, report, as_, django_assert_num_queries, number: int
) -> None:
    section = report.sections.get(kind="introduction")
    for _one in range(number):
        add_remark(actor=cast.actor("nkechi"), section=section, words="Since when?")
    Section.objects.filter(pk=section.pk).update(body="We **meet**.")
    client = as_("bilal")
    with django_assert_num_queries(9):
        assert client.get(address(cast, "section_detail", report.pk, section.pk)).status_code == 200
