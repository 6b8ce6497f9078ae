"""Both commands take the same lists saved as XLSX, and do the same with them."""

import csv
import datetime as dt
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from cop.members.models import Member
from feedback.models import Survey
from sessions_app.models import Attendance, Session
from tests.factories.registers import Register


def as_workbook(path: Path) -> Path:
    """The CSV file as a workbook; what looks like a date or a number is one in it."""
    made = Workbook()
    with path.open(newline="") as stream:
        for row in csv.reader(stream):
            made.active.append([as_value(cell) for cell in row])
    made.save(path.with_suffix(".xlsx"))
    return path.with_suffix(".xlsx")


def as_value(text: str):
    if text.isdigit():
        return int(text)
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return text or None


def counts():
    return Member.objects.count(), Session.objects.count(), Attendance.objects.count()


def test_a_register_as_workbooks_is_the_register_as_text(community, register: Register):
    kinds = ("members", "sessions", "attendance")
    workbooks = {kind: str(as_workbook(register.path(kind))) for kind in kinds}
    call_command("import_register", "north", **workbooks)
    assert counts() == (40, 6, 99)
    assert Member.objects.get(reference="M01").joined_on == dt.date(2025, 6, 1)
    summer, dated = Session.objects.get(key="S1"), Session.objects.get(key="S4")
    assert summer.starts_at == dt.datetime(2025, 7, 10, 12, tzinfo=dt.UTC)
    assert (summer.minutes, dated.held_on, dated.starts_at) == (120, dt.date(2026, 4, 16), None)
    before = list(Member.objects.values()), list(Session.objects.values())
    call_command("import_register", "north", **register.options)  # as text: nothing changes
    assert (list(Member.objects.values()), list(Session.objects.values())) == before


def test_a_formula_in_a_register_stops_all_of_it(community, register: Register):
    path = as_workbook(register.path("members"))
    made = Workbook()
    made.active.append(["member_id", "name"])
    made.active.append(["M01", "=UPPER(A1)"])
    made.save(path)
    with pytest.raises(CommandError) as stopped:
        call_command("import_register", "north", **register.options | {"members": str(path)})
    assert "row 2, column name: Cell B2 holds a formula." in str(stopped.value)
    assert counts() == (0, 0, 0)


def test_responses_come_as_a_workbook(community, register: Register, tmp_path: Path):
    call_command("import_register", "north", **register.options)
    made = Workbook()
    made.active.append(["session", "caucus", *"abcdefg"])
    for number in range(6):
        made.active.append(["S1", "", 1 + number % 5, 2.0, 3, 4, 5, 1, None])
    made.save(tmp_path / "responses.xlsx")
    call_command("import_responses", "north", str(tmp_path / "responses.xlsx"), release="session")
    assert Survey.objects.get(session__key="S1").responses == 6
