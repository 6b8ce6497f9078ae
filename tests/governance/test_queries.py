"""The registers ask the database the same, with one entry and with ten."""

import datetime as dt

import pytest

from cop.governance.services import add_breach, add_complaint, step_complaint
from tests.pages import parse, select

DAY = dt.date(2026, 1, 5)


@pytest.mark.parametrize("entries", [1, 10])
def test_the_list_of_complaints(cast, as_, django_assert_num_queries, entries):
    for _number in range(entries):
        complaint = add_complaint(actor=cast.actor("dana"), words="Too loud.", received_on=DAY)
        step_complaint(actor=cast.actor("dana"), complaint=complaint, act="acknowledged", on=DAY)
    dana = as_("dana")
    with django_assert_num_queries(11):
        page = dana.get("/in/c/northern/governance/complaints/")
    assert len(select(parse(page.content), "tbody tr")) == entries


@pytest.mark.parametrize("entries", [1, 10])
def test_the_list_of_breaches(cast, as_, django_assert_num_queries, entries):
    for _number in range(entries):
        add_breach(actor=cast.actor("dana"), words="A lost list.", day=DAY, time=dt.time(9))
    dana = as_("dana")
    with django_assert_num_queries(11):
        page = dana.get("/in/c/northern/governance/breaches/")
    assert len(select(parse(page.content), "tbody tr")) == entries
