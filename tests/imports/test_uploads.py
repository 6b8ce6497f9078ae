"""A secretary's own spreadsheet, from the upload to the register."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from openpyxl import load_workbook

from cop.audit.models import Entry
from cop.core.errors import Refused
from cop.members.models import Member, Organisation
from sessions_app.forms.imports import ColumnsForm
from sessions_app.imports.sheets import unpack
from sessions_app.models import Attendance, RegisterUpload, Session
from sessions_app.services import (
    apply_upload,
    check_upload,
    confirm_upload,
    match_columns,
    percent_done,
    upload_register,
)
from tests.imports.messy import PEOPLE, messy_members
from tests.people import Cast


def begun(cast: Cast, kind: str, content: bytes | str, name: str = "list.csv") -> RegisterUpload:
    """Uploaded and matched as the page guesses."""
    bilal = cast.actor("bilal")
    packed = content.encode() if isinstance(content, str) else content
    upload = upload_register(actor=bilal, kind=kind, name=name, content=packed)
    sessions = list(Session.objects.filter(community=cast.community))
    sheet = unpack(bytes(upload.cells))
    form = ColumnsForm(kind=kind, sheet=sheet, sessions=sessions, chosen={})
    guessed = {name: field.initial for name, field in form.fields.items()}
    form = ColumnsForm(guessed, kind=kind, sheet=sheet, sessions=sessions, chosen={})
    assert form.is_valid(), form.errors
    match_columns(actor=bilal, upload=upload, columns=form.chosen)
    upload.refresh_from_db()
    return upload


def problems(upload: RegisterUpload) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.message) for one in check_upload(upload).problems]


def finished(cast: Cast, upload: RegisterUpload, *, leave_out: bool = False) -> RegisterUpload:
    confirm_upload(
        actor=cast.actor("bilal"), upload=upload, seen=check_upload(upload).digest,
        leaves_out=leave_out,
    )  # fmt: skip
    apply_upload(upload_id=str(upload.pk))
    upload.refresh_from_db()
    return upload


def outcome(upload: RegisterUpload) -> tuple[Any, ...]:
    result = upload.result
    return upload.state, result["new"], result["changed"], result["unchanged"], result["left_out"]


def test_two_hundred_messy_rows_become_a_roster(cast: Cast):
    Organisation.objects.create(community=cast.community, name="Alder Trust")
    upload = begun(cast, "members", messy_members(), "members.xlsx")
    checked = check_upload(upload)
    assert (checked.new, checked.changed, checked.rows_left_out) == (PEOPLE, 0, 3)
    assert checked.remarks == [
        "Only the first visible sheet was read, “Members 2026”. Not read: Old list.",
        "The headings were found in row 3; rows above were not read.",
        "Row 206 adds up others, so it is not read.",
        "3 rows say the same as an earlier one, so they are read once.",
    ]
    assert problems(upload) == [
        (203, "E-mail", "Enter an e-mail address, like name@example.org."),
        (
            204,
            "Date joined",
            "There is no such day. Dates are read as day/month/year; check this one.",
        ),
        (
            205,
            "Trust",
            (
                "Cell D205 holds a formula. Copy the column, paste it back as values only, and "
                "save the file again."
            ),
        ),
    ]
    assert Member.objects.count() == 5
    assert outcome(finished(cast, upload, leave_out=True)) == ("done", PEOPLE, 0, 0, 3)
    kept = Member.objects.get(email="person7@example.org")
    assert (kept.name, kept.joined_on, kept.profession) == (
        "First7 Last7", dt.date(2026, 9, 3), "Therapist",
    )  # fmt: skip
    assert set(Member.objects.filter(pk__gt=kept.pk).values_list("joined_on", flat=True)) == {
        dt.date(2026, 9, 3)
    }
    assert Organisation.objects.count() == 3
    assert Member.objects.filter(reference="M06").exists()  # after the five there were
    again = begun(cast, "members", messy_members(), "members.xlsx")
    checked = check_upload(again)
    assert (checked.new, checked.changed, checked.unchanged) == (0, 0, PEOPLE)
    assert not checked.does_something


def test_the_file_leaves_nothing_behind_and_race_never_comes_in(cast: Cast):
    upload = upload_register(
        actor=cast.actor("bilal"), kind="members", name="../../x\n.xlsx", content=messy_members()
    )
    sheet = unpack(bytes(upload.cells))
    place = sheet.headings.index("Ethnicity")
    assert {cells[place] for _row, cells in sheet.rows} == {""}
    assert all("secret" not in cell for _row, cells in sheet.rows for cell in cells)
    assert upload.name == "x .xlsx"
    with pytest.raises(Refused, match="nobody’s caucus, race or ethnicity is ever imported"):
        match_columns(
            actor=cast.actor("bilal"), upload=upload, columns={0: "name", place: "profession"}
        )
    matched = begun(cast, "members", messy_members(), "members.xlsx")
    done = finished(cast, matched, leave_out=True)
    assert bytes(done.cells) == b""
    assert [row[0] for row in done.result["problems"]] == [203, 204, 205]


@pytest.mark.parametrize(
    "heading",
    ["Caucus", "Which caucus?", "Race", "racial identity", "Ethnic group", "ETHNICITY", "BAME",
     "racialised as", "Skin colour", "Global Majority", "caucus_choice", "Minoritised?"],
)  # fmt: skip
def test_columns_that_tell_of_race_are_never_read(cast: Cast, heading):
    upload = begun(cast, "members", f"Name,{heading}\nNew Person,told\n")
    assert upload.columns == {"0": "name"}
    assert unpack(bytes(upload.cells)).rows == [(2, ["New Person", ""])]


def test_columns_that_only_sound_like_it_are_read(cast: Cast):
    upload = begun(cast, "members", "Name,Trust,Terrace\nNew Person,Embrace NHS,12\n")
    assert unpack(bytes(upload.cells)).rows == [(2, ["New Person", "Embrace NHS", "12"])]


def test_somebody_known_is_found_by_key_address_or_name_and_empty_cells_change_nothing(cast: Cast):
    content = (
        "ID,Name,Email,Job title\n"
        "M01,,,Nurse\n"  # Amara by key
        ",Thomas Hartley,TOM@example.org,\n"  # Tom by address
        ",rosa delgado,,Doctor\n"  # Rosa by name
        ",Will Turner,other@example.org,\n"  # another Will, or Will elsewhere?
        ",,,Nobody\n"
    )
    upload = begun(cast, "members", content)
    checked = check_upload(upload)
    assert (checked.new, checked.changed) == (0, 3)
    assert [(row, text.partition(".")[0]) for row, _column, text in problems(upload)] == [
        (5, "M05 is called “Will Turner” too, with another e-mail address"),
        (6, "The row has neither a name nor an e-mail address"),
    ]
    finished(cast, upload, leave_out=True)
    amara, tom, rosa = (cast.members[name] for name in ("amara", "tom", "rosa"))
    for member in (amara, tom, rosa):
        member.refresh_from_db()
    assert (amara.name, amara.email, amara.profession) == (
        "Amara Osei",
        "amara@example.org",
        "Nurse",
    )
    assert (tom.name, tom.joined_on) == ("Thomas Hartley", dt.date(2020, 1, 1))
    assert (rosa.name, rosa.profession) == ("rosa delgado", "Doctor")


SESSIONS = (
    "Event name;Date;Time;How many came\n"
    "Webinar one;Thu 3rd Sept 2026;1pm;over 160\n"
    "Webinar two;10/9/26;;about 20\n"
    "Circle;2026-09-17;13:30;\n"
)


def test_sessions_come_with_british_dates_and_headcounts(cast: Cast):
    upload = begun(cast, "sessions", SESSIONS)
    assert outcome(finished(cast, upload))[:3] == ("done", 3, 0)
    first, second, third = Session.objects.order_by("held_on")
    assert (first.key, first.title, str(first.headcount_known)) == ("S1", "Webinar one", "over 160")
    assert first.starts_at == dt.datetime(2026, 9, 3, 12, tzinfo=dt.UTC)
    assert (second.held_on, second.starts_at) == (dt.date(2026, 9, 10), None)
    assert str(second.headcount_known) == "about 20"
    assert third.headcount is None
    again = check_upload(begun(cast, "sessions", SESSIONS))
    assert (again.new, again.changed, again.unchanged) == (0, 0, 3)


def test_attendance_comes_by_row_and_by_column(cast: Cast):
    finished(
        cast, begun(cast, "sessions", SESSIONS.replace("about 20", "").replace("over 160", ""))
    )
    by_row = "Attendee,Session date,Attended\nAmara Osei,3/9/2026,Yes\nTom Hartley,3/9/2026,no\n"
    assert outcome(finished(cast, begun(cast, "attendance", by_row)))[:2] == ("done", 1)
    matrix = (
        "Name,3/9/26,Webinar two,S3\n"
        "Amara Osei,x,x,\n"
        "Tom Hartley,,✓,Y\n"
        "Rosa Delgado,,maybe,\n"
        "Somebody Else,x,,\n"
        "Total,2,2,1\n"
    )
    upload = begun(cast, "attendance", matrix)
    assert [(row, text.partition(".")[0]) for row, _column, text in problems(upload)] == [
        (4, "Write x or yes for somebody who came, and nothing or no for others"),
        (5, "Nobody on the roster is “Somebody Else”"),
    ]
    assert outcome(finished(cast, upload, leave_out=True)) == ("done", 3, 0, 1, 2)
    came = Attendance.objects.order_by("session", "member")
    assert [(one.member.name, one.session.key) for one in came] == [
        ("Amara Osei", "S1"), ("Amara Osei", "S2"), ("Tom Hartley", "S2"), ("Tom Hartley", "S3"),
    ]  # fmt: skip


def test_a_session_about_race_may_head_a_column_of_marks(cast: Cast):
    finished(cast, begun(cast, "sessions", "Title,Date\nRace and referral,3/9/26\n"))
    upload = begun(cast, "attendance", "Name,Race and referral,Race\nAmara Osei,x,told\n")
    assert upload.columns == {"0": "name", "1": "at:S1"}
    assert unpack(bytes(upload.cells)).rows == [(2, ["Amara Osei", "x", ""])]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"), (b"\xd0\xcf\x11\xe0\xa1", "Excel workbook"), (b"%PDF-1.7", "no list"),
        (b"PK\x03\x04", "no XLSX file"), (b"Name\n", "no rows below"),
        (b"Name\n" + b"x\n" * 20_001, "more than 20000 rows"),
        (b"Name," + b"," * 200 + b"x\n1", "more than 100 cells"), (b"x" * 10_000_001, "over 10 MB"),
        (b'Name\n"Amara\n', "quotation mark is not closed"), (b"\x00\xff\x00\xfe" * 9, "no list"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_with_what_to_do(cast: Cast, content, said):
    with pytest.raises(Refused, match=said):
        upload_register(actor=cast.actor("bilal"), kind="members", name="x", content=content)
    assert not RegisterUpload.objects.exists()


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_texts_of_older_programs_are_read(cast: Cast, encoding):
    upload = begun(cast, "members", "Name\tTrust\nZoë Brontë\tÄrzte\n".encode(encoding))
    assert unpack(bytes(upload.cells)).rows == [(2, ["Zoë Brontë", "Ärzte"])]


def test_hostile_cells_stay_text(cast: Cast, as_):
    hostile = '=cmd|"/c calc"!A1'
    upload = begun(
        cast,
        "members",
        f'Name,Trust\n"{hostile.replace(chr(34), chr(34) * 2)}","<script>\u202eevil"\n',
    )
    page = as_("bilal").get(f"/in/c/northern/import/{upload.pk}/columns/").content.decode()
    assert "<script>\u202e" not in page
    finished(cast, upload)
    member = Member.objects.latest("pk")
    assert (member.name, member.organisation.name) == (hostile, "<script>evil")
    text = as_("bilal").get("/in/c/northern/export/members.csv").content.decode("utf-8-sig")
    assert [row[1] for row in csv.reader(io.StringIO(text))][-1] == f"'{hostile}"
    book = load_workbook(io.BytesIO(as_("bilal").get("/in/c/northern/export/members.xlsx").content))
    cell = list(book.active.rows)[-1][1]
    assert (cell.data_type, cell.value) == ("s", f"'{hostile}")


def test_exports_are_on_record_and_come_back_unchanged(cast: Cast, as_):
    finished(cast, begun(cast, "sessions", SESSIONS.replace("about 20", "")))
    Attendance.objects.create(session=Session.objects.get(key="S2"), member=cast.members["rosa"])
    bilal = as_("bilal")
    members = bilal.get("/in/c/northern/export/members.xlsx")
    came = bilal.get("/in/c/northern/export/attendance.csv")
    assert "attachment" in members["Content-Disposition"]
    kinds = Entry.objects.filter(verb="export").order_by("pk").values_list("target_kind", flat=True)
    assert list(kinds) == ["roster", "register"]
    for kind, content, unchanged in (
        ("members", members.content, 5),
        ("attendance", came.content, 1),
    ):
        checked = check_upload(begun(cast, kind, content))
        assert (checked.new, checked.changed, checked.unchanged, checked.problems) == (
            0,
            0,
            unchanged,
            [],
        )


@pytest.mark.parametrize("kind", ["members", "sessions", "attendance"])
@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_templates_are_understood_as_they_are(cast: Cast, as_, kind, extension):
    Session.objects.create(
        community=cast.community, key="S1", title="One", held_on=dt.date(2026, 1, 1), imported=True
    )
    Member.objects.create(
        community=cast.community,
        reference="M900",
        name="Example Person (fictional)",
        email="example.person@example.org",
    )
    content = as_("bilal").get(f"/in/c/northern/import/template/{kind}-x.{extension}").status_code
    assert content == 404
    content = as_("bilal").get(f"/in/c/northern/import/template/{kind}.{extension}").content
    checked = check_upload(begun(cast, kind, content))
    assert checked.problems == []
    assert checked.new + checked.changed == 1


def test_what_was_not_seen_is_not_done(cast: Cast):
    upload = begun(cast, "members", "Name,Email\nNew Person,new@example.org\n")
    seen = check_upload(upload).digest
    Member.objects.create(community=cast.community, reference="M06", name="New Person")
    confirm_upload(actor=cast.actor("bilal"), upload=upload, seen=seen, leaves_out=True)
    apply_upload(upload_id=str(upload.pk))
    upload.refresh_from_db()
    assert upload.state == "matched"
    assert "changed since you looked" in upload.problem
    assert Member.objects.get(reference="M06").email == ""


def test_whoever_is_secretary_no_more_imports_nothing(cast: Cast):
    upload = begun(cast, "members", "Name\nNew Person\n")
    seen = check_upload(upload).digest
    confirm_upload(actor=cast.actor("bilal"), upload=upload, seen=seen, leaves_out=False)
    cast.bilal.appointments.all().delete()
    apply_upload(upload_id=str(upload.pk))
    upload.refresh_from_db()
    assert upload.state == "failed"
    assert not Member.objects.filter(name="New Person").exists()
    with pytest.raises(PermissionDenied):
        upload_register(actor=cast.actor("amara"), kind="members", name="x", content=b"Name\nx")


def test_progress_is_known_while_nothing_is_written_yet(cast: Cast):
    upload = begun(cast, "members", "Name\nNew Person\n")
    assert percent_done(upload) == 0
    cache.set(f"register-upload:{upload.pk}", 40)
    assert percent_done(upload) == 40
    assert percent_done(finished(cast, upload)) == 100


@pytest.mark.parametrize("address", ["", "members.csv", "attendance.xlsx"])
def test_exports_ask_first_who_it_is(cast: Cast, as_, address):
    answer = as_("bilal", seconds_ago=3600).get(f"/in/c/northern/export/{address}")
    assert answer.status_code == 302
    assert answer.url.startswith("/in/account/reauthenticate/?next=")
    assert not Entry.objects.filter(verb="export").exists()


def test_nobody_reaches_another_persons_upload(cast: Cast, as_):
    upload = begun(cast, "members", "Name\nNew Person\n")
    RegisterUpload.objects.filter(pk=upload.pk).update(owner=cast.amara)
    for page in ("", "columns/", "check/", "problems/"):
        assert as_("bilal").get(f"/in/c/northern/import/{upload.pk}/{page}").status_code == 404


@pytest.mark.parametrize("page", ["check", "problems"])
def test_a_preview_that_shows_stored_names_is_on_record(cast: Cast, as_: Any, page: str):
    rosa = cast.members["rosa"]
    listed = f"member_id,name,e-mail\n{rosa.reference},Somebody Else,not-an-address\n"
    upload = begun(cast, "members", listed)
    url = reverse(f"sessions_app:import_{page}", args=["northern", upload.pk])
    assert as_("bilal").get(url).status_code == 200
    assert Entry.objects.filter(
        verb="read", target_kind="roster", actor_key=cast.bilal.audit_key
    ).exists()
