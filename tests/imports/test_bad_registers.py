"""Registers that cannot be taken over: every problem is listed, and nothing is written."""

import pytest
from django.core.management import CommandError, call_command

from cop.audit.models import Entry
from cop.members.enums import Role
from cop.members.models import Member, Organisation, User
from cop.members.selectors import system_actor
from cop.members.services import appoint, save_member
from sessions_app.models import Attendance, Session
from tests.factories.registers import Register

HEADER = {
    "members": "member_id,name,email,organisation,profession,joined_on\n",
    "sessions": "session,starts_at,minutes,title,format,topics\n",
    "attendance": "member_id,session\n",
}
LONG = "x" * 201

BAD_ROWS = [
    # file, its rows, what is said of it
    (
        "members",
        "M01,,,,,\n,Nobody,,,,\n",
        ["row 3, column member_id: Enter the member’s own key"],
    ),
    (
        "members",
        "M01,,,,,\nM02,,,,,\nM01,,,,,\n",
        ["row 4, column member_id: “M01” stands in row 2 already"],
    ),
    (
        "members",
        "M01,,a@example.org,,,\nM02,,A@Example.org,,,\n",
        ["row 3, column email: “a@example.org” stands in row 2 already"],
    ),
    (
        "members",
        "M01,,a at example,,,\nM02,,b@,,,\n",
        [
            "row 2, column email: Enter an e-mail address",
            "row 3, column email: Enter an e-mail address",
        ],
    ),
    (
        "members",
        "M01,,,,,2026-02-30\nM02,,,,,31/01/2026\nM03,,,,,0206-01-14\nM04,,,,,20260114\n",
        [
            "row 2, column joined_on: This day does not exist",
            "row 3, column joined_on: Write the date as year-month-day",
            "row 4, column joined_on: Check the year",
            "row 5, column joined_on: Write the date as year-month-day",
        ],
    ),
    (
        "members",
        f"M01,{LONG},,{LONG},{LONG},\n",
        [
            "row 2, column name: Shorten this to at most 200",
            "row 2, column profession: Shorten this to at most 200",
            "row 2, column organisation: Shorten this to at most 200",
        ],
    ),
    ("members", f"{LONG},,,,,\n", ["row 2, column member_id: Shorten this to at most 60"]),
    (
        "members",
        "M01,,ines@example.org,,,\n",
        ["row 2, column email: This person reads unreviewed answers"],
    ),
    (
        "members",
        "M01,,known@example.org,,,\n",
        ["row 2, column email: Another member, K1, has this e-mail address"],
    ),
    (
        "sessions",
        ",2026-01-14,,,,\nS1,,,,,\n",
        [
            "row 2, column session: Enter the session’s own key",
            "row 3, column starts_at: Enter the day",
        ],
    ),
    (
        "sessions",
        "S1,2026-01-14,,,,\nS1,2026-01-15,,,,\n",
        ["row 3, column session: “S1” stands in row 2 already"],
    ),
    (
        "sessions",
        (
            "S1,2026-13-01,,,,\nS2,14.01.2026,,,,\nS3,2026-01-14T25:00,,,,\n"
            "S4,2026-01-14T13:00Z,,,,\nS5,2026-01-14T13:00+01:00,,,,\nS6,2026-02-29T13:00,,,,\n"
        ),
        [
            "row 2, column starts_at: This day does not exist",
            "row 3, column starts_at: Write the date as year-month-day",
            "row 4, column starts_at: This time does not exist",
            "row 5, column starts_at: Write the local time without a zone",
            "row 6, column starts_at: Write the local time without a zone",
            "row 7, column starts_at: This day does not exist",
        ],
    ),
    (
        "sessions",
        "S1,2027-03-28T01:30,,,,\nS2,2026-10-25 01:30:00,,,,\n",
        [
            "row 2, column starts_at: The clocks go forward that night",
            "row 3, column starts_at: The clocks go back that night",
        ],
    ),
    (
        "sessions",
        "S1,2026-01-14,0,,,\nS2,2026-01-14,two hours,,,\nS3,2026-01-14,1441,,,\n",
        [f"row {row}, column minutes: Enter whole minutes, from 1 to 1440" for row in (2, 3, 4)],
    ),
    (
        "sessions",
        f"S1,2026-01-14,,{LONG},{'x' * 81},a;{LONG}\n",
        [
            "row 2, column title: Shorten this to at most 200",
            "row 2, column format: Shorten this to at most 80",
            "row 2, column topics: Shorten each topic to at most 200",
        ],
    ),
    (
        "attendance",
        "M01,S1\nM99,S1\nM01,S9\n,\n,S1\n",
        [
            "row 3, column member_id: There is no member “M99”",
            "row 4, column session: There is no session “S9”",
            "row 6, column member_id: Enter the member’s own key",
        ],
    ),
    ("attendance", "M01,S1\nM02,S1\nM01,S1\n", ["row 4: The same attendance stands in row 2"]),
]


