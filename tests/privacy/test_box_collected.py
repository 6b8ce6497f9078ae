"""Who has collected a paper: not to be learned from the register, from rows, files or backups.

Every attack comes with a leaky variant it wins against.
"""

import itertools
import os
import subprocess
import time
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from django.urls import reverse

from cop.embedded.programs import postgres_programs
from feedback.box import collected
from feedback.models import Atom, Collected, Eligibility
from feedback.services import surveys
from sessions_app.services import record_attendance
from tests.conftest import database_url
from tests.feedback.ballots import answers, collect, count, members, opened, send
from tests.pages import parse, select, texts
from tests.people import sign_in
from tests.privacy.walk import World, differences, world_of

BACKUP = django_settings.BASE_DIR / "deploy" / "backup.sh"
PROGRAMS = postgres_programs(None)


@pytest.fixture(autouse=True)
def key_directory(settings, tmp_path):
    settings.KEY_DIR = tmp_path / "keys"


def rows(question: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchall()


# The secretary, who can untick and tick


def toggled(cast, survey, crowd, who) -> tuple[World, list[str]]:
    """The database and the survey's page after everybody was taken off the register and put back.

    ``who`` had collected. Everything is rolled back, counters too.
    """
    before = rows(
        "SELECT schemaname || '.' || sequencename, coalesce(last_value, start_value),"
        " last_value IS NOT NULL FROM pg_sequences"
    )
    with transaction.atomic():
        for member in who:
            collect(member, survey)
        for absent in crowd:
            there = [member for member in crowd if member != absent]
            for came in (there, crowd):
                record_attendance(
                    actor=cast.actor("bilal"), session=survey.session, members=came, reason="Gone"
                )
        with connection.cursor() as cursor:
            world = world_of(cursor)
        browser = Client()
        sign_in(browser, cast.bilal)
        url = reverse("feedback:survey_detail", args=[cast.community.slug, survey.pk])
        page = texts(select(parse(browser.get(url).content), "main"))
        transaction.set_rollback(True)
    for name, value, is_called in before:
        rows(f"SELECT setval('{name}', {value}, {is_called})")
    del world["public.feedback_collected"]
    return world, page


def told_by_the_register(cast) -> list[str]:
    """Tables, or the page, that differ with who has collected, over every pattern of three."""
    crowd = members(cast.community, 3)
    with time_machine.travel("2026-11-22 12:00Z", tick=False):
        survey = opened(cast.community, crowd)
        patterns = itertools.product((False, True), repeat=3)
        worlds = [
            toggled(cast, survey, crowd, list(itertools.compress(crowd, pattern)))
            for pattern in patterns
        ]
    first, first_page = worlds[0]
    found = {table for world, _page in worlds for table in differences(first, world)}
    return sorted(found | {"page" for _world, page in worlds if page != first_page})


@pytest.mark.django_db
def test_taking_people_off_the_register_and_back_says_nothing_of_who_collected(cast):
    assert told_by_the_register(cast) == []


@pytest.mark.django_db
def test_it_would_if_rows_were_taken_away_unless_a_paper_was_collected(cast, monkeypatch):
    keep = surveys.sync_rows

    def sync_rows(survey):
        came = surveys.everybody_asked(survey).values("pk")
        holding = Collected.objects.filter(survey=survey).values("member")
        asked = Eligibility.objects.filter(survey=survey).exclude(member__in=came)
        asked.exclude(member__in=holding).delete()
        return keep(survey)

    monkeypatch.setattr(surveys, "sync_rows", sync_rows)
    assert {"public.audit_entry", "public.feedback_survey", "page"} <= set(
        told_by_the_register(cast)
    )


# Whoever reads the tables


def marks(table: str) -> list[tuple]:
    return rows(f"SELECT ctid::text, xmin::text, xmax::text, row::text FROM {table} row ORDER BY 1")


@pytest.mark.django_db(transaction=True)
def test_rows_do_not_say_who_collected_nor_in_which_order(cast, monkeypatch):
    crowd = members(cast.community, 6)
    survey = opened(cast.community, crowd)
    untouched = (
        "feedback_eligibility",
        "members_member",
        "members_user",
        "sessions_app_attendance",
    )
    before = {table: marks(table) for table in untouched}
    for member in (crowd[3], crowd[0], crowd[5], crowd[1]):
        collect(member, survey)
    assert {table: marks(table) for table in untouched} == before
    assert len({xmin for _ctid, xmin, _xmax, _row in marks("feedback_collected")}) == 1

    def put_plainly(pk, member: int, sha: bytes) -> None:
        Collected.objects.create(survey_id=pk, member_id=member, blinded_sha=sha)

    monkeypatch.setattr(collected, "put_collected", put_plainly)
    for member in (crowd[4], crowd[2]):
        collect(member, survey)
    assert len({xmin for _ctid, xmin, _xmax, _row in marks("feedback_collected")}) == 3


def on_the_disk() -> bytes:
    """The table's own file."""
    ((path, data),) = rows(
        "SELECT pg_relation_filepath('feedback_collected'), current_setting('data_directory')"
    )
    rows("SELECT 1")
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    return (Path(data) / path).read_bytes()


def wiped(of_survey: bytes) -> None:
    """What another's snapshot or lock has left is done by a later run, as every quarter hour."""
    for _try in range(200):
        if collected.wipe() and of_survey not in on_the_disk():
            return
        time.sleep(0.25)


@pytest.mark.django_db(transaction=True)
def test_after_the_count_the_table_s_file_knows_nobody(cast):
    crowd = members(cast.community, 5)
    survey = opened(cast.community, crowd)
    other = opened(cast.community, crowd, key="S2")
    for member in crowd:
        collect(member, survey)
    collect(crowd[0], other)
    of_survey = survey.pk.bytes
    Collected.objects.filter(survey=survey, member=crowd[0]).delete()
    assert on_the_disk().count(of_survey) > 4, "rows that were deleted are still there to be read"
    count(survey)
    wiped(of_survey)
    assert on_the_disk().count(of_survey) == 0
    assert on_the_disk().count(other.pk.bytes) == 1
    count(other)
    wiped(other.pk.bytes)
    assert on_the_disk() == b""


@pytest.mark.django_db(transaction=True)
def test_a_backup_does_not_hold_who_collected(cast, tmp_path):
    crowd = members(cast.community, 3)
    survey = opened(cast.community, crowd)
    collect(crowd[1], survey)
    ((sha,),) = rows("SELECT encode(blinded_sha, 'hex') FROM feedback_collected")
    url = database_url(connection.settings_dict["NAME"])
    env = {"PATH": f"{PROGRAMS}:{os.environ['PATH']}", "DATABASE_URL": url}

    def run(*command: object) -> str:
        done = subprocess.run(
            list(map(str, command)), env=env, capture_output=True, text=True, check=True
        )
        return done.stdout

    file = run("sh", BACKUP, tmp_path).strip()
    shipped = run("pg_restore", "-f", "-", file)
    assert sha not in shipped
    assert "CREATE TABLE public.feedback_collected" in shipped
    assert str(survey.pk) in shipped
    assert sha in run("pg_dump", "--dbname", url), "a careless one would"


# After the count


@pytest.mark.django_db(transaction=True)
def test_no_transaction_s_number_says_from_which_survey_an_atom_is(cast):
    crowd = members(cast.community, 5)

    def counted(key: str) -> None:
        survey = opened(cast.community, crowd, key=key)
        for member in crowd:
            send(survey, collect(member, survey), answers("white", 4))
        count(survey)

    question = "SELECT count(DISTINCT xmin::text) FROM feedback_atom"
    counted("S1")
    first = set(Atom.objects.values_list("pk", flat=True))
    counted("S2")
    assert rows(question) == [(1,)]
    lie = [pk in first for (pk,) in rows("SELECT id FROM feedback_atom")]
    assert len(lie) == 2 * len(first)
    assert lie != sorted(lie)
    assert lie != sorted(lie, reverse=True)
    Atom.objects.filter(pk=next(iter(first))).update(kind=F("kind"))
    assert rows(question) == [(2,)], "the look tells them apart where there is something to tell"
