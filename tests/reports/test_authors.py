"""Names and reflections are their owners' alone to give, and to take back."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cop.core import clock
from cop.core.errors import Refused
from cop.core.registry import Subject
from cop.members.models import Appointment
from reports.content import report_data
from reports.holdings import WRITING, export_writing
from reports.models import Editor, GateRecord, Remark, Report, Section
from reports.policies import DRAFT_READERS, can_write_section
from reports.render.document import build_document
from reports.selectors import people_to_ask
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


@pytest.mark.parametrize("who", ["ines", "nkechi"])
def test_whoever_reads_comments_learns_no_names(cast, report, as_, who: str) -> None:
    """Evaluator and second reviewer see roles on every page of the writing; others see names."""
    section = report.sections.get(kind="discussion")
    bilal = cast.actor("bilal")
    write_section(actor=bilal, section=section, body="Ours.")
    remark = add_remark(actor=cast.actor("tom"), section=section, words="Since when?")
    for person in (cast.tom, cast.amara):
        add_editor(actor=bilal, report=report, person=person)
    name_oneself(actor=cast.actor("amara"), report=report, named_as="Amara Osei")
    Appointment.objects.filter(person=cast.amara).update(until_on=dt.date(2021, 1, 1))
    GateRecord.objects.create(
        report=report,
        gate="findings",
        is_passed=False,
        person=cast.bilal,
        role="Secretary",
        at=clock.now(),
    )
    whole = ("report_detail", "report_gates", "editor_list")
    part = ("section_detail", "section_history")
    pages = {
        **{name: address(cast, name, report.pk) for name in whole},
        **{name: address(cast, name, report.pk, section.pk) for name in part},
        "wording_detail": address(cast, "wording_detail", report.pk, section.pk, 2),
    }

    def read(reader: str) -> dict[str, str]:
        client = as_(reader)
        shown = {name: client.get(url).content.decode() for name, url in pages.items()}
        if reader in ("ines", "bilal"):
            typed = {"title": "Discussion", "body": "Mine.", "revision": 1}
            shown["conflict"] = client.post(pages["section_detail"], typed).content.decode()
            done = address(cast, "remark_resolve", report.pk, section.pk, remark.pk)
            shown["remark_resolve"] = client.get(done).content.decode()
        return shown

    shown = read(who)
    for name, page in shown.items():
        for person in ("Bilal", "Rahman", "Tom", "Hartley", "Amara", "Osei"):
            assert person not in page, name
    assert "Co-chair, Facilitator" in shown["section_detail"]
    assert "Secretary" in shown["section_history"]
    assert "Secretary" in shown["wording_detail"]
    assert "omebody whose role is over" in shown["editor_list"]
    assert "Named on the cover" in shown["editor_list"]
    named = read("bilal")
    assert "Tom Hartley" in named["section_detail"]
    assert "Amara Osei" in named["editor_list"]


def test_an_evaluator_asked_to_write_along_writes_what_other_editors_do(cast, report) -> None:
    ines, introduction = cast.actor("ines"), report.sections.get(kind="introduction")
    assert not can_write_section(ines, introduction)
    add_editor(actor=cast.actor("bilal"), report=report, person=cast.ines)
    for kind in ("introduction", "findings", "discussion"):
        assert can_write_section(ines, report.sections.get(kind=kind))


def test_the_data_protection_contact_only_reads(cast, report) -> None:
    assert cast.dana not in people_to_ask(report)
    with pytest.raises(Refused):
        add_editor(actor=cast.actor("bilal"), report=report, person=cast.dana)
    Editor.objects.create(report=report, person=cast.dana)
    section = report.sections.get(kind="introduction")
    assert not can_write_section(cast.actor("dana"), section)


def test_what_somebody_wrote_and_signed_is_handed_out_whole(cast, report) -> None:
    """On the community's days: half past eleven in UTC is tomorrow in a British summer."""
    late = dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)
    section = report.sections.get(kind="introduction")
    said = {"person": cast.tom, "words": "Since when?", "answer": "2024.", "at": late}
    Remark.objects.create(section=section, **said)
    signed = {"role": "Co-chair", "comment": "Fine.", "is_passed": True, "at": late}
    GateRecord.objects.create(report=report, gate="consent", person=cast.tom, **signed)
    keep_reflection(
        actor=cast.actor("tom"), report=report, words="We met.", named_as="Tom", release=True
    )
    remark, gate, reflection = export_writing(Subject(cast.community, cast.tom))
    assert remark == {"remark": "Since when?", "on": "2026-07-01", "answer": "2024."}
    assert (gate["signed as"], gate["on"]) == ("Co-chair", "2026-07-01")
    assert reflection["released on"] == clock.today(cast.community.time_zone).isoformat()


def test_the_privacy_notice_names_everybody_who_reads_drafts() -> None:
    assert set(DRAFT_READERS) <= set(WRITING.readers)


@pytest.mark.parametrize("name", ["own_name", "own_reflection"])
def test_that_an_edition_keeps_a_name_is_said_before_somebody_agrees(
    cast, report, as_, name: str
) -> None:
    add_editor(actor=cast.actor("bilal"), report=report, person=cast.tom)
    page = as_("tom").get(address(cast, name, report.pk)).content.decode()
    assert "also after you erase yourself" in page


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
