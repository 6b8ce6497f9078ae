"""What the publication check reads in authors' sentences: faults, and what is none."""

import string
import time
from functools import cached_property

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop.core.figures import percentage
from cop.members.models import Community
from reports.check.draft import Draft, Passage
from reports.check.numbers import PLACEHOLDERS, numbers_disagree
from reports.check.problem import Problem
from reports.check.reading import prose, sentences
from reports.check.shares import SHARE_RULES
from reports.models import Report
from reports.placeholders import placeholders
from reports.schema import ReportData
from tests.reports.full_report import figures

RULES = (numbers_disagree, *SHARE_RULES)


class Written(Draft):
    """The scenario's figures, and these words around them."""

    def __init__(self, text: str, data: ReportData) -> None:
        super().__init__(Report(pk=1, community=Community(slug="here")))
        self.written, self.figures = text, data

    @cached_property
    def data(self) -> ReportData:
        return self.figures

    @cached_property
    def passages(self) -> list[Passage]:
        return [Passage("Introduction", self.written, "/here/")]


def found(text: str, data: ReportData | None = None) -> list[Problem]:
    draft = Written(text, data or figures())
    return [problem for rule in RULES for problem in rule(draft)]


def codes(text: str, data: ReportData | None = None) -> list[str]:
    return [f"{one.level}: {one.code}" for one in found(text, data)]


@pytest.mark.parametrize(
    "text",
    [
        "We have 41 members.",
        "Forty-one of us: 41 members in all.",
        "Our 38 members met often.",
        "There were 38 members on the register.",
        "We held seven sessions.",
        "We met for five two-hour sessions in all.",
        "Eight sessions took place.",
        "We counted 95 attendances.",
        "There were 1,099 attendances.",
        "We received 75 responses.",
        "60 people answered.",
        "99 people came.",
        "13 of 40 (32.5%) came once.",
        "13 members came only once.",
        "Twelve members came twice.",
        "58 of 99 (58.6%) answered.",
        "12 of 41 members came once.",
        "Feedback came back from 5 of 6 sessions.",
        "There is feedback from five of seven sessions.",
        "A – **41 members** belong.",
    ],
)
def test_numbers_that_are_not_the_tables(text: str) -> None:
    assert codes(text) == ["error: number_disagrees"]


@pytest.mark.parametrize(
    "text",
    [
        "We have 40 members and held six sessions, with 99 attendances and 57 responses.",
        "12 of 40 (30.0%) came once, 11 twice; 57 of 99 (57.6%) answered.",
        "Twelve members came once and one member came six times.",
        "At the first session 22 members came, at the fifth eleven people came.",
        "There is feedback from 6 of 6 sessions.",
        "Two of six sessions had two topics; four sessions had one.",
        "30 members named their organisation, and 10 members did not.",
        "28 members came more than once.",
        "We spoke of it across two sessions. Our two members from Leeds came by train.",
        "We had four sessions and two walks; 25 members who wrote signed it.",
        "Four members wrote a poem together, and 3 members read it aloud.",
        "Next year we will hold eight sessions for 60 members.",
        "In 2023 there were 25 members and 3 sessions.",
        "Last year 34 of 66 (51.5%) came once.",
        "> We have 41 members.",
        "One wrote: “there were 95 attendances in my head”.",
        "We have {{ members.total }} members.",
        "See note.[^1]\n\n[^1]: There were 95 attendances before.",
        "`41 members`",
        "S3 had 17 members, session 4 had 14 members.",
        "On 12 of May 2026 and 3 of 4 June.",
        "We are 100% committed; 25% of the workforce moved [@nhs2024].",
        "As [the regulator found](https://example.org/report), 25% of staff leave.",
        "9 of the 10 things we tried worked.",
        "Most of all we listened. The majority view is not the only one.",
    ],
)
def test_what_is_no_fault(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "There were about 95 attendances.",
        "We counted 95 attendances (with guests).",
        "We have nearly 41 members.",
        "We have 38 members (without the co-chairs).",
    ],
)
def test_what_says_it_is_rough_or_which_ones_it_counts_is_a_warning(text: str) -> None:
    assert codes(text) == ["warning: number_disagrees"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("34 of 66 (51.4%) came from one trust.", "impossible_percentage"),
        ("51.4% of 66 people said so.", "impossible_percentage"),
        ("34 of 66, 51.4%, said so.", "impossible_percentage"),
        ("51.4% (34 of 66) said so.", "impossible_percentage"),
        ("34 of 66 (52%) and no more, which is 51.4% of 66.", "impossible_percentage"),
        ("In all 45 of 40 said so.", "more_than_the_whole"),
        ("30% said so.", "figure_without_denominator"),
        ("About 30 per cent came once.", "figure_without_denominator"),
    ],
)
def test_shares_that_cannot_be(text: str, expected: str) -> None:
    assert codes(text) == [f"error: {expected}"]


