"""A worker is killed at every step of sending, and nobody gets a mail twice or is forgotten."""

import datetime as dt
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import time_machine
from django.conf import settings as configured
from django.db import connection, transaction

from cop.core import clock
from cop.post.enums import State
from cop.post.models import Message
from cop.post.services import Letter, post_letter, send_waiting
from tests.conftest import database_url
from tests.post.mail_server import PATIENCE, MailServer

ROSA, WILL = "rosa@example.org", "will@example.org"
HELLO = Letter("Hello", "How are you?\n.\nA line with a dot alone.\n")
OURS, CARELESS = "cop.post.services", "tests.post.careless"
RUN = "import django; django.setup(); from {module} import send_waiting; send_waiting()"
CELERY = ("-m", "celery", "-A", "cop", "worker", "--pool=solo", "--without-mingle")
WAITS_FOR_A_ROW = (
    "SELECT pid FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server(settings) -> Iterator[MailServer]:
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        yield server
        server.go_on.set()
        server.shutdown()


@contextmanager
def a_worker(server: MailServer, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process of its own on the run's database, with the server as its mail server."""
    environment = os.environ | {
        "DATABASE_URL": database_url(connection.settings_dict["NAME"]),
        "EMAIL_URL": server.url,
        "DJANGO_SETTINGS_MODULE": "cop.settings",
    }
    with subprocess.Popen(
        [sys.executable, *command], cwd=configured.BASE_DIR, env=environment
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def post(*addresses: str, letter: Letter = HELLO) -> list[Message]:
    recipients = [(address, "") for address in addresses]
    return post_letter(community_id=1, kind="test", recipients=recipients, letter=letter)


def states() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def later() -> int:
    """The next worker comes when the mail of the one that died is free again."""
    with time_machine.travel(clock.now() + dt.timedelta(minutes=11)):
        return send_waiting()


def kill_at(server: MailServer, step: str, module: str = OURS) -> None:
    server.hold_at(step)
    with a_worker(server, "-c", RUN.format(module=module)) as worker:
        assert server.reached.wait(PATIENCE)
        worker.kill()
        worker.wait()
        server.go_on.set()
    time.sleep(0.2)  # what the server still reads of the dead


def kill_between_answer_and_note(server: MailServer, *command: str) -> None:
    """The row is locked, so whoever sent the mail waits to write it down, and never comes to it."""
    server.hold_at("end")
    with a_worker(server, *command) as worker:
        assert server.reached.wait(PATIENCE)
        with transaction.atomic(), connection.cursor() as cursor:
            list(Message.objects.select_for_update())
            server.go_on.set()
            killed = False
            until = time.monotonic() + PATIENCE
            while not killed and time.monotonic() < until:
                time.sleep(0.05)
                cursor.execute(WAITS_FOR_A_ROW)
                if cursor.fetchall():
                    worker.kill()
                    worker.wait()
                    cursor.execute(f"SELECT pg_terminate_backend(pid) FROM ({WAITS_FOR_A_ROW}) w")
                    killed = True
        assert killed


@pytest.mark.parametrize("step", ["greeting", "rcpt", "data"])
def test_killed_before_the_mail_is_handed_over(server: MailServer, step: str):
    post(ROSA, WILL)
    kill_at(server, step)
    assert states() == [State.WAITING, State.WAITING]
    assert later() == 2
    assert (server.got(ROSA), server.got(WILL)) == (1, 1)


def test_killed_half_way_through_the_mail(server: MailServer):
    post(ROSA, letter=Letter("Hello", ("many words " * 80 + "\n") * 6_000))
    kill_at(server, "body")
    assert states() == [State.HANDING]
    assert later() == 0
    assert states() == [State.PERHAPS]
    assert server.got(ROSA) == 0


def test_killed_between_the_servers_answer_and_the_note(server: MailServer):
    post(ROSA, WILL)
    kill_between_answer_and_note(server, "-c", RUN.format(module=OURS))
    assert states() == [State.HANDING, State.WAITING]
    assert later() == 1  # the other one
    assert states() == [State.PERHAPS, State.SENT]
    assert later() == 0
    assert (server.got(ROSA), server.got(WILL)) == (1, 1)


def test_careless_worker_sends_twice(server: MailServer):
    """The same death, with one transaction around it all: Rosa gets two."""
    post(ROSA)
    command = RUN.format(module=CARELESS)
    server.hold_at("end")
    with a_worker(server, "-c", command) as worker:
        assert server.reached.wait(PATIENCE)
        worker.kill()
        worker.wait()
        server.go_on.set()
    assert states() == ["waiting"]
    with a_worker(server, "-c", command) as worker:
        assert worker.wait(PATIENCE) == 0
    assert server.got(ROSA) == 2


def test_celery_worker_killed_and_another_one_after_it(server: MailServer):
    """The job comes again, from the queue and from the clock; the mail does not."""
    post(ROSA, WILL)
    kill_between_answer_and_note(server, *CELERY)
    with a_worker(server, *CELERY), time_machine.travel(clock.now(), tick=True):
        post("tom@example.org")
        until = time.monotonic() + PATIENCE
        while server.got("tom@example.org") == 0 and time.monotonic() < until:
            time.sleep(0.1)
    later()
    assert states() == [State.PERHAPS, State.SENT, State.SENT]
    assert [server.got(who) for who in (ROSA, WILL, "tom@example.org")] == [1, 1, 1]


def test_two_workers_at_once(server: MailServer):
    post(ROSA, WILL)
    server.hold_at("rcpt")
    with a_worker(server, "-c", RUN.format(module=OURS)) as first:
        assert server.reached.wait(PATIENCE)
        assert send_waiting() == 1  # the one the other does not have in hand
        server.go_on.set()
        assert first.wait(PATIENCE) == 0
    assert states() == [State.SENT, State.SENT]
    assert (server.got(ROSA), server.got(WILL)) == (1, 1)


def test_mail_arrives_whole_with_a_name_of_its_own(server: MailServer):
    post(ROSA)
    key = Message.objects.get().key
    assert send_waiting() == 1
    assert Message.objects.get().key is None  # nothing leads from the log to the mail
    (got,) = server.delivered[ROSA]
    assert got["Message-ID"] == f"<{key}@practice-circle.example>"
    assert got.get_content().replace("\r\n", "\n") == HELLO.text
