"""What a newcomer's own headings are taken for."""

import pytest

from cop.members.models import Organisation, OrganisationAlias
from sessions_app.imports.checking import why_nothing
from sessions_app.imports.guesses import guess_columns
from sessions_app.imports.sheets import Sheet
from sessions_app.services import check_upload
from tests.imports.test_uploads import begun, finished, problems
from tests.people import Cast


def guessed(headings: list[str], cells: list[str], kind: str = "members") -> list[str]:
    sheet = Sheet("", headings, 1, [(2, cells)])
    held = guess_columns(kind, sheet)
    return [held.get(place, "") for place in range(len(headings))]


@pytest.mark.parametrize(
    ("headings", "cells", "expected"),
    [
        (
            ["Given name(s)", "Family name", "Work e-mail", "Employer / Trust", "Role", "Start"],
            ["Ada", "Obi", "ada@example.org", "Alder Trust", "Nurse", "3/9/2026"],
            ["first_name", "last_name", "email", "organisation", "profession", "joined_on"],
        ),
        (
            ["Staff name", "How to reach", "Job at the trust", "First day with us"],
            ["Ada Obi", "ada@example.org", "Nurse", "3 September 2026"],
            ["name", "email", "profession", "joined_on"],
        ),
        (
            ["Name", "Line manager’s e-mail", "Mail"],
            ["Ada Obi", "boss@example.org", "ada@example.org"],
            ["name", "", "email"],
        ),
        (["Name", "Mailing list mail"], ["Ada Obi", "yes"], ["name", ""]),
        (["Name", "Employer’s race equality lead"], ["Ada Obi", ""], ["name", ""]),
    ],
)
def test_columns_are_known_by_a_word_and_by_what_they_hold(headings, cells, expected):
    assert guessed(headings, cells) == expected


def test_who_would_be_without_an_address_is_said_before_it_is_done(cast: Cast):
    checked = check_upload(begun(cast, "members", "Name\nAda Obi\nMei Lin\n"))
    assert checked.warnings == [
        "No e-mail addresses: these people cannot sign in until they have one.",
        "No organisations: nobody new will stand under one.",
    ]
    content = "Name,Work e-mail,Trust\nAda Obi,ada@example.org,Alder\nMei Lin,,Alder\n"
    assert check_upload(begun(cast, "members", content)).warnings == [
        "1 new member has no e-mail address and cannot sign in until there is one."
    ]


def test_new_organisations_and_known_aliases_are_named(cast: Cast):
    alder = Organisation.objects.create(community=cast.community, name="Alder Trust")
    OrganisationAlias.objects.create(community=cast.community, organisation=alder, name="AT")
    content = "Name,Employer\nAda Obi,AT\nMei Lin,Birch\nLi Wu,birch\nJo Orr,ALDER TRUST\n"
    plan = check_upload(begun(cast, "members", content)).plan.members
    assert (plan.new_organisations, plan.known_as) == (["Birch"], {"AT": "Alder Trust"})


def test_one_address_in_two_rows_is_named_with_both_rows(cast: Cast):
    upload = begun(cast, "members", "Name,Email\nAda Obi,ada@example.org\nA Obi,ADA@example.org\n")
    assert problems(upload) == [
        (3, "Email", "“ADA@example.org” stands in rows 2 and 3. Keep one of them.")
    ]


def test_a_file_that_is_known_but_for_bad_rows_says_so(cast: Cast):
    content = "Name,Email\nAda Obi,ada@example.org\nMei Lin,mei@example.org\nLi Wu,nowhere\n"
    finished(cast, begun(cast, "members", content), leave_out=True)
    assert why_nothing(check_upload(begun(cast, "members", content))) == (
        "2 rows change nothing: the register holds them already. "
        "Mend the other rows in the file and upload it again."
    )


def test_marks_for_a_session_nobody_knows_are_named(cast: Cast):
    finished(cast, begun(cast, "sessions", "Session,Date,Title\nS1,3/9/2026,Webinar\n"))
    content = "Name,S1,14 March 2031\nTom Hartley,x,x\n"
    (said,) = check_upload(begun(cast, "attendance", content)).warnings
    assert said.startswith("“14 March 2031” holds marks, but no session has this name, date or key")
    assert said.endswith("Import the session first, then this file again.")
