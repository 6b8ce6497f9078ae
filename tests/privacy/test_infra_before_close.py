"""Before a survey closes nobody sees whether anybody answered: in no page, command or health check.

Everybody opens every address, before the first answer, after one and after three; and every command
that only reads is run. Each answer must be the same, byte for byte.
"""

import logging
import re
from collections.abc import Iterable
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import CommandError, call_command, get_commands
from django.db import connection, transaction
from django.test import Client

from cop.core import registry
from feedback.models import Envelope
from reports.services import begin_report
from tests.access.matrix import NAMES
from tests.access.test_data_classes import addresses
from tests.access.urls_reports import DATES
from tests.feedback import ballots
from tests.moments import NOW
from tests.people import Cast, sign_in

Seen = dict[tuple[str | None, str], bytes]

# What is drawn anew for every request, whoever asks.
PER_REQUEST = re.compile(
    rb'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"'
    rb"|<!--[0-9a-f]+ -->"  # what keeps the length of a page secret
    rb'|name="form_key" value="[0-9a-f-]+"'  # of each form that is shown
)
# An authenticator's new secret, and the picture of it.
ANEW_EACH_TIME = {"/in/account/2fa/totp/activate/"}
# A member who answers, and whoever knows most about everybody else.
COMPARED = ("rosa", "amara", "bilal", "ines", "joy", None)
# Commands that only read, as somebody at the machine calls them; and those that write.
READING = {
    "audit_anonymity": [],
    "retain": ["--dry-run"],
    "annual_report": ["northern", "--from", "2026-01-01", "--to", "2026-12-31"],
}
WRITING = {"create_community", "demo", "give_up_survey", "import_register", "import_responses"}


@pytest.fixture(autouse=True)
def key_directory(settings, tmp_path):
    settings.KEY_DIR = tmp_path / "keys"


@pytest.fixture(autouse=True)
def no_log():
    """A thousand closed doors would be told of, one by one."""
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(autouse=True)
def fixed_day():
    """Time stands still: nothing differs because it is later."""
    with time_machine.travel(NOW, tick=False):
        yield


class World:
    """An open survey of a session, everybody's paper collected, and nobody has answered yet."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        people = [*cast.members.values(), *ballots.members(cast.community, 6)]
        self.survey = ballots.opened(cast.community, people)
        self.papers = [ballots.collect(member, self.survey) for member in people]
        self.browsers: dict[str | None, Client] = {None: Client()}
        for name in NAMES:
            self.browsers[name] = Client()
            sign_in(self.browsers[name], cast.people[name])
        self.report = begin_report(actor=cast.actor("bilal"), title="Our year", **DATES)

    def ids(self) -> dict[str, Any]:
        return {
            "slug": self.cast.community.slug,
            "session_id": self.survey.session.pk,
            "member_id": self.cast.members["rosa"].pk,
            "report_id": self.report.pk,
            "survey_id": self.survey.pk,
            "from_on": self.survey.period.from_on.isoformat(),
            "unit_id": self.survey.period_id,
            "code": "PPN-1",
            "question": "2",
            "table": "attendance_by_session",
            "appointment_id": self.cast.okafor.appointments.get().pk,
        }

    def answer(self, number: int) -> None:
        for paper in self.papers[:number]:
            ballots.send(self.survey, paper, ballots.answers("white", 5, q2="The heron came"))
        assert Envelope.objects.count() == number


def pages(world: World, people: Iterable[str | None], *, only: str = "") -> Seen:
    """What each of these people gets from every address; nothing of the walk itself remains."""
    seen: Seen = {}
    for name in people:
        cache.clear()
        with transaction.atomic():
            for url in [only] if only else where_to_look(world, name):
                seen[name, url] = answer_to(world.browsers[name], url)
            transaction.set_rollback(True)
    return seen


def where_to_look(world: World, name: str | None) -> list[str]:
    """Every address; an account's own pages are the same for all and looked at with one person."""
    urls = addresses(world.ids())
    assert len(urls) > 60
    return [url for url in urls if name == "rosa" or not url.startswith("/in/account/")]


