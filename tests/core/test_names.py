"""Names and titles are one line that shows what it holds."""

import pytest

from cop.core.forms import LineField
from cop.core.names import clean_line


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
