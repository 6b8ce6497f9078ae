"""Erasing a member in any state: no total moves, no row goes that would tell, the answers stay."""

from collections.abc import Callable

import pytest
from django.db import connection

from cop.core.registry import Subject
from cop.members.models import Member
from cop.rights.services.erasing import erase_own
from feedback.models import Period, Released, Slip, Survey
from feedback.services import count_period
from tests.feedback.ballots import actor_of, answers, collect, count, members, opened, send
from tests.privacy.walk import World, differences, world_of

STATES = ["not collected", "collected", "sent", "counted", "opened"]
PEOPLE = 6
SAID = answers("white", 4, q2="Heard.", q5="More.")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def key_directory(settings, tmp_path):
    settings.KEY_DIR = tmp_path / "keys"


def erase(member: Member) -> None:
    erase_own(
        actor=actor_of(member),
        subject=Subject(community=member.community, person=member.person, member=member),
    )


def tables_of_feedback() -> World:
    with connection.cursor() as cursor:
        world = world_of(cursor)
    return {table: rows for table, rows in world.items() if table.startswith("public.feedback_")}


def forget(member: Member) -> None:
    """What must not be done: the rows go with the member."""
    Member.objects.filter(pk=member.pk).delete()


def year_with(
    community, erased_when: str, how: Callable[[Member], None] = erase
) -> tuple[object, list[str]]:
    """A survey and its period, somebody erased on the way, and two surveys that ask them not.

    Returns every number that came out, and the tables of feedback that the erasing changed.
    """
    crowd = members(community, PEOPLE)
    changed: list[str] = []

    def now(state: str) -> None:
        if state == erased_when:
            before = tables_of_feedback()
            how(crowd[0])
            changed.extend(differences(before, tables_of_feedback()))

    surveys = [opened(community, crowd, key="S1")]
    now("not collected")
    if erased_when != "not collected":
        paper = collect(crowd[0], surveys[0])
        now("collected")
        # Whoever is erased keeps their paper, and may still use it.
        send(surveys[0], paper, SAID)
        now("sent")
    for member in crowd[1:]:
        send(surveys[0], collect(member, surveys[0]), SAID)
    for key in ("S2", "S3"):
        surveys.append(opened(community, crowd[1:], key=key))
        for member in crowd[1:]:
            send(surveys[-1], collect(member, surveys[-1]), SAID)
    for survey in surveys:
        count(survey)
    now("counted")
    period = Period.objects.get()
    Period.objects.update(from_on="2026-01-01", to_on="2026-11-01")
    count_period(period_id=period.pk)
    now("opened")
    return outcome(), changed


def outcome() -> object:
    """Every number and word that came out."""
    numbers = Survey.objects.order_by("session__title")
    return (
        list(numbers.values_list("responses", "present", "could_answer", "added", "state")),
        sorted(Released.objects.values_list("cell", "item", "kind", "n", "value__high")),
        sorted(Slip.objects.values_list("cell", "question", "body")),
    )


@pytest.mark.parametrize("state", STATES)
def test_whenever_a_member_is_erased_no_number_moves_and_no_row_goes(cast, state):
    came_out, changed = year_with(cast.community, state)
    assert changed == []
    numbers, figures, slips = came_out
    answered = PEOPLE if state != "not collected" else PEOPLE - 1
    # Whoever came stands in N, erased or not; their answers are counted if they were sent.
    assert [one[:3] for one in numbers] == [(answered, PEOPLE, PEOPLE), (5, 5, 5), (5, 5, 5)]
    assert {n for _cell, _item, _kind, n, _high in figures} == {answered + 10}
    assert sum(question == "2" for _cell, question, _body in slips) == answered + 10


def test_rows_that_went_with_the_member_would_be_seen(cast):
    (numbers, *_rest), changed = year_with(cast.community, "sent", how=forget)
    assert "public.feedback_eligibility" in changed
    assert numbers[0][:3] != (PEOPLE, PEOPLE, PEOPLE)
