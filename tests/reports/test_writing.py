"""Several people write one report: nothing is lost, and everything can be had back."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from cop.audit.models import Entry
from cop.core.errors import Refused
from reports.content import report_data
from reports.models import Report, Section, Wording
from reports.services import (
    add_editor,
    add_section,
    begin_report,
    drop_section,
    move_section,
    put_back_section,
    restore_wording,
    write_section,
)
from reports.services.writing import OvertakenError
from tests.at_once import at_once
from tests.reports import editions

YEAR = {"from_on": dt.date(2025, 1, 1), "to_on": dt.date(2025, 12, 31)}
NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


@pytest.fixture
def report(cast) -> Report:
    return begin_report(actor=cast.actor("bilal"), title="Our year", kind="full", **YEAR)


def of(report: Report, kind: str = "introduction") -> Section:
    return report.sections.get(kind=kind)


def titles(report: Report) -> list[str]:
    return [one["title"] for one in report_data(report)["sections"]]


@pytest.mark.django_db
def test_what_is_saved_by_itself_within_ten_minutes_is_one_wording(cast, report) -> None:
    bilal, section = cast.actor("bilal"), of(report)
    with time_machine.travel(NOON) as clock:
        for typed in ("We", "We meet", "We meet quarterly."):
            section = write_section(
                actor=bilal,
                section=section,
                body=typed,
                revision=section.revision,
                by_itself=True,
            )
            clock.shift(60)
        assert [(one.body, one.revision) for one in section.wordings.all()] == [
            ("We meet quarterly.", 4)
        ]
        clock.shift(600)
        section = write_section(
            actor=bilal, section=section, body="We meet.", revision=4, by_itself=True
        )
    assert [one.body for one in section.wordings.all()] == ["We meet.", "We meet quarterly."]
    assert Entry.objects.filter(verb="change", fields=["text"]).count() == 2


@pytest.mark.django_db
def test_every_press_of_save_is_a_wording_however_short(cast, report) -> None:
    bilal, section = cast.actor("bilal"), of(report)

    def save(body: str, *, by_itself: bool = False) -> None:
        write_section(actor=bilal, section=section, body=body, by_itself=by_itself)

    save("One", by_itself=True)
    save("One.")  # closes what was saved by itself
    save("Two", by_itself=True)
    save("Two")  # closes it without another word
    save("Tw", by_itself=True)
    save("Two", by_itself=True)
    save("Two", by_itself=True)
    save("Three")
    assert [one.body for one in section.wordings.all()] == ["Three", "Two", "One."]
    two = section.wordings.get(body="Two")
    restore_wording(actor=bilal, wording=two, revision=of(report).revision)
    assert of(report).body == "Two"
    assert [one.body for one in section.wordings.all()] == ["Two", "Three", "Two", "One."]


@pytest.mark.django_db
def test_words_that_were_emptied_by_mistake_stand_in_the_history(cast, report) -> None:
    bilal, section = cast.actor("bilal"), of(report)
    long = "A year of listening. " * 20
    for body in (long, ""):
        section = write_section(actor=bilal, section=section, body=body, by_itself=True)
    assert [one.body for one in section.wordings.all()] == ["", long]


@pytest.mark.django_db
def test_words_that_came_with_the_report_are_in_its_history_too(cast, report) -> None:
    Section.objects.filter(pk=of(report).pk).update(body="From the template.")
    section = write_section(actor=cast.actor("bilal"), section=of(report), body="Ours.")
    assert [(one.body, one.person) for one in section.wordings.all()] == [
        ("Ours.", cast.bilal),
        ("From the template.", None),
    ]


@pytest.mark.django_db
def test_who_read_an_older_wording_is_told_and_overwrites_nothing(cast, report) -> None:
    add_editor(actor=cast.actor("bilal"), report=report, person=cast.tom)
    read = of(report)
    write_section(actor=cast.actor("bilal"), section=read, body="Bilal’s", revision=1)
    with pytest.raises(OvertakenError) as told:
        write_section(actor=cast.actor("tom"), section=read, body="Tom’s", revision=1)
    assert told.value.section.body == "Bilal’s"
    assert of(report).body == "Bilal’s"
    write_section(
        actor=cast.actor("tom"), section=read, body="Both", revision=told.value.section.revision
    )
    assert [one.body for one in read.wordings.all()] == ["Both", "Bilal’s"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_wins_and_the_other_is_told(cast, report) -> None:
    add_editor(actor=cast.actor("bilal"), report=report, person=cast.tom)
    section, bilal, tom = of(report), cast.actor("bilal"), cast.actor("tom")
    refused = at_once(
        lambda: write_section(actor=bilal, section=section, body="Bilal’s", revision=1),
        lambda: write_section(actor=tom, section=section, body="Tom’s", revision=1),
    )
    assert len(refused) == 1
    kept = Wording.objects.get()
    assert of(report).body == kept.body
    assert of(report).revision == kept.revision == 2


@pytest.mark.django_db
def test_an_earlier_wording_is_restored_as_a_new_one(cast, report) -> None:
    bilal, section = cast.actor("bilal"), of(report)
    with time_machine.travel(NOON) as clock:
        section = write_section(actor=bilal, section=section, body="First")
        clock.shift(3600)
        section = write_section(actor=bilal, section=section, body="Second")
        first = section.wordings.get(body="First")
        section = restore_wording(actor=bilal, wording=first, revision=section.revision)
        assert section.body == "First"
        assert [one.body for one in section.wordings.all()] == ["First", "Second", "First"]
        with pytest.raises(OvertakenError):
            restore_wording(actor=bilal, wording=section.wordings.get(body="Second"), revision=2)


@pytest.mark.django_db
def test_sections_move_are_left_out_and_come_back_with_their_words(cast, report) -> None:
    bilal = cast.actor("bilal")
    before = titles(report)
    move_section(actor=bilal, section=of(report, "introduction"), up=True)
    assert titles(report)[:3] == ["Introduction", "Summary", "Context"]
    move_section(actor=bilal, section=of(report, "introduction"), up=True)  # the first stays
    move_section(actor=bilal, section=of(report, "introduction"), up=False)
    assert titles(report) == before
    context = write_section(actor=bilal, section=of(report, "context"), body="A hard year.")
    drop_section(actor=bilal, section=context)
    assert titles(report) == [title for title in before if title != "Context"]
    put_back_section(actor=bilal, section=Section.everywhere.get(pk=context.pk))
    assert titles(report) == before
    assert of(report, "context").body == "A hard year."
    assert of(report, "context").wordings.count() == 1


@pytest.mark.django_db
def test_a_section_is_dropped_and_put_back_once(cast, report, monkeypatch) -> None:
    bilal, context, before = cast.actor("bilal"), of(report, "context"), titles(report)
    drop_section(actor=bilal, section=context)
    dropped = Section.everywhere.get(pk=context.pk)
    for _both in "ab":
        drop_section(actor=bilal, section=context)
        move_section(actor=bilal, section=context, up=True)
    assert Section.everywhere.get(pk=context.pk).dropped_at == dropped.dropped_at
    monkeypatch.setattr("reports.services.sections.MOST_SECTIONS", report.sections.count())
    with pytest.raises(Refused, match="at most"):
        put_back_section(actor=bilal, section=dropped)
    monkeypatch.undo()
    for stale in (dropped, Section.everywhere.get(pk=context.pk)):
        put_back_section(actor=bilal, section=stale)
    stale.dropped_at = dropped.dropped_at
    put_back_section(actor=bilal, section=stale)
    assert titles(report) == before
    places = report.sections.values_list("position", flat=True)
    assert list(places) == list(range(1, len(places) + 1))


@pytest.mark.django_db
def test_a_section_is_added_behind_another(cast, report) -> None:
    bilal = cast.actor("bilal")
    add_section(
        actor=bilal, report=report, kind="text", title="Our pledge", after=of(report, "context")
    )
    assert titles(report)[2:4] == ["Context", "Our pledge"]
    drop_section(actor=bilal, section=of(report, "context"))
    for there in ("summary", "context"):  # a dropped one is put back, not made again
        with pytest.raises(Refused):
            add_section(actor=bilal, report=report, kind=there)
    summary = begin_report(actor=bilal, title="In short", kind="summary", **YEAR)
    with pytest.raises(Refused):
        add_section(actor=bilal, report=summary, kind="findings")


def responses(*rows: list) -> dict:
    return {"title": "", "columns": [], "rows": list(rows), "total": None, "notes": []}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "stays"),
    [
        (["S1", 12, 22, "12 of 22 (54.5%)"], True),
        (["S1", 6, 10, "6 of 10 (60.0%)"], False),
        (["S1", 59, 99, "59 of 99 (59.6%)"], True),
        (["S1", "fewer than 5", 9, "not shown"], True),  # 4 of 9 at the most
        (["S1", "fewer than 5", 6, "not shown"], False),  # perhaps 4 of 6
        (["S1", "not asked", 22, "not shown"], False),
        (["S1", 50, "over 160", "at most 31.3%"], True),
        (["Total", 12, 22, "12 of 22 (54.5%)"], False),  # the sessions decide
    ],
)
def test_limitations_stay_while_a_rate_is_under_the_floor(cast, report, row, stays) -> None:
    report.data["tables"]["responses_by_session"] = responses(row)
    report.save()
    section = of(report, "limitations")
    if stays:
        with pytest.raises(Refused, match="60%"):
            drop_section(actor=cast.actor("bilal"), section=section)
    else:
        drop_section(actor=cast.actor("bilal"), section=section)
    assert report.sections.filter(kind="limitations").exists() is stays


@pytest.mark.django_db
def test_nobody_writes_in_a_published_report(cast, report) -> None:
    bilal, section = cast.actor("bilal"), of(report)
    Report.objects.filter(pk=report.pk).update(kind="summary")
    editions.published(report)
    for act in (
        lambda: write_section(actor=bilal, section=section, body="Late"),
        lambda: move_section(actor=bilal, section=section, up=True),
        lambda: drop_section(actor=bilal, section=section),
        lambda: add_section(actor=bilal, report=report, kind="text", title="Late"),
        lambda: add_editor(actor=bilal, report=report, person=cast.tom),
    ):
        with pytest.raises(PermissionDenied):
            act()
