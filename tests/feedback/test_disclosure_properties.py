"""What holds of every release, over invented answers; each check also meets a wrong rule."""

from collections.abc import Callable, Sequence
from random import Random

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

from feedback.disclosure import (
    ALL,
    BANDS,
    Answer,
    AtLeast,
    Band,
    CommentRelease,
    Exact,
    Nothing,
    Parameters,
    RatingAtom,
    RatingUnit,
    Release,
    Rhythm,
    SlipGroup,
    TallyAtom,
    annual_figures,
    as_text,
    open_pool,
    period_findings,
    release_ratings,
    session_findings,
    session_planning,
)

ITEMS = dict.fromkeys("ab", BANDS)
LABELS = ("one", "two", "three", None)
Survey = list[Answer]
World = dict[str, Survey]

bands = st.sampled_from(Band)
named = st.sets(st.sampled_from(["one", "two", "three"])) | st.just({"one", "two"})
parameters = st.builds(
    lambda t, c, more: Parameters(
        max(t, 2 * c + 3), c, max(8, t, 2 * c + 3) + more, max(10, t, 2 * c + 3) + more
    ),
    t=st.sampled_from([5, 5, 6, 8]),
    c=st.sampled_from([1, 1, 2]),
    more=st.sampled_from([0, 0, 2]),
)


@st.composite
def surveys(draw: st.DrawFn) -> Survey:
    """A room where unanimity, lone dissent and mixed answers are all likely."""
    found = []
    for label in LABELS:
        size = draw(st.sampled_from([0, 0, 1, 4, 5, 6, 9, 10, 11]))
        habit = draw(bands)
        stray = draw(st.integers(0, size))
        for place in range(size):
            answer = {item: habit if place >= stray else draw(bands) for item in ITEMS}
            found.append(Answer(label, answer))
    return found


periods = st.lists(surveys(), min_size=1, max_size=4).map(
    lambda rooms: {f"S{place}": room for place, room in enumerate(rooms)}
)


def session_unit(room: Survey, names: set[str]) -> RatingUnit:
    return RatingUnit.of_session("S", room, ITEMS, names)


def taken_apart(world: World) -> tuple[list[RatingAtom], list[TallyAtom]]:
    answers = [answer for room in world.values() for answer in room]
    ratings = [RatingAtom(one.label, item, one.bands[item]) for one in answers for item in ITEMS]
    tallies = [
        TallyAtom(survey, label, sum(one.label == label for one in room))
        for survey, room in world.items()
        for label in LABELS
    ]
    return ratings, tallies


def period_unit(world: World, names: set[str]) -> RatingUnit:
    return RatingUnit.of_period(world, *taken_apart(world), ITEMS, names)


def check_release(rooms: World, names: set[str], held: Parameters, release: Release) -> None:
    """Everything true of a release that its answers can prove, reckoned afresh."""
    surveys_asked = len(rooms)
    coarseness = held.c * surveys_asked + 1
    keys = [cell.cell for cell in release.cells]
    assert keys == [ALL] or (set(keys) == names and len(keys) == len(names) >= 2)
    for cell in release.cells:
        inside = [[one for one in room if cell.cell in (ALL, one.label)] for room in rooms.values()]
        members = [one for room in inside for one in room]
        assert cell.n == len(members) >= max(held.t, 2 * coarseness + 1)
        assert max(len(room) for room in inside) >= held.t
        if release.rhythm is Rhythm.PERIOD and cell.cell != ALL:
            assert cell.n >= 10
        for item, figure in cell.items.items():
            true = {band: sum(one.bands[item] is band for one in members) for band in Band}
            outside = cell.n - max(true.values())
            if isinstance(figure, Exact):
                assert outside > coarseness
                assert true == dict(zip(figure.bands, figure.numbers, strict=True))
            else:
                assert outside <= coarseness
                assert figure.at_least == cell.n - coarseness <= true[figure.band]
            assert figure.n == cell.n


@settings(max_examples=250, deadline=None)
@given(surveys(), named, parameters)
def test_releases_by_session_keep_every_invariant(room, names, held):
    release = release_ratings(session_unit(room, names), held)
    if isinstance(release, Release):
        check_release({"S": room}, names, held, release)
    else:
        assert len(room) < held.t


@settings(max_examples=250, deadline=None)
@given(periods, named, parameters)
def test_releases_by_period_keep_every_invariant(world, names, held):
    release = release_ratings(period_unit(world, names), held)
    if isinstance(release, Release):
        check_release(world, names, held, release)


