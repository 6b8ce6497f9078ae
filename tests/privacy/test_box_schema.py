"""No column and no relation leads from an answer to a person, to a moment, or to an order."""

import pytest
from django.db import connection, models

from cop.audit.models import Entry
from cop.members.models import Member, User
from feedback.box.tables import ANSWERS, NAMES, tells_order, tells_time
from feedback.models import Eligibility

PEOPLE = {User, Member}


def reached_from(model: type[models.Model]) -> set[type[models.Model]]:
    """Every model that foreign keys lead to, step by step."""
    found, waiting = set(), [model]
    while waiting:
        for field in waiting.pop()._meta.get_fields():
            other = field.related_model
            if field.concrete and isinstance(other, type) and other not in found:
                found.add(other)
                waiting.append(other)
    return found


@pytest.mark.parametrize("model", ANSWERS)
def test_no_path_leads_from_an_answer_to_a_person(model):
    assert not reached_from(model) & PEOPLE


@pytest.mark.django_db
def test_nothing_binds_who_collected_to_another_row():
    """A foreign key is checked by locking the member's row, and the lock stays to be read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, count(*) FROM pg_constraint WHERE contype = 'f'"
            " AND conrelid IN ('feedback_collected'::regclass, 'feedback_eligibility'::regclass)"
            " GROUP BY 1"
        )
        assert dict(cursor.fetchall()) == {"feedback_eligibility": 2}


def test_the_walk_finds_a_path_where_there_is_one():
    assert reached_from(Eligibility) & PEOPLE == PEOPLE


def columns(model: type[models.Model]) -> list[tuple[str, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type, coalesce(column_default, '') || is_identity"
            " FROM information_schema.columns WHERE table_name = %s",
            [model._meta.db_table],
        )
        return cursor.fetchall()


def tells_time_or_order(data_type: str, default: str) -> bool:
    identity = "YES" if default.endswith("YES") else "NO"
    return tells_time(data_type) or tells_order(default, identity)


@pytest.mark.django_db
@pytest.mark.parametrize("model", [*ANSWERS, *NAMES])
def test_no_column_holds_a_time_or_a_serial_number(model):
    found = columns(model)
    assert found
    assert [name for name, kind, default in found if tells_time_or_order(kind, default)] == []


@pytest.mark.django_db
def test_the_look_at_columns_finds_both_where_they_are():
    found = {name for name, kind, default in columns(Entry) if tells_time_or_order(kind, default)}
    assert found == {"id", "at"}


@pytest.mark.django_db
def test_the_database_has_no_foreign_key_beyond_the_models():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint"
            " WHERE contype = 'f' AND conrelid::regclass::text LIKE 'feedback_%%'"
        )
        pairs = set(cursor.fetchall())
    tables = {model._meta.db_table for model in ANSWERS}
    led_to = {there for here, there in pairs if here in tables}
    assert led_to == {"feedback_survey", "feedback_period"}


@pytest.mark.django_db
def test_ciphertexts_are_stored_as_they_are_and_at_one_length():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attrelid::regclass::text, attstorage::text FROM pg_attribute"
            " WHERE attname = 'ciphertext' AND attrelid::regclass::text LIKE 'feedback_%%'"
        )
        assert set(cursor.fetchall()) == {("feedback_envelope", "e"), ("feedback_atom", "e")}
