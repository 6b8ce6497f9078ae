"""The record is attacked in the database, by whoever owns it."""

import datetime as dt
import re
import uuid

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from cop.audit.models import KEPT_MONTHS, Entry
from cop.audit.services import record

OLD, YOUNG = "24 months 1 minute", "23 months 29 days"


def entry_of(age: str) -> int:
    """An entry as old as that, put in behind the program's back; nothing forbids adding."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_entry"
            " (at, community_key, verb, target_kind, target_key, fields)"
            " VALUES (now() - %s::interval, %s, 'change', 'member', '1', '{}') RETURNING id",
            [age, uuid.uuid4()],
        )
        return cursor.fetchone()[0]


def refused(statement: str, *values: object) -> bool:
    """Whether the database refused the statement, and for the reason it should have."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except DatabaseError as error:
        return "append-only" in str(error)
    return False


@pytest.mark.django_db
class TestChanges:
    def test_no_entry_changes_whatever_its_age(self, cast):
        young = record(actor=cast.system, verb="change", target=cast.community).pk
        for pk in (young, entry_of(OLD)):
            assert refused("UPDATE audit_entry SET verb = 'read' WHERE id = %s", pk)
            assert refused("UPDATE audit_entry SET at = now() - '3 years'::interval")
        with pytest.raises(DatabaseError), transaction.atomic():
            Entry.objects.filter(pk=young).update(actor_key=None)

    def test_an_upsert_is_a_change_too(self):
        pk = entry_of(OLD)
        assert refused(
            "INSERT INTO audit_entry (id, at, community_key, verb, target_kind, target_key, fields)"
            " SELECT id, at, community_key, 'read', target_kind, target_key, fields"
            " FROM audit_entry WHERE id = %s ON CONFLICT (id) DO UPDATE SET verb = 'read'",
            pk,
        )


@pytest.mark.django_db
class TestDeleting:
    def test_the_day_before_24_months_and_the_minute_after(self):
        old, young = entry_of(OLD), entry_of(YOUNG)

        assert refused("DELETE FROM audit_entry WHERE id = %s", young)
        assert not refused("DELETE FROM audit_entry WHERE id = %s", old)

        assert list(Entry.objects.values_list("pk", flat=True)) == [young]

    def test_an_old_one_does_not_take_a_young_one_with_it(self):
        both = {entry_of(OLD), entry_of(YOUNG)}

        assert refused("DELETE FROM audit_entry")

        assert set(Entry.objects.values_list("pk", flat=True)) == both

    def test_nobody_hides_behind_a_replicas_role(self):
        """Where an ordinary trigger sleeps, these two do not."""
        pk = entry_of(YOUNG)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
        assert refused("DELETE FROM audit_entry WHERE id = %s", pk)
        assert refused("UPDATE audit_entry SET verb = 'read'")

    def test_python_and_the_database_count_the_same_months(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_get_functiondef('audit_entry_append_only'::regproc)")
            (definition,) = cursor.fetchone()
        assert re.findall(r"interval '(.*?)'", definition) == [f"{KEPT_MONTHS} months"]


@pytest.mark.django_db
class TestEmptying:
    def test_is_refused_where_no_tests_run(self):
        pk = entry_of(OLD)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL circle.testing = 'off'")
        assert refused("TRUNCATE audit_entry")
        assert refused("TRUNCATE audit_entry CASCADE")
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
        assert refused("TRUNCATE audit_entry")
        assert Entry.objects.filter(pk=pk).exists()

    def test_by_somebody_whose_connection_knows_nothing_of_tests(self, transactional_db):
        """The setting belongs to the tests' database; anywhere else it is absent."""
        entry_of(YOUNG)
        options = connection.settings_dict
        host = options["HOST"] or options["OPTIONS"].get("host", "")
        with psycopg.connect(
            dbname=options["NAME"],
            user=options["USER"] or None,
            host=host or None,
            options="-c circle.testing=off",
            autocommit=True,
        ) as other:
            with pytest.raises(psycopg.DatabaseError, match="append-only"):
                other.execute("TRUNCATE audit_entry")
            with pytest.raises(psycopg.DatabaseError, match="append-only"):
                other.execute("DELETE FROM audit_entry")
        assert Entry.objects.count() == 1


def test_entries_have_no_foreign_key_at_all():
    assert [field.name for field in Entry._meta.get_fields() if field.is_relation] == []


@pytest.mark.django_db
def test_the_time_is_kept_whole(cast):
    entry = record(actor=cast.system, verb="change", target=cast.community)
    entry.refresh_from_db()
    assert entry.at.tzinfo is not None
    assert abs(dt.datetime.now(dt.UTC) - entry.at) < dt.timedelta(minutes=1)
