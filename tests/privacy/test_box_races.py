"""Two at once at the box: what was said to be taken is counted, what is late is told so.

Each on a connection of its own, with the other held where it hurts most.
"""

import threading

import pytest
from django.db import connection, transaction

from feedback.models import Atom, Collected, Eligibility, Envelope
from feedback.services import PaperElsewhere, SurveyClosed, count_survey, issue_code
from feedback.services import envelopes as sending
from feedback.services import papers as collecting
from tests.at_once import wait_until_waited_for
from tests.feedback.ballots import actor_of, answers, close, collect, members, opened, send

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def key_directory(settings, tmp_path):
    settings.KEY_DIR = tmp_path / "keys"


@pytest.fixture
def crowd(cast):
    return members(cast.community, 6)


def at_once(*actions) -> list[Exception]:
    """Do all at the same moment; returns what failed."""
    start, failures = threading.Barrier(len(actions)), []

    def run(action) -> None:
        try:
            start.wait(60)
            action()
        except Exception as problem:  # noqa: BLE001  told by the main thread
            failures.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[action]) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def counting_meanwhile(survey) -> threading.Thread:
    """A count that has counted and commits once somebody waits for it; returns when it is there."""
    counted = threading.Event()

    def count() -> None:
        with transaction.atomic():
            close(survey)
            count_survey(survey_id=survey.pk)
            counted.set()
            wait_until_waited_for()
        connection.close()

    thread = threading.Thread(target=count)
    thread.start()
    assert counted.wait(60)
    return thread


def counted_ratings() -> int:
    return Atom.objects.filter(kind="rating").count() // 7


def sent_during_the_count(survey, crowd, monkeypatch) -> int:
    """One sends while the count of the others' runs; returns how many were told "in the box"."""
    taken = 0
    for member in crowd[1:]:
        send(survey, collect(member, survey), answers("white"))
        taken += 1
    paper = collect(crowd[0], survey)
    counts: list[threading.Thread] = []
    seal = sending._sealed

    def seal_during_the_count(*given):
        # Found open, and now on the way to the box.
        sealed = seal(*given)
        counts.append(counting_meanwhile(survey))
        return sealed

    with monkeypatch.context() as slow:
        slow.setattr(sending, "_sealed", seal_during_the_count)
        try:
            send(survey, paper, answers("white"))
            taken += 1
        except SurveyClosed:
            pass
        finally:
            counts[0].join()
    return taken


def test_what_is_sent_during_the_count_is_told_late_and_what_was_taken_is_counted(
    cast, crowd, monkeypatch
):
    survey = opened(cast.community, crowd)
    assert sent_during_the_count(survey, crowd, monkeypatch) == 5 == counted_ratings()
    assert not Envelope.objects.exists()


def test_without_the_second_look_at_the_box_it_would_be_lost(cast, crowd, monkeypatch):
    survey = opened(cast.community, crowd)
    monkeypatch.setattr(sending, "_refuse_if_closed", lambda _survey: None)
    assert sent_during_the_count(survey, crowd, monkeypatch) == 6
    assert counted_ratings() == 5
    assert Envelope.objects.count() == 1, "in a box whose key is gone"


def collected_at_the_close(survey, member, monkeypatch) -> bool:
    """Whether a paper is given out while the count runs."""
    counts: list[threading.Thread] = []
    lock = collecting.envelopes.lock_box

    def lock_during_the_count(owner) -> None:
        if not counts and owner == survey.pk and threading.current_thread() is here:
            counts.append(counting_meanwhile(survey))
        lock(owner)

    here = threading.current_thread()
    with monkeypatch.context() as slow:
        slow.setattr(collecting.envelopes, "lock_box", lock_during_the_count)
        try:
            collect(member, survey)
        except SurveyClosed:
            return False
        finally:
            counts[0].join()
    return True


def test_a_paper_asked_for_at_the_close_is_given_before_it_or_not_at_all(cast, crowd, monkeypatch):
    survey = opened(cast.community, crowd)
    assert not collected_at_the_close(survey, crowd[0], monkeypatch)
    assert not Collected.objects.exists()


def test_without_the_look_inside_the_lock_it_would_be_noted_for_ever(cast, crowd, monkeypatch):
    survey = opened(cast.community, crowd)
    monkeypatch.setattr(collecting, "is_open", lambda _survey: True)
    monkeypatch.setattr(collecting, "_signed", lambda *_given: bytes(256))
    asked = Eligibility.objects.get(survey=survey, member=crowd[0])
    monkeypatch.setattr(collecting, "_asked", lambda *_given: asked)
    monkeypatch.setattr("tests.feedback.ballots.unblinded", lambda *_given: b"")
    assert collected_at_the_close(survey, crowd[0], monkeypatch)
    assert Collected.objects.count() == 1, "after the count, which forgets them"


def test_one_paper_used_at_once_from_several_places_is_one_envelope(cast, crowd):
    survey = opened(cast.community, crowd)
    paper = collect(crowd[0], survey)
    uses = [
        lambda rating=rating: send(survey, paper, answers("white", rating)) for rating in (1, 5)
    ]
    assert at_once(*uses, *uses) == [], "sending again is safe, at once too"
    assert Envelope.objects.count() == 1


def test_a_paper_and_a_code_at_once_are_one_of_both(cast, crowd):
    survey = opened(cast.community, crowd)
    refused = at_once(
        lambda: collect(crowd[0], survey),
        lambda: issue_code(actor=actor_of(crowd[0]), survey=survey),
    )
    assert [type(one) for one in refused] == [PaperElsewhere]
    assert Collected.objects.count() == 1


def test_papers_and_envelopes_of_many_at_once_all_arrive(cast, crowd):
    survey = opened(cast.community, crowd)

    def give(member) -> None:
        send(survey, collect(member, survey), answers("white"))

    assert at_once(*(lambda member=member: give(member) for member in crowd)) == []
    assert (Collected.objects.count(), Envelope.objects.count()) == (6, 6)
    close(survey)
    assert at_once(*[lambda: count_survey(survey_id=survey.pk)] * 2) == []
    assert counted_ratings() == 6