@pytest.mark.parametrize(
    "text",
    [
        "34 of 66 (51.5%) came from one trust.",
        "34 of 66 (52%) came from one trust.",
        "51.5% of 66 people said so.",
        "51.5% (34 of 66) said so.",
        "30% (n = 40) came once.",
        "25% of 1,200 staff belong to it.",
        "25% of 2 million people.",
    ],
)
def test_shares_that_are_right(text: str) -> None:
    assert codes(text) == []


def test_most_is_asked_for_its_number() -> None:
    assert codes("Most members felt heard.") == ["warning: vague_share"]
    assert codes("Most members felt heard: 30 of 40.") == []


def test_words_say_what_the_tables_have_and_what_would_print_it() -> None:
    [problem] = found("We have 41 members.")
    assert "“We have 41 members.”" in problem.words
    assert "40 members" in problem.words
    assert "{{ members.total }}" in problem.words
    assert problem.url == "/here/"


def test_every_placeholder_that_is_offered_prints_something() -> None:
    offered = {*PLACEHOLDERS.values(), "responses.rate", "coverage", "attendance.twice"}
    assert offered <= {one.name for one in placeholders(figures())}


def test_nothing_is_held_against_a_rough_total() -> None:
    """Over 160 came to a session without a list: then no number of attendances is known."""
    data = figures()
    table = data["tables"]["attendance_by_session"]
    table["rows"][0][-1], table["rows"][-1][-1] = "over 160", "over 237"
    table["total"], table["notes"] = None, ["Known by a headcount, without names: S1."]
    assert codes("There were 250 attendances, and 200 people came.", data) == []


def test_sentences_end_where_they_end() -> None:
    text = "# We\n\nOne. Two of six (33.3%) came.\n- three\n- **four** of it\n\n> five\n\n`six`"
    assert list(sentences(text)) == [
        "We", "One.", "Two of six (33.3%) came.", "three", "four of it", "▢", "▢",
    ]  # fmt: skip


PIECES = st.one_of(
    st.integers(0, 3000).map(str),
    st.sampled_from(
        ["two", "six", "members", "sessions", "of", "(", ")", "%", "came once", "answered", ".",
         "attendances", "responses", "“", "”", "[^1]", "{{", "}}", "> ", "\n\n", "about", "people"]
    ),
    st.text(string.printable, max_size=6),
)  # fmt: skip


@given(st.lists(PIECES, max_size=25))
def test_no_words_are_too_odd_to_be_read(pieces: list[str]) -> None:
    found(" ".join(pieces))


@given(st.integers(0, 400))
def test_only_another_number_of_attendances_is_flagged(number: int) -> None:
    """Expected from the sessions' own numbers: any neighbours together, and all."""
    came = [22, 19, 17, 14, 11, 16]
    right = {sum(came[i:j]) for i in range(6) for j in range(i + 1, 7)}
    flagged = codes(f"We counted {number} attendances.")
    assert flagged == ([] if number in right else ["error: number_disagrees"])


@given(st.integers(0, 120), st.integers(1, 120), st.integers(0, 1000))
def test_only_another_percentage_is_flagged(part: int, whole: int, tenths: int) -> None:
    if part > whole:
        part, whole = whole, part
    said = f"{part} of {whole} ({tenths / 10:.1f}%) had something to say."
    right = f"{percentage(part, whole)}" == f"{tenths / 10:.1f}"
    assert codes(said) == ([] if right else ["error: impossible_percentage"])
    assert codes(f"{part} of {whole} ({percentage(part, whole)}%) had something to say.") == []


@given(st.integers(0, 99), st.integers(0, 99))
def test_only_other_answers_are_flagged(part: int, whole: int) -> None:
    pairs = {(12, 22), (11, 19), (9, 17), (8, 14), (7, 11), (10, 16), (57, 99)}
    flagged = codes(f"{part} of {whole} answered.")
    expected = [] if (part, whole) in pairs else ["error: number_disagrees"]
    expected += ["error: more_than_the_whole"] if part > whole else []
    assert flagged == expected


@pytest.mark.parametrize(
    "opened",
    ["[" * 40_000, "{{" * 20_000, "![" * 20_000, "[a](" * 12_000, "[^" * 20_000, "“" * 40_000],
)
def test_what_is_opened_and_never_closed_is_read_in_no_time(opened: str) -> None:
    """In a fifth of a second, here."""
    began = time.process_time()
    prose(opened)
    assert time.process_time() - began < 2


def test_what_stands_in_marks_is_left_out() -> None:
    text = "{{ a.b }} of us [say](https://x.org/a_b) “so”[^1] [{{ c }}](x) {{ } [a [b](c)"
    assert prose(text) == "▢ of us say† ▢‡ ▢† {{ } [a b†"
