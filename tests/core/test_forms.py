"""Dates, times and addresses as people type them."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from cop.core.forms import AddressField, TypedDateField, TypedTimeField


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        (["14", "1", "2027"], dt.date(2027, 1, 14)),
        ([" 1 ", "03", "2028"], dt.date(2028, 3, 1)),
        (["29", "Feb", "2028"], dt.date(2028, 2, 29)),
        (["5", "september", "2027"], dt.date(2027, 9, 5)),
    ],
)
def test_a_date_in_three_parts(typed, date):
    assert TypedDateField().clean(typed) == date


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (["", "", ""], "required"),
        (None, "required"),
        (["14", "", "2027"], "incomplete"),
        (["29", "2", "2027"], "unreal"),
        (["31", "4", "2027"], "unreal"),
        (["0", "4", "2027"], "unreal"),
        (["x", "4", "2027"], "unreal"),
        (["1", "Ma", "2027"], "unreal"),
        (["1", "13", "2027"], "unreal"),
        (["1", "1", "27"], "year"),
        (["1", "1", "-200"], "year"),
        (["²", "1", "2027"], "unreal"),
    ],
)
def test_a_date_that_is_none_says_what_to_do(typed, code):
    with pytest.raises(ValidationError) as refused:
        TypedDateField().clean(typed)
    assert refused.value.code == code


def test_an_optional_date_may_be_empty():
    assert TypedDateField(required=False).clean(["", " ", None]) is None


@pytest.mark.parametrize(
    ("typed", "time"),
    [("1pm", dt.time(13)), ("13:30", dt.time(13, 30)), (" midday ", dt.time(12))],
)
def test_a_time_as_typed(typed, time):
    assert TypedTimeField().clean(typed) == time


@pytest.mark.parametrize("typed", ["7", "25:00", "soon", "13:61"])
def test_a_time_that_may_mean_two_things_is_refused(typed):
    with pytest.raises(ValidationError, match="like 1pm"):
        TypedTimeField().clean(typed)


def test_an_empty_time():
    assert TypedTimeField(required=False).clean("") is None
    with pytest.raises(ValidationError):
        TypedTimeField().clean("")


def test_an_address_is_one_spelling_or_none():
    assert AddressField().clean(" Rosa@Example.ORG ") == "rosa@example.org"
    assert AddressField(required=False).clean("") == ""
    for typed in ("rosa", "rosa@", "rosa@example", "a@b@example.org"):
        with pytest.raises(ValidationError, match="like name@"):
            AddressField().clean(typed)
    with pytest.raises(ValidationError, match="too long"):
        AddressField().clean(f"{'a' * 64}@{'.'.join(['b' * 60] * 4)}.org")
