"""A survey with a hidden number leaves nothing in its period by which the number can be told."""

import datetime as dt

import pytest

from cop.core import clock
from feedback.disclosure import FewerThan, Nothing
from feedback.models import Atom, Period, Released, Slip
from feedback.results import period_results, survey_result
from feedback.services import count_period
from tests.feedback.ballots import answers, collect, count, members, opened, send


@pytest.fixture(autouse=True)
def key_directory(settings, tmp_path):
    settings.KEY_DIR = tmp_path / "keys"


def ask(community, crowd, labels, key):
    """A counted survey on which everybody writes to every question."""
    survey = opened(community, crowd, key=key)
    for member, label in zip(crowd, labels, strict=False):
        texts = {f"q{one}": f"{key} on {one}" for one in "23456"}
        send(survey, collect(member, survey), answers(label, 4, **texts))
    return count(survey)


def over(period):
    day = clock.today("Europe/London") - dt.timedelta(days=3)
    Period.objects.filter(pk=period.pk).update(to_on=day)
    count_period(period_id=period.pk)
    period.refresh_from_db()


def kinds() -> dict[str, int]:
    return {kind: Atom.objects.filter(kind=kind).count() for kind in ("rating", "comment", "tally")}


@pytest.mark.parametrize("few", [0, 1, 4])
def test_by_period_the_same_is_shown_whatever_the_hidden_number(cast, few):
    crowd = members(cast.community, 12)
    labels = ["white"] * 6 + ["racially_minoritised"] * 5 + [None]
    for key in ("S1", "S2"):
        ask(cast.community, crowd, labels, key)
    before = kinds()
    survey = ask(
        cast.community, crowd[:8], ["white", "racially_minoritised", None, "white"][:few], "S3"
    )
    result = survey_result(survey)
    assert (result.responses, result.ratings) == (FewerThan(5), Nothing())
    # No rating, as many tallies as ever, and comments for findings alone, as of four.
    after = kinds()
    assert after["rating"] == before["rating"] == 24 * 7
    assert after["tally"] - before["tally"] == 6
    assert after["comment"] - before["comment"] == 4 * 3
    assert not Slip.objects.filter(survey=survey).exists()
    period = Period.objects.get()
    over(period)
    numbers = set(Released.objects.values_list("cell", "n"))
    assert numbers == {("white", 12), ("racially_minoritised", 10)}
    written = {
        (cell, question): Slip.objects.filter(period=period, cell=cell, question=question).count()
        for cell in ("white", "racially_minoritised", "pool")
        for question in "234"
    }
    assert written == {
        **dict.fromkeys([("white", question) for question in "234"], 12),
        **dict.fromkeys([("racially_minoritised", question) for question in "234"], 10),
        **dict.fromkeys([("pool", question) for question in "234"], 0),
    }
    assert period.destroyed_unread == ["findings", "planning"]
    assert period_results(cast.community)[0].surveys == 3


def test_its_comments_are_read_beside_others_where_there_is_room(cast):
    crowd = members(cast.community, 12)
    labels = ["white"] * 6 + ["racially_minoritised"] * 6
    for key in ("S1", "S2"):
        survey = opened(cast.community, crowd, key=key)
        for member, label in zip(crowd, labels, strict=True):
            send(survey, collect(member, survey), answers(label, 4))
        count(survey)
    ask(cast.community, crowd[:8], ["white"] * 3 + [None], "S3")
    period = Period.objects.get()
    over(period)
    bodies = Slip.objects.filter(period=period, question="2")
    assert list(bodies.values_list("cell", "body")) == [("white", "S3 on 2")] * 3
    assert period.destroyed_unread == ["findings", "planning"]


@pytest.mark.parametrize("few", [0, 4])
def test_by_session_the_pool_does_not_open_or_stay_shut_for_a_hidden_number(cast, few):
    cast.community.figures_rhythm = "session"
    cast.community.save()
    crowd = members(cast.community, 8)
    for key in ("S1", "S2"):
        ask(cast.community, crowd, ["white"] * 8, key)
    ask(cast.community, crowd, ["white"] * few, "S3")
    period = Period.objects.get()
    over(period)
    # Sixteen answers wait from two surveys, and a third of which nobody knows whether it has any.
    assert not Slip.objects.filter(period=period).exists()
    assert period.destroyed_unread == ["findings", "planning"]


@pytest.mark.parametrize("rhythm", ["session", "period"])
def test_as_many_pieces_are_sealed_for_nobody_as_for_four(cast, rhythm):
    """A dump before and one after would tell the hidden number by the rows between them."""
    cast.community.figures_rhythm = cast.community.comments_rhythm = rhythm
    cast.community.save()
    crowd = members(cast.community, 5)
    sealed = set()
    for number in range(5):
        before = Atom.objects.count()
        survey = opened(cast.community, crowd, key=f"S{number}")
        for member in crowd[:number]:
            send(survey, collect(member, survey), answers(None, 4, q2="One voice."))
        count(survey)
        sealed.add(Atom.objects.count() - before)
    assert len(sealed) == 1
