"""What the database writes beside its tables: its log, the log of changes, its files, its figures.

Everything is read as bytes and searched in every usual spelling; each search finds the same answer
where somebody stores it unsealed.
"""

import json
import os
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import DatabaseError, connection

from cop.embedded.keeper import QUIET
from feedback.box import envelopes
from feedback.box.tables import table_name
from feedback.models import Atom, Collected, Envelope
from feedback.services import envelopes as service
from tests.conftest import database_url
from tests.feedback import ballots
from tests.privacy import places
from tests.privacy.canaries import Canary, found

pytestmark = pytest.mark.django_db(transaction=True)

# How an administrator in search of an error might set it, and how PostgreSQL comes.
TALKATIVE = {"log_statement": "all", "log_duration": "on", "log_min_duration_statement": "0"}
AS_IT_COMES = {
    "log_min_error_statement": "error",
    "log_error_verbosity": "default",
    "log_parameter_max_length": "-1",
    "log_parameter_max_length_on_error": "-1",
}
LOG = Path(os.environ["COP_DATA_DIR"]).parent / "embedded" / "postgres.log"


@pytest.fixture(autouse=True)
def key_directory(settings, tmp_path):
    settings.KEY_DIR = tmp_path / "keys"


@pytest.fixture
def survey(cast):
    return ballots.opened(cast.community, list(cast.members.values()))


@pytest.fixture
def told(survey) -> Iterator[Callable[..., str]]:
    """``told(settings, act)``: what the log says of an act that must fail in the database."""

    def run(settings: dict[str, str], act: Callable[[], None]) -> str:
        start = f"from here {uuid.uuid4()}"
        configure({**QUIET, **settings}, start)
        try:
            with pytest.raises(DatabaseError):
                act()
        finally:
            forget_settings()
            execute("DROP TRIGGER IF EXISTS trouble ON feedback_envelope")
        return LOG.read_text(errors="surrogateescape").partition(start)[2]

    return run


def configure(settings: dict[str, str], line: str) -> None:
    with connection.cursor() as cursor:
        for name, value in settings.items():
            cursor.execute("SELECT set_config(%s, %s, false)", [name, value])
        cursor.execute(f"DO $$ BEGIN RAISE LOG '{line}'; END $$")


def forget_settings() -> None:
    connection.close()
    connection.close_pool()


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


# What can go wrong with an envelope in the database.


class Troubles:
    def __init__(self, survey, member, monkeypatch, canary) -> None:
        self.survey, self.monkeypatch, self.canary = survey, monkeypatch, canary
        self.paper = ballots.collect(member, survey)

    def send(self) -> None:
        ballots.send(self.survey, self.paper, self.canary.response())

    def wrong_length(self) -> None:
        seal = service.seal_response
        with self.monkeypatch.context() as patch:
            patch.setattr(service, "seal_response", lambda *what: seal(*what)[:-1])
            self.send()

    def unsealed(self) -> None:
        """A build that forgot to seal: what every other trouble would show."""
        plain = json.dumps(self.canary.response()).encode()
        with self.monkeypatch.context() as patch:
            patch.setattr(service, "seal_response", lambda *_what: plain)
            self.send()

    def twice(self) -> None:
        self.send()
        envelope = Envelope.objects.get()
        envelopes.put_all(self.survey.pk, [(bytes(envelope.pk), bytes(envelope.ciphertext))])

    def trigger(self, body: str) -> None:
        execute(
            "CREATE OR REPLACE FUNCTION trouble() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {body}; RETURN NEW; END $$"
        )
        execute(
            "CREATE TRIGGER trouble BEFORE INSERT ON feedback_envelope "
            "FOR EACH ROW EXECUTE FUNCTION trouble()"
        )
        Envelope.objects.all().delete()
        self.send()

    def full_disk(self) -> None:
        self.trigger("RAISE 'could not extend file: no space left' USING ERRCODE = '53100'")

    def killed(self) -> None:
        self.trigger("PERFORM pg_terminate_backend(pg_backend_pid())")

    def too_slow(self) -> None:
        execute("SET statement_timeout = '50ms'")
        self.trigger("PERFORM pg_sleep(5)")

    def locked(self) -> None:
        execute("SET lock_timeout = '50ms'")
        number = int.from_bytes(self.survey.pk.bytes[:8], "big", signed=True)
        with psycopg.connect(database_url(connection.settings_dict["NAME"])) as other:
            other.execute("SELECT pg_advisory_xact_lock(%s)", [number])
            self.send()


TROUBLES = ["wrong_length", "twice", "full_disk", "killed", "too_slow", "locked"]