class Blunt(Parameters):
    def coarseness(self, surveys: int) -> int:
        return self.c


def test_the_invariants_notice_a_wrong_k():
    room = [Answer("one", dict.fromkeys(ITEMS, Band.LOW)) for _ in range(5)]
    room += [
        Answer("two", {"a": Band(band), "b": Band(band)}) for band in ["low"] * 3 + ["mid"] * 2
    ]
    release = release_ratings(session_unit(room, {"one", "two"}), Blunt())
    assert isinstance(release, Release)
    with pytest.raises(AssertionError):
        check_release({"S": room}, {"one", "two"}, Parameters(), release)


@settings(max_examples=100, deadline=None)
@given(periods, named, st.randoms(use_true_random=False))
def test_order_does_not_matter(world: World, names: set[str], random: Random):
    def shuffled(things: Sequence[object]) -> list:
        return random.sample(list(things), len(things))

    ratings, tallies = taken_apart(world)
    apart = RatingUnit.of_period(
        shuffled(list(world)), shuffled(ratings), shuffled(tallies), ITEMS, shuffled(list(names))
    )
    assert repr(release_ratings(apart, Parameters())) == repr(
        release_ratings(period_unit(world, names), Parameters())
    )
    for room in world.values():
        assert repr(release_ratings(session_unit(shuffled(room), names), Parameters())) == repr(
            release_ratings(session_unit(room, names), Parameters())
        )


def cells_of(release: Release | Nothing) -> list[tuple[str, int]]:
    return [(cell.cell, cell.n) for cell in release.cells] if isinstance(release, Release) else []


def reanswered(room: Survey, random: Random) -> Survey:
    return [Answer(one.label, {item: random.choice(list(Band)) for item in ITEMS}) for one in room]


@settings(max_examples=150, deadline=None)
@given(periods, named, st.randoms(use_true_random=False))
def test_the_choice_of_cells_is_blind_to_answers(world, names, random):
    other = {survey: reanswered(room, random) for survey, room in world.items()}
    for first, second in (
        (period_unit(world, names), period_unit(other, names)),
        *((session_unit(world[one], names), session_unit(other[one], names)) for one in world),
    ):
        assert cells_of(release_ratings(first, Parameters())) == cells_of(
            release_ratings(second, Parameters())
        )


def test_blindness_is_not_taken_for_granted():
    def hiding_unanimous_cells(room: Survey) -> list[tuple[str, int]]:
        release = release_ratings(session_unit(room, {"one", "two"}), Parameters())
        if any(len({one.bands["a"] for one in room if one.label == key}) == 1 for key in LABELS):
            return []
        return cells_of(release)

    def speaks(room: Survey) -> bool:
        other = reanswered(room, Random(1))
        return hiding_unanimous_cells(room) != hiding_unanimous_cells(other)

    assert find(surveys(), speaks)


Year = Callable[[World, list[Release]], bytes]


def year_held(_: World, releases: list[Release]) -> bytes:
    rows = annual_figures(releases)
    return "\n".join(
        f"{row.cell} {row.n} {row.item} {as_text(row.figure)}" for row in rows
    ).encode()


def year_with_overall_from_answers(world: World, releases: list[Release]) -> bytes:
    high = sum(one.bands["a"] is Band.HIGH for room in world.values() for one in room)
    return year_held(world, releases) + f"\n{high} high".encode()


def same_released(room: Survey, release: Release | Nothing, random: Random) -> Survey:
    """Other answers of the same room that the release cannot tell from the true ones."""
    other = [dict(one.bands) for one in room]
    shown = release.cells if isinstance(release, Release) else ()
    for item in ITEMS:
        free = set(range(len(room)))
        for cell in shown:
            inside = [i for i in free if cell.cell in (ALL, room[i].label)]
            free -= set(inside)
            figure = cell.items[item]
            if isinstance(figure, AtLeast):
                certain = [figure.band] * figure.at_least
                drawn = certain + random.choices(list(Band), k=len(inside) - len(certain))
            else:
                drawn = [other[i][item] for i in inside]
            for place, band in zip(random.sample(inside, len(inside)), drawn, strict=True):
                other[place][item] = band
        for place in free:
            other[place][item] = random.choice(list(Band))
    return [Answer(one.label, answer) for one, answer in zip(room, other, strict=True)]


