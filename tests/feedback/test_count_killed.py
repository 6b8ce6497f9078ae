"""kill -9 at every step of a count: nothing is lost, nothing doubled, nothing lies open."""

import datetime as dt
import os
import signal
import subprocess
import sys

import pytest
from django.db import connection

from cop.core import clock
from feedback.box import keys
from feedback.models import Atom, Collected, Eligibility, Envelope, Period, Released, Slip, Survey
from feedback.services import count_due
from tests.conftest import database_url
from tests.feedback.ballots import answers, collect, members, opened, send

pytestmark = pytest.mark.django_db(transaction=True)

# Runs the regular count in a process of its own, which dies before or after one of its steps.
PROGRAM = """
import importlib, os, signal, sys
from pathlib import Path
import django
django.setup()
from django.conf import settings
settings.KEY_DIR = Path(os.environ["KEYS"])
module, name, when = sys.argv[1:]
*path, last = name.split(".")
owner = importlib.import_module(module)
for part in path:
    owner = getattr(owner, part)
step = getattr(owner, last)
def dying(*args, **kwargs):
    if when == "after":
        step(*args, **kwargs)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(owner, last, dying)
from feedback.services import count_due
count_due()
"""

STEPS_OF_SURVEY = [
    ("feedback.box.count", "_close", "after"),
    ("feedback.box.releases", "Yield.store", "after"),
    ("feedback.box.envelopes", "empty_box", "after"),
    ("feedback.box.keys", "destroy", "before"),
    ("feedback.box.keys", "_overwrite", "after"),
    ("feedback.box.envelopes", "vacuum", "before"),
]
STEPS_OF_PERIOD = [
    ("feedback.box.period_count", "open_atoms", "after"),
    ("feedback.box.period_count", "_count", "after"),
    ("feedback.box.period_count", "clear_up", "before"),
]


def die_at(step: tuple[str, str, str], key_directory) -> None:
    url = database_url(connection.settings_dict["NAME"])
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "cop.settings",
        "KEYS": str(key_directory),
    }
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, *step],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr


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


def lies_open() -> bool:
    """Whether an answer is anywhere in clear before it is released."""
    return Slip.objects.exists() or Released.objects.exists()


@pytest.mark.parametrize("step", STEPS_OF_SURVEY, ids=lambda step: "-".join(step[1:]))
def test_a_survey_s_count_killed_at_any_step(cast, key_directory, step):
    cast.community.figures_rhythm = "session"
    cast.community.save()
    survey = due_survey(cast.community)
    die_at(step, key_directory)
    is_committed = not Envelope.objects.exists()
    assert is_committed == (Survey.objects.get().state == "counted")
    assert lies_open() == is_committed
    count_due()
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


@pytest.mark.parametrize("step", STEPS_OF_PERIOD, ids=lambda step: "-".join(step[1:]))
def test_a_period_s_count_killed_at_any_step(cast, key_directory, step):
    for key in ("S1", "S2", "S3"):
        due_survey(cast.community, key)
    count_due()
    Slip.objects.all().delete()  # those for planning are out
    Period.objects.update(to_on=clock.today("Europe/London") - dt.timedelta(days=3))
    die_at(step, key_directory)
    is_committed = not Atom.objects.exists()
    assert lies_open() == is_committed
    count_due()
    count_due()
    assert Released.objects.count() == 7
    assert {figure.n for figure in Released.objects.all()} == {15}
    assert sorted(Slip.objects.values_list("body", flat=True)) == ["Another."] * 15
    assert not Atom.objects.exists()
    assert keys.kept() == []
