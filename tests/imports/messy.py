"""A spreadsheet as a secretary really has it: every kind of disorder in one file."""

import datetime as dt
import io

from openpyxl import Workbook

ORGANISATIONS = ("Alder Trust", "Beech Council", "Cedar Hospital")
PEOPLE = 193  # different people, in 200 rows


def messy_members() -> bytes:
    """Two lines of title, 200 rows, blank ones between, three said twice, a total at the end."""
    made = Workbook()
    sheet = made.active
    sheet.title = "Members 2026"
    sheet.append(["CoP members – updated by BR"])
    sheet.append([])
    sheet.append(
        [
            "First name",
            "Surname ",
            "E-mail",
            "Trust",
            "Job title",
            "Date joined",
            "Ethnicity",
            "Notes",
        ]
    )
    for number in range(1, PEOPLE + 1):
        sheet.append(person(number))
        if number % 50 == 0:
            sheet.append([])
    for number in (7, 8, 9):
        sheet.append(person(number))
    sheet.append(["Nobody", "Known", "not an address", "", "", "1/2/26", "", ""])
    sheet.append(["Late", "Comer", "late@example.org", "", "", "31/2/2026", "", ""])
    sheet.append(["Formula", "Person", "formula@example.org", "=A4", "", "", "", ""])
    sheet.append(["Total", "", "", "", "", PEOPLE, "", ""])
    made.create_sheet("Old list").append(["First name"])
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def person(number: int) -> list[object]:
    """Dates in three ways, addresses as mail programs copy them, names with spaces."""
    joined: object = dt.date(2026, 9, 3)
    if number % 3 == 1:
        joined = "3/9/26"
    if number % 3 == 2:
        joined = "3rd September 2026"
    address = f"person{number}@example.org"
    if number % 4 == 1:
        address = f"mailto:{address}"
    if number % 4 == 2:
        address = f" Person{number}@Example.org  "
    organisation = ORGANISATIONS[number % 3]
    if number % 5 == 0:
        organisation = organisation.upper()
    return [
        f" First{number}",
        f"Last{number} ",
        address,
        organisation,
        "Therapist",
        joined,
        "secret",
        "",
    ]
