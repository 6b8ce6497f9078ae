"""Names and titles are one line that shows what it holds."""

import pytest

from cop.core.forms import LineField
from cop.core.names import clean_line, clean_lines, folded


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("  Rosa \t Delgado\n", "Rosa Delgado"),
        ("invoice\u202etxt.exe", "invoicetxt.exe"),  # reads backwards in many places
        ("Ro\u200bsa\ufeff\u2060", "Rosa"),  # no width
        ("Ro\x07sa\x00", "Rosa"),
        ("\u200d\u200c\u202a", ""),
        ("Rosa\u200d", "Rosa"),  # a joiner that joins nothing
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",) * 2,  # Persian needs its joiner
        ("\u0915\u094d\u200d\u0937",) * 2,  # and so does Hindi
        ("Zoe\u0308", "Zo\u00eb"),
    ],
)
def test_what_hides_is_left_out(typed, clean):
    assert clean_line(typed) == clean


def test_a_name_of_nothing_that_shows_is_empty():
    field = LineField()
    with pytest.raises(Exception, match="required"):
        field.clean("\u200b\u202e")
    assert field.clean("A\u200b b") == "A b"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Northern Trust", "NORTHERN  trust"),
        ("King's Mill", "King\u2019s\u00a0Mill"),
        ("Leeds - York", "Leeds\u2014York"),
        ("Stra\u00dfe", "STRASSE"),
        ("\u00c9cole", "e\u0301cole"),
        ("North\u200d\u200bern", "Northern"),
    ],
)
def test_spellings_of_one_name_meet(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Trust", "Trusts"), ("Zo\u00eb", "Zoe"), ("Leeds York", "Leeds-York")]
)
def test_other_names_do_not(one, other):
    assert folded(one) != folded(other)


def test_lines_are_cleaned_one_by_one():
    typed = "\n\r\n Captions\u202e \r\n\r\n\r\n\n A\tbreak\x00\u2028soon\n\n"
    assert clean_lines(typed) == "Captions\n\nA break\nsoon"
    assert clean_lines(" \u200b\n ") == ""