def refusal(register: Register) -> list[str]:
    with pytest.raises(CommandError) as refused:
        call_command("import_register", "north", **register.options)
    assert refused.value.returncode == 1
    return str(refused.value).splitlines()


@pytest.fixture
def known(community):
    """An evaluator, and a member who is in no file."""
    actor = system_actor(community)
    appoint(actor=actor, email="ines@example.org", role=Role.EVALUATOR)
    save_member(actor=actor, reference="K1", email="known@example.org")
    return community


def everything() -> list:
    models = (User, Organisation, Member, Session, Attendance, Entry)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize(("kind", "rows", "expected"), BAD_ROWS)
def test_every_bad_row_is_listed_with_file_row_and_column(known, register, kind, rows, expected):
    before = everything()
    register.write(kind, HEADER[kind] + rows)
    if kind != "attendance":
        register.write("attendance", HEADER["attendance"])
    said = refusal(register)
    count = len(expected)
    assert said[0] == (
        "1 problem was found. Nothing was imported."
        if count == 1
        else f"{count} problems were found. Nothing was imported."
    )
    assert len(said) == count + 1
    for line, beginning in zip(said[1:], expected, strict=True):
        assert line.startswith(f"{kind}.csv, {beginning}")
    assert everything() == before


def test_problems_of_all_three_files_are_listed_together(known, register):
    register.replace("members", "m05@example.org", "m05")
    register.replace("sessions", "2026-04-16", "2026-04-31")
    register.replace("attendance", "M01,S3", "M41,S3")
    said = refusal(register)
    assert [line.partition(":")[0] for line in said[1:]] == [
        "members.csv, row 6, column email",
        "sessions.csv, row 5, column starts_at",
        "attendance.csv, row 4, column member_id",
    ]


def test_what_an_unreadable_file_would_have_said_is_not_guessed(known, register):
    register.write("members", b"PK\x03\x04")
    (problem,) = refusal(register)[1:]
    assert problem.startswith("members.csv: This is no XLSX file")


@pytest.mark.parametrize("kind", ["members", "sessions", "attendance"])
def test_each_file_needs_its_header(known, register, kind):
    text = register.path(kind).read_text()
    register.write(kind, text.partition("\n")[2])
    said = "\n".join(refusal(register))
    assert f"{kind}.csv, row 1, column" in said
    assert "The header" in said


def test_a_file_that_is_not_utf8_names_each_place(known, register):
    register.write("members", HEADER["members"].encode() + b"M01,Zo\xeb,,,,\nM02,,,Caf\xe9,,\n")
    register.write("attendance", HEADER["attendance"])
    assert [line.partition(":")[0] for line in refusal(register)[1:]] == [
        "members.csv, row 2, column name",
        "members.csv, row 3, column organisation",
    ]


def test_a_session_planned_here_is_not_overwritten(known, register):
    Session.objects.create(community=known, key="S2", title="Planned", held_on="2025-10-09")
    problem = refusal(register)[1]
    assert problem.startswith("sessions.csv, row 3, column session: This session was planned here")


@pytest.mark.parametrize(
    ("planned", "said"),
    [
        ({"held_on": "2026-11-22", "register_closed_at": "2026-11-22T11:00Z"}, "The register is"),
        ({"held_on": "2026-11-19"}, "Attendance can be recorded until two days after"),
        ({"held_on": "2026-11-22", "state": "cancelled"}, "This session is cancelled"),
        ({"held_on": "2026-11-23"}, "Attendance can be recorded from the day"),
    ],
)
def test_a_session_planned_here_keeps_its_own_rules(known, register, planned, said):
    Session.objects.create(community=known, key="L1", title="Live", **planned)
    register.write("attendance", HEADER["attendance"] + "M01,L1\n")
    (problem,) = refusal(register)[1:]
    assert problem.startswith(f"attendance.csv, row 2, column session: {said}")


def test_the_community_and_all_three_files_are_needed(known, register):
    with pytest.raises(CommandError, match="There is no community “south”"):
        call_command("import_register", "south", **register.options)
    options = register.options
    del options["sessions"]
    with pytest.raises(CommandError, match="--sessions"):
        call_command("import_register", "north", **options)