def test_log_never_repeats_an_answer(cast, survey, told, monkeypatch):
    canary = Canary()
    troubles = Troubles(survey, cast.members["rosa"], monkeypatch, canary)
    words = canary.of_the_answer()
    said = {}
    for name, settings in {"ours": {}, "talkative": TALKATIVE, "as it comes": AS_IT_COMES}.items():
        said[name] = "".join(told(settings, getattr(troubles, one)) for one in TROUBLES)
        assert found(said[name], words) == []
        for error in ("violates check", "duplicate key", "no space left", "terminating"):
            assert error in said[name], name
        # The server's log has the other workers' lines too: there may be more of each.
        for limit in ("statement timeout", "lock timeout"):
            assert f"canceling statement due to {limit}" in said[name], name
    # Not even the hash of a paper, or a sealed byte, unless somebody turns the log up.
    assert "INSERT" not in said["ours"]
    assert "INSERT" in said["talkative"]
    # The same failure of a build that does not seal.
    assert found(told({}, troubles.unsealed), words) == []
    assert found(told(AS_IT_COMES, troubles.unsealed), words)
    assert found(told(TALKATIVE, troubles.unsealed), words)


def test_an_unsealed_answer_would_be_in_every_place(cast, survey, monkeypatch):
    """What test_infra_whole.py does not find is there to be found where a build does not seal."""
    canary, since = Canary(), time.time()
    plain = json.dumps(canary.response()).encode().ljust(16_384)
    with monkeypatch.context() as patch:
        patch.setattr(service, "seal_response", lambda *_what: plain)
        ballots.send(survey, ballots.collect(cast.members["rosa"], survey), canary.response())
    seen = {
        place: bool(found(content, canary.of_the_answer()))
        for place, content in places.in_the_database(since).items()
    }
    assert seen == {"rows": True, "dump": True, "files": True, "log of changes": True}
    # Deleting does not help: which is why only ciphertext is ever deleted.
    Envelope.objects.all().delete()
    after = places.in_the_database(since)
    assert not found(after["rows"], canary.of_the_answer())
    assert found(after["files"], canary.of_the_answer())
    assert found(after["log of changes"], canary.of_the_answer())


def test_list_of_what_is_being_done_says_nothing(cast, survey):
    """A database administrator sees each connection's last statement, unless it is not noted."""
    with psycopg.connect(database_url(connection.settings_dict["NAME"]), autocommit=True) as other:
        asked = "SELECT query, query_start, state FROM pg_stat_activity WHERE pid = %s"
        paper = ballots.collect(cast.members["rosa"], survey)
        for name, is_seen in (("off", False), ("on", True)):
            execute(f"SET track_activities = {name}")
            pid = connection.connection.info.backend_pid
            ballots.send(survey, paper, Canary().response())
            query, started, state = other.execute(asked, [pid]).fetchone()
            assert (bool(query), started is not None, state == "idle") == (is_seen,) * 3
    forget_settings()


def figures_of(table: str) -> tuple[int, int]:
    """How many rows PostgreSQL says were ever written and deleted."""
    execute("SELECT pg_stat_force_next_flush()")
    with connection.cursor() as cursor:
        asked = "SELECT n_tup_ins, n_tup_del FROM pg_stat_user_tables WHERE relname = %s"
        cursor.execute(asked, [table])
        return cursor.fetchone()


def test_figures_of_the_database_are_forgotten_with_the_count(cast, survey):
    """Before the count they tell what counting the rows tells: how many, and not who."""
    envelopes.vacuum("feedback_envelope")
    for number, member in enumerate(list(cast.members.values())[:3], 1):
        ballots.send(survey, ballots.collect(member, survey), ballots.answers("white"))
        # The others move along each time: 1, 1 + 2, 1 + 2 + 3.
        written = number * (number + 1) // 2
        assert figures_of("feedback_envelope") == (written, written - number)
    execute("VACUUM feedback_envelope")
    assert figures_of("feedback_envelope") == (6, 3), "by itself the number outlives the count"
    ballots.count(survey)
    assert figures_of("feedback_envelope") == (0, 0)
    assert counted_anywhere() == []


def counted_anywhere() -> list[tuple]:
    """What is still counted of the box's tables, of what they keep apart, and of their indexes."""
    names = [table_name(model) for model in (Envelope, Collected, Atom)]
    execute("SELECT pg_stat_force_next_flush()")
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH box AS (SELECT oid, reltoastrelid FROM pg_class WHERE relname = ANY(%s))"
            " SELECT relname, n_tup_ins FROM pg_stat_all_tables WHERE n_tup_ins > 0"
            " AND relid IN (SELECT oid FROM box UNION SELECT reltoastrelid FROM box)",
            [names],
        )
        return cursor.fetchall()
