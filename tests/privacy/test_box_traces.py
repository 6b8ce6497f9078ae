"""What a person writes is nowhere before the count, and no bytes join a name to an envelope."""

import logging
import os
import subprocess
import uuid
from pathlib import Path

import pytest
import redis
from django.conf import settings as django_settings
from django.db import connection

from cop.audit.models import Entry
from cop.embedded.programs import postgres_programs
from cop.members.models import Member, User
from feedback.box import keys, papers
from feedback.box.base64url import encode
from feedback.models import Collected, Eligibility, Envelope, Slip
from sessions_app.models import Attendance
from tests.conftest import database_url
from tests.feedback.ballots import answers, collect, count, opened, send

CANARY = "The copper heron forgot my umbrella"


@pytest.fixture(autouse=True)
def key_directory(settings, tmp_path):
    settings.KEY_DIR = tmp_path / "keys"
    return settings.KEY_DIR


def dump_of_everything() -> str:
    """pg_dump of the whole database, as a backup would hold it."""
    database = connection.settings_dict["NAME"]
    done = subprocess.run(
        [postgres_programs(None) / "pg_dump", "--dbname", database_url(database)],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def holds(text: str) -> bool:
    """Whether the sentence is in a text, plain or as PostgreSQL prints bytes."""
    return CANARY in text or CANARY.encode().hex() in text


@pytest.mark.django_db(transaction=True)
def test_a_sentence_is_nowhere_before_the_count(cast, caplog, key_directory):
    caplog.set_level(logging.DEBUG)
    cast.community.comments_rhythm = "session"
    cast.community.save()
    crowd = list(cast.members.values())
    survey = opened(cast.community, crowd)
    for member in crowd:
        send(survey, collect(member, survey), answers("white", 5, q2=CANARY, q5=CANARY))
    assert not holds(dump_of_everything())
    assert not holds(caplog.text)
    assert not holds(logs_of_the_database())
    assert not any(CANARY.encode() in value for value in values_in_valkey())
    count(survey)
    assert Slip.objects.filter(body=CANARY).count() == 10
    assert holds(dump_of_everything()), "the look finds it once it is released"
    assert not holds(caplog.text)


def logs_of_the_database() -> str:
    folder = Path(os.environ["COP_DATA_DIR"]).parent / "embedded"
    return "".join(path.read_text(errors="replace") for path in folder.glob("*.log"))


def values_in_valkey() -> list[bytes]:
    client = redis.Redis.from_url(django_settings.CACHES["default"]["LOCATION"])
    found = []
    for key in client.scan_iter():
        found += [key, client.dump(key) or b""]
    client.close()
    return found


def windows(content: bytes, size: int = 8) -> set[bytes]:
    return {content[start : start + size] for start in range(len(content) - size + 1)}


def bytes_of(rows: list[dict], *, leave_out: set[str]) -> set[bytes]:
    """Every run of eight bytes in the columns, as stored and as text."""
    found: set[bytes] = set()
    for row in rows:
        for name, value in row.items():
            if name in leave_out or value is None or isinstance(value, bool):
                continue
            raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
            found |= windows(raw)
    return found


def identified(survey) -> set[bytes]:
    """What stands beside a name. The survey itself is no secret on either side."""
    rows = [
        *Eligibility.objects.filter(survey=survey).values(),
        *Collected.objects.filter(survey=survey).values(),
        *User.objects.values(),
        *Member.objects.values(),
        *Attendance.objects.values(),
        *Entry.objects.exclude(target_kind="survey").values("actor_key", "verb", "target_key"),
    ]
    return bytes_of(rows, leave_out={"survey_id", "community_id"})


@pytest.mark.django_db
def test_no_eight_bytes_are_shared_between_a_name_and_an_envelope(cast):
    survey = opened(cast.community, cast.members.values())
    collected = {}
    for name, member in cast.members.items():
        collected[name] = collect(member, survey)
        send(survey, collected[name], answers("white", 5))
    envelopes = bytes_of(list(Envelope.objects.values()), leave_out={"survey_id"})
    assert not identified(survey) & envelopes
    # The same look at a build that remembers, beside the name, the paper itself or its hash.
    message, _signature = collected["rosa"]
    for remembered in (papers.ballot_sha(message), message):
        Collected.objects.filter(member=cast.members["rosa"]).update(blinded_sha=remembered)
        seen = envelopes | bytes_of([{"message": message}], leave_out=set())
        assert identified(survey) & seen


@pytest.mark.django_db
def test_keys_are_for_the_program_alone(cast, key_directory):
    survey = opened(cast.community, [])
    folders = [key_directory, key_directory / str(survey.pk)]
    assert [oct(folder.stat().st_mode & 0o777) for folder in folders] == ["0o700"] * 2
    files = sorted(folders[1].iterdir())
    assert [file.name for file in files] == ["box.key", "codes.secret", "paper.key"]
    assert [oct(file.stat().st_mode & 0o777) for file in files] == ["0o600"] * 3


@pytest.mark.django_db
def test_private_keys_are_not_in_the_database(cast, key_directory):
    survey = opened(cast.community, [])
    private = windows(keys.box_key(survey.pk).private_bytes_raw())
    assert not private & windows(bytes(survey.box_public_key))
    assert (
        survey.fingerprint
        == keys.PublicKeys(bytes(survey.box_public_key), bytes(survey.paper_public_key)).fingerprint
    )
    assert encode(bytes(survey.box_public_key))


def test_destroyed_keys_are_overwritten_first(key_directory):
    owner = uuid.uuid4()
    keys.make_period_key(owner)
    path = key_directory / str(owner) / "box.key"
    link = key_directory / "kept.key"
    os.link(path, link)
    before = link.read_bytes()
    keys.destroy(owner)
    assert not path.exists()
    assert not path.parent.exists()
    assert len(link.read_bytes()) == len(before)
    assert link.read_bytes() != before
    keys.destroy(owner)
