"""Shares and percentages, against values worked out by hand."""

from decimal import Decimal

import pytest

from cop.core.figures import parts_behind, percentage, possible_percentage, share_text


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (34, 66, "34 of 66 (51.5%)"),
        (12, 22, "12 of 22 (54.5%)"),
        (11, 19, "11 of 19 (57.9%)"),
        (9, 17, "9 of 17 (52.9%)"),
        (8, 14, "8 of 14 (57.1%)"),
        (7, 11, "7 of 11 (63.6%)"),
        (10, 16, "10 of 16 (62.5%)"),
        (57, 99, "57 of 99 (57.6%)"),
        (12, 40, "12 of 40 (30.0%)"),
        (1, 16, "1 of 16 (6.3%)"),  # 6.25 is a true half: up, not to the even 6.2
        (3, 80, "3 of 80 (3.8%)"),  # 3.75
        (1, 800, "1 of 800 (0.1%)"),  # 0.125
        (1, 2000, "1 of 2000 (0.1%)"),  # 0.05
        (0, 7, "0 of 7 (0.0%)"),
        (7, 7, "7 of 7 (100.0%)"),
        (0, 0, "0 of 0"),
    ],
)
def test_share_in_words(part, whole, text):
    assert share_text(part, whole) == text


def test_what_is_no_share_is_refused():
    for part, whole in ((1, 0), (3, 2), (-1, 2), (0, -1)):
        with pytest.raises(ValueError, match="part of a whole"):
            percentage(part, whole)


def test_a_percentage_that_no_number_out_of_n_gives_is_flagged():
    # Out of 8: 0, 12.5, 25, 37.5, 50, 62.5, 75, 87.5, 100.
    assert not possible_percentage(Decimal("60.0"), 8)
    assert possible_percentage(Decimal("62.5"), 8)
    assert possible_percentage(Decimal(63), 8)  # 62.5, printed without decimals
    assert not possible_percentage(Decimal(62), 8)
    assert not possible_percentage(Decimal("112.5"), 8)
    assert not possible_percentage(Decimal("-12.5"), 8)
    assert parts_behind(Decimal("51.5"), 66) == [34]
    assert parts_behind(Decimal(50), 1000) == list(range(495, 505))
    with pytest.raises(ValueError, match="number"):
        parts_behind(Decimal("NaN"), 8)


def test_every_printed_percentage_is_possible():
    for whole in range(1, 60):
        for part in range(whole + 1):
            assert part in parts_behind(percentage(part, whole), whole)
