"""What a report says of asks and commitments: counts, honest words, and nobody."""

import datetime as dt

import pytest

from caucus.models import Ask, Commitment, CommitmentStatus
from reports.compile import compile_report
from reports.render.html import render_html
from tests.reports.report_data import scenario_data
from tests.reports.test_render_html import text_of

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 6, 30)
GIVEN = {
    "posted": 5, "answered": 4, "taken_on": 6,
    "kept": 3, "under_way": 2, "not_kept": 1, "overdue": 1,
}  # fmt: skip
NOTHING = dict.fromkeys(GIVEN, 0)


def said(found: dict[str, int] | None) -> str:
    data = scenario_data()
    if found is not None:
        data["accountability"] = found  # type: ignore[typeddict-item]
    return text_of(render_html(data))


def test_a_sentence_and_a_table_say_the_same():
    text = said(GIVEN)
    assert "5 asks were posted, and 4 of 5 were answered." in text
    assert (
        "Of 6 commitments that were open in this period, kept: 3, under way: 2, not kept: 1. "
        "Of those under way, the day had passed for 1."
    ) in text
    assert (
        "What Number Asks posted 5 of these, answered 4 Commitments that were open 6 "
        "of these, kept 3 of these, under way 2 of these, not kept 1 "
        "of those under way, overdue 1"
    ) in text


def test_an_exact_nought_is_printed_beside_what_there_is():
    text = said(NOTHING | {"posted": 1})
    assert "1 ask was posted, and 0 of 1 was answered." in text
    assert "of these, answered 0" in text
    assert "Nothing was taken on in this period" in text


def test_where_there_was_nothing_it_says_so_without_noughts():
    text = said(NOTHING)
    assert "Nothing was asked in this period. A caucus owes nobody an ask." in text
    assert "Asks posted" not in text


def test_an_edition_made_before_has_no_such_section():
    assert "Asks and commitments" not in said(None)


def test_nor_has_one_without_caucuses():
    data = scenario_data()
    data["is_caucused"], data["accountability"] = False, GIVEN  # type: ignore[typeddict-item]
    assert "Asks and commitments" not in text_of(render_html(data))


@pytest.mark.django_db
def test_it_is_counted_for_all_together_and_answered_for_by_a_role(cast, django_assert_num_queries):
    asking, owing = cast.community.caucuses.order_by("-is_answered_to")
    session = cast.community.sessions.create(key="S1", title="One", held_on=FIRST)
    for number in range(3):
        ask = Ask.objects.create(caucus=asking, words="A", posted_on=FIRST)
        commitment = Commitment.objects.create(
            caucus=owing, ask=ask, words="C", role="The porter", due_on=LAST, made_on=FIRST
        )
        if number:
            CommitmentStatus.objects.create(commitment=commitment, session=session, state="kept")
    Ask.objects.create(caucus=asking, words="After", posted_on=LAST + dt.timedelta(days=1))
    data = compile_report(cast.community, FIRST, LAST)
    assert data["accountability"] == {
        "posted": 3, "answered": 3, "taken_on": 3,
        "kept": 2, "under_way": 1, "not_kept": 0, "overdue": 1,
    }  # fmt: skip
    first, second, third = data["asks"]
    assert first["answers"] == [
        {
            "caucus_name": owing.name, "words": "C", "responsible": "The porter",
            "due_on": "2026-06-30", "state": "", "why": "", "said_at": "", "is_overdue": True,
        }
    ]  # fmt: skip
    assert [one["answers"][0]["state"] for one in (second, third)] == ["kept", "kept"]
    text = text_of(render_html(data))
    assert "The porter, by 30 June 2026 · Nothing said of it yet; its day has passed" in text
    assert "The porter, by 30 June 2026 · Kept, as of session S1" in text
