"""The demonstration: what it loads, what it opens, and that it leaves nothing running."""

import datetime as dt
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from caucus.selectors import accountability_figures, ledger_of, share_backs_side_by_side
from cop.core import clock
from cop.core.registry import first_calls_on
from cop.demo import story
from cop.demo.cast import CAST, SLUG
from cop.demo.services import load_demo
from cop.members.models import Community, Member, Organisation, User
from cop.rights.retention import certificate_of
from feedback.models import Atom, Comment, Envelope, Period, Review, Slip, Survey
from feedback.selectors import topics_of
from sessions_app.models import Proposal, Session
from tests.embedded.conftest import ROOT, environment, soon_nothing


@pytest.fixture(scope="module")
def year(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The fictional year, loaded once; what a test does to it is rolled back to here."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert load_demo()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(year: None, db: None) -> Community:
    return Community.objects.get(slug=SLUG)


def test_the_year_is_counted_and_the_next_session_lies_ahead(demo: Community):
    today = clock.today("Europe/London")
    assert Member.objects.filter(community=demo).count() == 40
    period = Period.objects.get(community=demo, is_pool=False)
    assert period.state == "counted"
    assert period.to_on < today
    assert (period.to_on + dt.timedelta(days=1)).day == 1
    assert not Envelope.objects.exists()
    assert not Atom.objects.exists()
    assert Slip.objects.exists()
    assert Session.objects.filter(community=demo, held_on__gt=today).count() == 2


def test_the_last_session_has_a_summary_that_was_approved(demo: Community):
    session = Session.objects.get(community=demo, key="S6")
    summary = session.summaries.get(state="approved")
    assert summary.content["came"] == "16 people came."  # S6 of the scenario
    assert len(summary.content["share_backs"]) == 2
    assert len(summary.content["leaders"]["actions"]) == 3
    assert "Thursday" in summary.content["next"]
    quiet = Session.objects.get(community=demo, key="S5")
    assert share_backs_side_by_side(quiet) == []  # a caucus of one


def test_what_was_promised_was_kept_or_not_or_is_late(demo: Community):
    """By hand, from cop/demo/promises.py: 8 taken on, 4 kept, 1 not, 2 late and 1 without a day."""
    today = clock.today("Europe/London")
    year = (story.year_began_on(today), story.year_ended_on(today))
    figures = accountability_figures(demo, *year)
    assert (figures.posted, figures.answered) == (5, 2)
    assert (figures.taken_on, figures.kept, figures.not_kept, figures.overdue) == (8, 4, 1, 2)
    ledger = ledger_of(demo)
    assert [bool(asked.answers) for asked in ledger.asks] == [False, False, True, False, True]


def test_members_said_what_they_need_and_one_organisation_is_there_twice(demo: Community):
    said = Member.objects.filter(community=demo).exclude(access_needs="")
    assert {member.name for member in said} == {
        "Kwame Boateng",
        "Hannah Whitworth",
        "Nadia Hussain",
    }
    doubles = Organisation.objects.filter(community=demo, name__startswith="Pennine Valley NHS")
    assert sorted(len(row.members.all()) for row in doubles) == [2, 10]


def test_its_first_day_has_a_certificate_that_confirms(demo: Community):
    run = demo.retention_runs.get()
    assert certificate_of(run).confirms
    assert set(run.lines.values_list("deleted", flat=True)) <= {0, None}


def test_its_comments_are_reviewed_in_part(demo: Community):
    """A visitor finds something at every step of a review."""
    states = set(Review.objects.values_list("state", flat=True))
    assert states == {"proposed", "returned"}
    assert Review.objects.filter(is_about_facilitator=True, outcome="paraphrase").count() == 1
    assert Comment.objects.filter(question="4", outcome="redacted").count() == 2
    groups = {survey.name: topics_of(survey) for survey in Survey.objects.filter(community=demo)}
    assert groups["Money and time"] == ("Meeting in person", "What became of our asks")
    assert groups["What we heard this year"] == (
        "The report",
        "What became of our asks",
        "Who speaks for a caucus",
    )


def test_topics_are_proposed_answered_and_one_is_put_first(demo: Community):
    """A visitor finds proposals, answers, an open first call, and why the format changed."""
    found = Proposal.objects.filter(community=demo)
    assert found.filter(source="member", state="open").count() == 3
    assert found.filter(source="feedback", state="open").exists()
    assert set(found.exclude(state="open").values_list("words", "state")) == {
        ("Repair: the day after we get it wrong", "adopted"),
        ("Meeting in person", "parked"),
        ("The report", "declined"),
    }
    first, second = Session.objects.filter(community=demo, imported=False)
    assert [topic.title for topic in first.topics.all()] == [first.title]
    assert set(first_calls_on([first, second])) == {second.pk}
    decision = demo.decisions.get()
    assert decision.reason == "So that there is time to reflect on what was heard."
    assert decision.decided_on < decision.session.held_on


def test_loading_again_changes_nothing(demo: Community):
    assert not load_demo()
    assert Community.objects.count() == 1


def test_everybody_in_the_cast_can_sign_in_and_is_marked_fictional(demo: Community):
    people = User.objects.filter(email__in=[part.email for part in CAST])
    assert people.count() == len(CAST)
    assert "fictional" in demo.name
    assert all(person.email.endswith("@example.org") for person in people)


@pytest.mark.parametrize(
    "today", [dt.date(2026, 11, 22), dt.date(2027, 1, 1), dt.date(2028, 2, 29)]
)
def test_sessions_of_the_story_lie_inside_its_year(today: dt.date):
    first, last = story.year_began_on(today), story.year_ended_on(today)
    held = [story.held_on(number, today) for number in range(6)]
    assert held == sorted(held)
    assert first <= held[0]
    assert held[-1] <= last < today
    assert {day.strftime("%A") for day in held} == {"Thursday"}


def test_doors_of_the_demonstration_are_shut_elsewhere(client: object):
    answer = client.get("/in/demo/")  # type: ignore[attr-defined]
    assert answer["Location"].startswith("/in/account/")


def manage(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment(data), capture_output=True, text=True, check=True
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def opened(port: int, process: subprocess.Popen[str]) -> str:
    """The first page, once it answers."""
    ends = time.monotonic() + 60
    while time.monotonic() < ends and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                return answer.read().decode()
        except OSError:
            time.sleep(0.2)
    pytest.fail("the demonstration did not open")


def test_load_only_then_serve_then_stop_either_way(data_dir: Path, tmp_path: Path):
    """As a person does it: commands on a fresh data folder, ended by Ctrl-C or by a signal."""
    loaded = manage(data_dir, "demo", "--load-only")
    assert loaded.stdout.splitlines()[-1] == SLUG
    report = tmp_path / "report.json"
    manage(
        data_dir, "annual_report", SLUG, "--from", "2020-01-01", "--to", "2099-12-31",
        "--output", str(report),
    )  # fmt: skip
    assert json.loads(report.read_text())["tables"]["attendance_by_session"]["total"] == 99

    for ending in (signal.SIGINT, signal.SIGTERM):
        served_until(ending, data_dir)
        assert soon_nothing(data_dir) == [], ending


def served_until(ending: signal.Signals, data_dir: Path) -> None:
    """The demonstration opens, says where it is, and ends in order."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "demo", "--port", str(port)],
        cwd=ROOT,
        env=environment(data_dir),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        assert "Try it as somebody in the demo" in opened(port, process)
        os.kill(process.pid, ending)
        assert process.wait(30) == 0, ending
    finally:
        if process.poll() is None:
            process.kill()
        said = process.stdout.read() if process.stdout else ""
        if process.stdout:
            process.stdout.close()
    assert f"http://127.0.0.1:{port}" in said
    assert "Traceback" not in said
