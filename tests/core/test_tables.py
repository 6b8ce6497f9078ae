"""Every way a spreadsheet can be wrong, and the place and advice people are given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.core.tables import LARGEST_FILE, ImportProblems, Problems, read_table

HEADER = b"member_id,name,email\n"

BAD_FILES = [
    ("empty", b"", ["members.csv: The file is empty"]),
    ("only spaces", b" \n\n", ["members.csv: The file is empty"]),
    ("spreadsheet", b"PK\x03\x04\x14\x00\x06\x00", ["members.csv: This is no XLSX file"]),
    ("old spreadsheet", b"\xd0\xcf\x11\xe0\xa1\xb1", ["members.csv: This is a binary file"]),
    ("noise", b"\x00\xff\x13\x80" * 9, ["members.csv: This is a binary file"]),
    ("utf-16", "member_id,name\n".encode("utf-16"), ["members.csv: The file is UTF-16"]),
    (
        "no header",
        b"M01,Amara,amara@example.org\n",
        ["members.csv, row 1, column member_id: The header is missing"],
    ),
    (
        "required column missing",
        b"name,email\nAmara,\n",
        ["members.csv, row 1, column member_id: The header does not name this column"],
    ),
    (
        "semicolons",
        b"member_id;name;email\nM01;Amara;\n",
        ["members.csv, row 1, column member_id: Cells must be separated by commas"],
    ),
    (
        "column twice",
        b"member_id,name,Name\nM01,a,b\n",
        ["members.csv, row 1, column name: The header names this column twice"],
    ),
    (
        "Latin-1 in two rows",
        HEADER + b"M01,Andr\xe9,\nM02,Bo,\nM03,,\xe9@example.org\n",
        [
            "members.csv, row 2, column name: The text is not UTF-8",
            "members.csv, row 4, column email: The text is not UTF-8",
        ],
    ),
    ("NUL", HEADER + b"M01,A\x00,\n", ["members.csv, row 2, column name: The cell holds a NUL"]),
    (
        "too few and too many cells",
        HEADER + b"M01\nM02,Bo,\n\nM04,Hartley, Tom,t@example.org\n",
        [
            "members.csv, row 2: The row has 1 cells and the header has 3",
            "members.csv, row 5: The row has 4 cells and the header has 3",
        ],
    ),
    (
        "quotation not closed",
        HEADER + b'M01,"Amara,\nM02,Bo,\n',
        ["members.csv, row 2: A quotation mark is not closed"],
    ),
    (
        "quotation inside a cell",
        HEADER + b'M01,"Amara" Osei,\n',
        ["members.csv, row 2: A quotation mark is not closed, or stands in the middle"],
    ),
    (
        "cell without end",
        HEADER + b"M01," + b"x" * 200_000 + b",\n",
        ["members.csv, row 2: A cell holds more than 131,072 characters"],
    ),
]


def read(tmp_path, content: bytes, **columns):
    path = tmp_path / "members.csv"
    path.write_bytes(content)
    problems = Problems()
    columns = columns or {"required": ("member_id",), "optional": ("name", "email")}
    return read_table(path, problems, **columns), [str(problem) for problem in problems.found]


@pytest.mark.parametrize(
    ("content", "expected"), [b[1:] for b in BAD_FILES], ids=[b[0] for b in BAD_FILES]
)
def test_every_problem_is_listed_with_its_place(tmp_path, content, expected):
    _table, found = read(tmp_path, content)
    assert len(found) == len(expected)
    for line, beginning in zip(found, expected, strict=True):
        assert line.startswith(beginning)


def test_a_file_over_50_mb_is_refused(tmp_path):
    path = tmp_path / "members.csv"
    with path.open("wb") as stream:
        stream.write(HEADER)
        stream.truncate(LARGEST_FILE + 1)
    problems = Problems()
    assert not read_table(path, problems, required=("member_id",)).is_readable
    assert "over 50 MB" in problems.found[0].message


@pytest.mark.parametrize("name", ["nothing.csv", "."])
def test_a_path_that_is_no_file_is_refused(tmp_path, name):
    problems = Problems()
    read_table(tmp_path / name, problems, required=("member_id",))
    assert "There is no such file" in problems.found[0].message


@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_marks_line_ends_blank_rows_and_quotations_are_understood(tmp_path, mark, newline):
    lines = [b" Member_ID ,name,email", b"", b"M01, Amara ,", b",,", b'M02,"Hartley, ""Tom""",x']
    table, found = read(tmp_path, mark + newline.join(lines) + newline)
    assert found == []
    assert [(row.number, row["member_id"], row["name"], row["email"]) for row in table.rows] == [
        (3, "M01", "Amara", ""),
        (5, "M02", 'Hartley, "Tom"', "x"),
    ]


def test_unknown_columns_are_named_and_absent_ones_read_as_empty(tmp_path):
    table, found = read(tmp_path, b"member_id,Shoe size,\nM01,9,\n")
    assert found == []
    (warning,) = table.warnings
    assert warning.startswith("members.csv: these columns are unknown and were not read: ")
    assert warning.endswith("Shoe size, number 3, which has no name.")
    assert table.columns == {"member_id"}
    assert table.rows[0]["email"] == ""


def test_text_that_looks_like_a_formula_is_kept(tmp_path):
    table, _found = read(tmp_path, HEADER + b'M01,"=HYPERLINK(""x"")",-1\n')
    assert table.rows[0]["name"] == '=HYPERLINK("x")'
    assert table.rows[0]["email"] == "-1"


def test_the_refusal_carries_the_complete_list():
    problems = Problems()
    problems.raise_if_any()
    problems.add("a.csv", "Mend this.", row=2, column="x")
    problems.add("b.csv", "And that.")
    with pytest.raises(ImportProblems) as refused:
        problems.raise_if_any()
    assert refused.value.message.splitlines() == [
        "2 problems were found. Nothing was imported.",
        "a.csv, row 2, column x: Mend this.",
        "b.csv: And that.",
    ]


@given(content=st.binary(max_size=300))
def test_no_bytes_break_the_reader(tmp_path_factory, content):
    table, found = read(tmp_path_factory.mktemp("noise"), HEADER + content)
    assert table.is_readable or found
    for row in table.rows:
        assert set(row.values) == {"member_id", "name", "email"}
        row["name"].encode()
