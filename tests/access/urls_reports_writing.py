"""Who writes sections, remarks on them, writes along, and reflects."""

from typing import Any

from reports.enums import ReportKind
from reports.models import Editor, Remark, Report, Section, Wording
from reports.services import (
    add_editor,
    add_remark,
    begin_report,
    drop_section,
    keep_reflection,
    write_section,
)
from tests.access.matrix import page
from tests.access.urls_reports import DATES, READERS
from tests.people import Cast

REMARKING = READERS - {"dana"}
REFLECTING = {"amara", "tom", "bilal"}
WORDS = "## How it began\n\nWe meet, **part** and come back.\n\n- in caucuses\n- together"
SAVED = {"title": "Introduction", "body": "Other words.", "revision": "2"}


def drafted(cast: Cast) -> dict[str, Any]:
    report = begin_report(
        actor=cast.actor("bilal"), title="Our first year", kind=ReportKind.FULL, **DATES
    )
    return {"report_id": report.pk}


def introduced(cast: Cast) -> dict[str, Any]:
    """A section with words and a remark."""
    world = drafted(cast)
    section = Section.objects.get(report=world["report_id"], kind="introduction")
    write_section(actor=cast.actor("bilal"), section=section, body=WORDS)
    add_remark(actor=cast.actor("nkechi"), section=section, words="Since when?")
    return {**world, "section_id": section.pk}


def remarked(cast: Cast) -> dict[str, Any]:
    return {**introduced(cast), "remark_id": Remark.objects.get().pk}


def worded(cast: Cast) -> dict[str, Any]:
    """A wording that is not the newest."""
    world = introduced(cast)
    Wording.objects.update(person=cast.ines)
    section = Section.objects.get(pk=world["section_id"])
    write_section(actor=cast.actor("bilal"), section=section, body="Shorter.")
    return {**world, "revision": 2}


def left_out(cast: Cast) -> dict[str, Any]:
    world = introduced(cast)
    drop_section(actor=cast.actor("bilal"), section=Section.objects.get(pk=world["section_id"]))
    return world


def arranged(cast: Cast) -> dict[str, Any]:
    return {"report_id": left_out(cast)["report_id"]}


def asked(cast: Cast) -> dict[str, Any]:
    """Tom writes along."""
    world = drafted(cast)
    report = Report.objects.get(pk=world["report_id"])
    add_editor(actor=cast.actor("bilal"), report=report, person=cast.tom)
    return world


def one_asked(cast: Cast) -> dict[str, Any]:
    return {**asked(cast), "editor_id": Editor.objects.get().pk}


def reflected(cast: Cast) -> dict[str, Any]:
    """Tom has released a reflection."""
    world = drafted(cast)
    keep_reflection(
        actor=cast.actor("tom"),
        report=Report.objects.get(pk=world["report_id"]),
        words="It was a year of listening.",
        named_as="A facilitator",
        release=True,
    )
    return world


ONE = "reports:section_detail"
MATRIX = [
    page("reports:section_list", {"bilal"}, world=arranged),
    page("reports:section_add", {"bilal"}, world=drafted, invalid={"title": ""}),
    page(ONE, READERS, world=introduced, never_refused="others read; the next line is refused"),
    page(ONE, {"bilal"}, method="post", data=SAVED, world=introduced).redirecting(),
    page(
        "reports:section_save", {"bilal"}, method="post", data=SAVED, world=introduced, looks=False
    ),
    page("reports:section_preview", {"bilal"}, method="post", data=SAVED, world=introduced),
    page("reports:section_move", {"bilal"}, method="post", world=introduced).redirecting(),
    page("reports:section_drop", {"bilal"}, method="post", world=introduced).redirecting(),
    page("reports:section_put_back", {"bilal"}, method="post", world=left_out).redirecting(),
    page("reports:section_history", READERS, world=introduced),
    page("reports:wording_detail", READERS, world=worded, never_refused="there is nothing to type"),
    page("reports:wording_restore", {"bilal"}, method="post", world=worded).redirecting(),
    page(
        "reports:remark_add", REMARKING, method="post", data={"words": "Who?"}, world=introduced
    ).redirecting(),
    page(
        "reports:remark_resolve",
        {"bilal", "nkechi"},
        world=remarked,
        invalid={"answer": "x" * 1001},
    ),
    page("reports:editor_list", READERS, world=asked, never_refused="others read"),
    page("reports:editor_remove", {"bilal"}, method="post", world=one_asked).redirecting(),
    page("reports:own_name", {"tom"}, world=asked, never_refused="a browser takes no longer name"),
    page("reports:own_reflection", REFLECTING, world=drafted, invalid={"words": "x" * 6001}),
    page("reports:own_reflection", REFLECTING, world=reflected, never_refused="nothing to type"),
    page("reports:reflection_withdraw", REFLECTING, method="post", world=reflected).redirecting(),
]
