"""Which groups of comments may be opened (L6), worked out by hand."""

import pytest

from feedback.disclosure import (
    ALL,
    Nothing,
    Parameters,
    Reading,
    Reason,
    SlipGroup,
    TallyAtom,
    Turnout,
    Waiting,
    open_pool,
    period_findings,
    session_findings,
    session_planning,
)
from tests.feedback.scenario import CAUCUSES, answers, atoms

HELD = Parameters()


def of_session(a: int, b: int, none: int = 0, named=CAUCUSES) -> Turnout:
    labels = [CAUCUSES[0]] * a + [CAUCUSES[1]] * b + [None] * none
    return Turnout.of_session("S", labels, named)


def of_period(*sessions: str, named=CAUCUSES) -> Turnout:
    return Turnout.of_period(sessions, atoms(*sessions)[1], named)


@pytest.mark.parametrize(
    ("n", "groups", "waiting"),
    [
        (0, (), Waiting.EVERYBODY),
        (4, (), Waiting.EVERYBODY),
        (5, (SlipGroup(ALL, 5, Reading.TOPICS),), Waiting.NOBODY),
        (7, (SlipGroup(ALL, 7, Reading.TOPICS),), Waiting.NOBODY),
        (8, (SlipGroup(ALL, 8, Reading.TEXT),), Waiting.NOBODY),
    ],
)
def test_planning_comments_open_by_session_without_caucus(n, groups, waiting):
    for a in (0, n):
        opened = session_planning(of_session(a, n - a), HELD)
        assert (opened.groups, opened.waiting) == (groups, waiting)
    assert session_planning(of_session(20, 20), HELD).groups == (SlipGroup(ALL, 40),)


def test_the_scenario_s_planning_comments():
    found = {}
    for session, opened in answers().items():
        turnout = Turnout.of_session(session, [one.label for one in opened], CAUCUSES)
        (found[session],) = session_planning(turnout, HELD).groups
    assert {session: group.n for session, group in found.items()} == {
        "S1": 12, "S2": 11, "S3": 9, "S4": 8, "S5": 7, "S6": 10,
    }  # fmt: skip
    assert [session for session, group in found.items() if group.reading is Reading.TOPICS] == [
        "S5"
    ]


def test_findings_by_session_go_by_caucus_where_each_has_ten_or_else_without():
    both = session_findings(of_session(10, 11, 3), HELD)
    assert both.groups == (SlipGroup(CAUCUSES[0], 10), SlipGroup(CAUCUSES[1], 11))
    assert (both.waiting, both.waiting_numbers) == (Waiting.NOT_STATED, {"S": 3})

    for turnout in (of_session(9, 11, 3), of_session(12, 11, named=["white"])):
        without = session_findings(turnout, HELD)
        assert without.groups == (SlipGroup(ALL, 23),)
        assert (without.waiting, without.waiting_numbers) == (Waiting.NOBODY, {})

    # Four of them wait as well, and count towards no bar: nobody shall learn that it was four.
    few = session_findings(of_session(2, 2), HELD)
    assert (few.waiting, few.waiting_numbers) == (Waiting.EVERYBODY, {})
    # A label that is not named waits with the not stated; a third, named and empty, stops all.
    odd = Turnout.of_session("S", [*CAUCUSES] * 10 + ["odd"] * 2, CAUCUSES)
    assert session_findings(odd, HELD).waiting_numbers == {"S": 2}
    third = of_session(10, 10, named=[*CAUCUSES, "third"])
    assert session_findings(third, HELD).groups == (SlipGroup(ALL, 20),)


def test_findings_of_the_whole_year_open_by_caucus():
    # rm 23 (five in S1), white 32 (seven in S1); two not stated, in S2 and S4.
    opened = period_findings(of_period("S1", "S2", "S3", "S4", "S5", "S6"), HELD)
    assert opened.groups == (SlipGroup(CAUCUSES[0], 23), SlipGroup(CAUCUSES[1], 32))
    assert opened.waiting is Waiting.NOT_STATED
    assert opened.waiting_numbers == {"S2": 1, "S4": 1}
    assert open_pool(opened.waiting_numbers, HELD) == Nothing(Reason.DESTROYED_UNREAD)


def test_findings_of_a_period_without_enough_by_caucus_wait_for_the_pool():
    # S3, S4, S5: rm 3 + 4 + 1 = 8. The pool: 9 + 8 + 7 = 24 from three surveys.
    opened = period_findings(of_period("S3", "S4", "S5"), HELD)
    assert (opened.groups, opened.waiting) == ((), Waiting.EVERYBODY)
    assert opened.waiting_numbers == {"S3": 9, "S4": 8, "S5": 7}
    assert open_pool(opened.waiting_numbers, HELD) == SlipGroup("pool", 24)
    # S4, S6: rm 4 + 5 = 9; two surveys are no pool.
    opened = period_findings(of_period("S4", "S6"), HELD)
    assert opened.waiting_numbers == {"S4": 8, "S6": 10}
    assert open_pool(opened.waiting_numbers, HELD) == Nothing(Reason.DESTROYED_UNREAD)


def test_ten_answers_of_a_caucus_need_five_from_one_survey():
    def opened(*numbers: int):
        surveys = [f"S{number}" for number in range(len(numbers))]
        tallies = [
            TallyAtom(s, c, n) for s, n in zip(surveys, numbers, strict=True) for c in CAUCUSES
        ]
        return period_findings(Turnout.of_period(surveys, tallies, CAUCUSES), HELD).groups

    assert opened(4, 4, 4) == ()
    assert opened(5, 4) == ()
    assert [group.n for group in opened(5, 5)] == [10, 10]


@pytest.mark.parametrize(
    ("numbers", "n"),
    [
        ((5, 4, 1), 10),
        ((5, 3, 1), None),  # nine
        ((5, 5), None),  # two surveys
        ((5, 5, 0), None),  # still two
        ((4, 4, 4), None),  # nowhere five people
        ((), None),
    ],
)
def test_the_pool_s_bar(numbers, n):
    waiting = {f"S{place}": number for place, number in enumerate(numbers)}
    expected = SlipGroup("pool", n) if n else Nothing(Reason.DESTROYED_UNREAD)
    assert open_pool(waiting, HELD) == expected


def test_raised_bars_hold_and_rhythms_are_not_mixed_up():
    raised = Parameters(t=6, t_text=12, t_text_caucus=14)
    assert session_planning(of_session(6, 5), raised).groups[0].reading is Reading.TOPICS
    assert session_findings(of_session(13, 14), raised).groups == (SlipGroup(ALL, 27),)
    assert open_pool({"S1": 6, "S2": 4, "S3": 1}, raised) == Nothing(Reason.DESTROYED_UNREAD)
    with pytest.raises(ValueError, match="by session"):
        session_planning(of_period("S1"), HELD)
    with pytest.raises(ValueError, match="by period"):
        period_findings(of_session(5, 5), HELD)