def two_worlds(world: World, seed: int) -> tuple[World, World, list[Release]]:
    random, names = Random(seed), {"one", "two"}
    other, releases = {}, []
    for survey, room in world.items():
        release = release_ratings(session_unit(room, names), Parameters())
        other[survey] = same_released(room, release, random)
        assert repr(release) == repr(
            release_ratings(session_unit(other[survey], names), Parameters())
        )
        if isinstance(release, Release):
            releases.append(release)
    return world, other, releases


def differ(year: Year, world: World, seed: int) -> bool:
    one, other, releases = two_worlds(world, seed)
    return year(one, releases) != year(other, releases)


@settings(max_examples=150, deadline=None)
@given(periods, st.integers(0, 99))
def test_the_year_says_the_same_of_all_worlds_with_the_same_releases(world, seed):
    assert not differ(year_held, world, seed)


def test_a_year_drawn_from_answers_would_differ():
    assert find(periods, lambda world: differ(year_with_overall_from_answers, world, 1))


@settings(max_examples=150, deadline=None)
@given(periods)
def test_annual_bounds_are_true_and_stand_for_both_or_neither(world):
    _, _, releases = two_worlds(world, 0)
    rows = annual_figures(releases)
    assert {row.cell for row in rows} in (set(), {"one", "two"})
    apart = [
        survey
        for survey, room in world.items()
        if len(cells_of(release_ratings(session_unit(room, {"one", "two"}), Parameters()))) == 2
    ]
    for row in rows:
        members = [one for survey in apart for one in world[survey] if one.label == row.cell]
        assert row.n == row.figure.n == len(members) >= 10
        for band in Band:
            least, most = row.figure.bounds(band)
            assert least <= sum(one.bands[row.item] is band for one in members) <= most


def possible_authors(world: World, names: set[str], group: SlipGroup, waited: set) -> int:
    """How many people at least can have written one slip of a group: the most of one survey."""
    return max(
        sum(
            group.cell in (ALL, one.label)
            or (group.cell == "pool" and (survey, one.label in names) in waited)
            for one in room
        )
        for survey, room in world.items()
    )


def is_hidden(world: World, held: Parameters) -> bool:
    """Whether it is one survey, by session, with a number that counts towards no bar."""
    return [len(room) < held.t for survey, room in world.items() if survey == "S"] == [True]


def check_comments(
    world: World, names: set[str], opened: CommentRelease, held: Parameters
) -> list[SlipGroup]:
    counted = sum(len(room) for room in world.values())
    if is_hidden(world, held):
        counted = 0
    waiting = sum(opened.waiting_numbers.values())
    assert sum(group.n for group in opened.groups) + waiting == counted  # never both, none lost
    unstated_only = opened.waiting == "not_stated"
    waited = {(s, stated) for s in opened.waiting_numbers for stated in (True, False)}
    waited = {one for one in waited if not (unstated_only and one[1])}
    groups = list(opened.groups)
    pool = open_pool(opened.waiting_numbers, held)
    if isinstance(pool, SlipGroup):
        assert len([number for number in opened.waiting_numbers.values() if number]) >= 3
        groups.append(pool)
    for group in groups:
        assert possible_authors(world, names, group, waited) >= held.t
    return groups


@settings(max_examples=250, deadline=None)
@given(periods, named, parameters)
def test_no_group_of_comments_has_fewer_than_t_possible_authors(world, names, held):
    check_comments(world, names, period_findings(period_unit(world, names).turnout, held), held)
    for room in world.values():
        turnout = session_unit(room, names).turnout
        alone = {"S": room}
        for opened in (session_findings(turnout, held), session_planning(turnout, held)):
            groups = check_comments(alone, names, opened, held)
            cells = {group.cell for group in groups}
            assert cells in (set(), {ALL}) or (cells == names and len(names) >= 2)
        assert {group.cell for group in session_planning(turnout, held).groups} <= {ALL}


def test_the_authors_are_counted_as_people():
    room = [Answer(label, dict.fromkeys(ITEMS, Band.MID)) for label in ("one", "two") * 4]
    world = {"S0": room, "S1": room, "S2": room}
    without_the_five = CommentRelease((SlipGroup("one", 12), SlipGroup("two", 12)), "nobody")
    with pytest.raises(AssertionError):
        check_comments(world, {"one", "two"}, without_the_five, Parameters())
