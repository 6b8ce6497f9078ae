"""kill -9 before every step of a count: nothing is lost, nothing doubled, nothing lies open."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import connection

from cop.core import clock
from feedback.box import keys
from feedback.models import (
    Atom,
    Collected,
    CountedList,
    Eligibility,
    Envelope,
    Period,
    Released,
    Slip,
    Survey,
)
from feedback.services import count_due
from tests.conftest import database_url
from tests.feedback.ballots import answers, collect, members, opened, send
from tests.feedback.killing import EARLY, counting
from tests.privacy.walk import world_of

pytestmark = pytest.mark.django_db(transaction=True)
State = tuple[object, ...]


def due_survey(community, key="S1") -> Survey:
    found = list(community.members.filter(reference__startswith="V"))
    crowd = found or members(community, 5)
    survey = opened(community, crowd, key=key)
    for member in crowd:
        send(survey, collect(member, survey), answers("white", 5, q5="One voice.", q2="Another."))
    Survey.objects.filter(pk=survey.pk).update(
        closes_on=clock.today("Europe/London") - dt.timedelta(days=1)
    )
    return survey


@pytest.fixture
def run(key_directory) -> Iterator[Callable[..., Callable[[int], str]]]:
    url = database_url(connection.settings_dict["NAME"])
    with ExitStack() as ends:
        yield lambda **fault: ends.enter_context(counting(url, key_directory, **fault))


def killed_everywhere(program, state: Callable[[], State]) -> list[str]:
    """Die before the first step, the second, … until it ends; returns before what it died.

    Whenever something has been done for good, the next runs begin from there.
    """
    died, step, before = [], 1, state()
    while (where := program(step)) != "ended":
        assert where, "it failed"
        died.append(where)
        now = state()
        step = step + 1 if now == before else 1
        before = now
        assert len(died) < 400
    state()
    return died


def key_files(folder: Path, first: dict[Path, bytes]) -> State:
    """Which files are there, and which of them are as they were."""
    there = {path: path.read_bytes() for path in sorted(folder.rglob("*.key"))}
    first = first or there
    return tuple((path.name, content == first.get(path)) for path, content in there.items())


def in_clear() -> str:
    with connection.cursor() as cursor:
        world = world_of(cursor)
    return "".join(row for rows in world.values() for row in rows)


def has(died: list[str], *names: str) -> bool:
    return all(any(one.startswith(name) for one in died) for name in names)


def state_of_survey(survey: Survey, key_directory: Path) -> Callable[[], State]:
    folder = key_directory / str(survey.pk)
    first = {path: path.read_bytes() for path in folder.rglob("*.key")}

    def state() -> State:
        survey.refresh_from_db()
        is_counted = survey.state == "counted"
        assert Envelope.objects.count() == (0 if is_counted else 5)
        assert CountedList.objects.exists() is is_counted
        assert Slip.objects.exists() is Released.objects.exists() is is_counted
        assert Atom.objects.exists() is is_counted
        assert ("One voice." in in_clear()) is is_counted
        assert "Another." not in in_clear()
        if not is_counted:
            assert keys.box_key(survey.pk).private_bytes_raw() == first[folder / "box.key"]
        return survey.state, key_files(folder, first), folder.exists()

    return state


def test_a_survey_s_count_killed_before_every_step(cast, key_directory, run):
    cast.community.figures_rhythm = "session"
    cast.community.save()
    survey = due_survey(cast.community)
    died = killed_everywhere(run(), state_of_survey(survey, key_directory))
    assert has(died, "COMMIT", 'INSERT INTO "feedback_slip"', 'INSERT INTO "feedback_released"')
    assert has(died, 'DELETE FROM "feedback_envelope"', "open", "os.remove", "TRUNCATE")
    assert has(died, 'VACUUM "feedback_envelope"', 'VACUUM (FULL) "feedback_atom"')
    count_due()
    survey.refresh_from_db()
    assert (survey.state, survey.responses, survey.present) == ("counted", 5, 5)
    assert Released.objects.count() == 7
    assert {figure.n for figure in Released.objects.all()} == {5}
    assert sorted(Slip.objects.values_list("body", flat=True)) == ["One voice."] * 5
    assert Atom.objects.filter(kind="comment").count() == 5 * 3
    assert not Envelope.objects.exists()
    assert not Eligibility.objects.exists()
    assert not Collected.objects.exists()
    assert [one.owner for one in keys.kept()] == [survey.period_id]


def test_a_count_that_destroys_its_key_too_early_is_found_out(cast, key_directory, run):
    cast.community.figures_rhythm = "session"
    cast.community.save()
    survey = due_survey(cast.community)
    with pytest.raises((keys.KeyMissing, AssertionError)):
        killed_everywhere(run(fault=EARLY), state_of_survey(survey, key_directory))


def test_a_period_s_count_killed_before_every_step(cast, key_directory, run):
    for key in ("S1", "S2", "S3"):
        due_survey(cast.community, key)
    count_due()
    Slip.objects.all().delete()  # those for planning are out
    Period.objects.update(to_on=clock.today("Europe/London") - dt.timedelta(days=3))
    period = Period.objects.get()
    folder = key_directory / str(period.pk)
    first = {path: path.read_bytes() for path in folder.rglob("*.key")}
    atoms = Atom.objects.count()

    def state() -> State:
        period.refresh_from_db()
        is_counted = period.state == "counted"
        assert Atom.objects.count() == (0 if is_counted else atoms)
        assert Slip.objects.exists() is Released.objects.exists() is is_counted
        assert ("Another." in in_clear()) is is_counted
        if not is_counted:
            assert keys.box_key(period.pk).private_bytes_raw() == first[folder / "box.key"]
        return period.state, key_files(folder, first), folder.exists()

    died = killed_everywhere(run(), state)
    assert has(died, "COMMIT", 'INSERT INTO "feedback_slip"', 'VACUUM "feedback_atom"')
    count_due()
    assert Released.objects.count() == 7
    assert {figure.n for figure in Released.objects.all()} == {15}
    assert sorted(Slip.objects.values_list("body", flat=True)) == ["Another."] * 15
    assert not Atom.objects.exists()
    assert keys.kept() == []