def answer_to(client: Client, url: str) -> bytes:
    """Status, headers and content; what is drawn anew for each request left out."""
    response = client.get(url)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    headers = sorted((name, value) for name, value in response.items())
    whole = f"{response.status_code} {headers}".encode() + content
    return PER_REQUEST.sub(b"", whole)


def changed(before: Seen, after: Seen) -> set[tuple[str | None, str]]:
    return {where for where, what in after.items() if before[where] != what} - {
        (name, url) for name, url in after if url in ANEW_EACH_TIME
    }


def test_no_page_tells_anybody_that_somebody_answered(cast, monkeypatch):
    world = World(cast)
    door = f"/in/c/northern/sessions/{world.survey.session.pk}/"
    before = pages(world, COMPARED)
    assert sum(what.startswith(b"200") for what in before.values()) > 150
    assert b"Give feedback" in before["rosa", door], "the survey is open"
    world.answer(1)
    assert changed(before, pages(world, COMPARED, only=door)) == set()
    world.answer(3)
    assert changed(before, pages(world, COMPARED)) == set()
    # One panel with a number in it, on one page for one role, would be seen.
    monkeypatch.setattr(registry, "session_panels", [*registry.session_panels, counting_panel])
    before = pages(world, COMPARED, only=door)
    world.answer(4)
    assert changed(before, pages(world, COMPARED, only=door)) == {("amara", door)}


def test_no_page_even_asks_whether_somebody_answered(cast, monkeypatch):
    """Of those whose pages were not compared: what no statement reads, no page can tell."""
    world = World(cast)
    world.answer(1)
    asked: list[str] = []

    def note(execute, sql, *rest):
        if "feedback_envelope" in sql:
            asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        assert len(pages(world, sorted(set(NAMES) - {*COMPARED}))) > 400
        assert asked == []
        monkeypatch.setattr(registry, "session_panels", [counting_panel])
        pages(world, ["amara"], only=f"/in/c/northern/sessions/{world.survey.session.pk}/")
        assert len(asked) == 1


def counting_panel(actor, _session) -> list[registry.Panel]:
    """Kindly meant: how many answers are in, for a co-chair alone."""
    if actor.person.name != "Amara Osei":
        return []
    return [registry.Panel("Feedback", f"{Envelope.objects.count()} have answered so far.")]


def said_by_commands(tmp_path) -> dict[str, str]:
    said = {}
    for name, arguments in READING.items():
        to_file = ["--output", str(tmp_path / "report.json")] if name == "annual_report" else []
        out = StringIO()
        try:
            call_command(name, *arguments, *to_file, stdout=out, stderr=out)
        except CommandError as error:
            out.write(str(error))
        said[name] = out.getvalue()
        for file in sorted(tmp_path.glob("report.*")):
            said[file.name] = file.read_bytes().hex()
    return said


def test_no_command_tells_that_somebody_answered(cast, tmp_path):
    ours = {name for name, app in get_commands().items() if not is_foreign(app)}
    assert ours == READING.keys() | WRITING, "decide whether the new command only reads"
    world = World(cast)
    before = said_by_commands(tmp_path)
    assert all(before.values())
    for number in (1, 3):
        world.answer(number)
        assert said_by_commands(tmp_path) == before


def test_health_page_tells_nobody_that_somebody_answered(cast, monkeypatch):
    world = World(cast)
    for alarms, changes in (
        (registry.alarms, set()),
        (lambda: {"envelopes": Envelope.objects.count()}, {(None, "/health/")}),
    ):
        monkeypatch.setattr(registry, "alarms", alarms)
        Envelope.objects.all().delete()
        before = pages(world, [None], only="/health/")
        world.answer(3)
        assert changed(before, pages(world, [None], only="/health/")) == changes


def is_foreign(app: object) -> bool:
    return str(app).partition(".")[0] not in {
        "cop",
        "feedback",
        "reports",
        "sessions_app",
        "caucus",
    }
