"""No column and no relation leads from an answer to a person, to a moment, or to an order.

What a table is for is declared (feedback/box/tables.py), and everything else follows from that: a
new table that is not declared fails, and one that is declared must keep the rules of its kind.
"""

import re

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from cop.audit.models import Entry
from cop.members.models import Member, User
from feedback.box.tables import ANSWERS, NAMES, OPEN, PASSING, table_names, tells_order, tells_time
from feedback.models import CountedList, Released, Slip
from reports.models import Quote
from tests.feedback.ballots import answers, collect, count, members, opened, send

PEOPLE = {User, Member}
Columns = list[tuple[str, str, str]]
Group = tuple[type[models.Model], ...]


@pytest.fixture(autouse=True)
def key_directory(settings, tmp_path):
    settings.KEY_DIR = tmp_path / "keys"


def asked(question: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchall()


def run(command: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(command)


# Every table is of one kind.


def undeclared(found: set[type[models.Model]]) -> set[type[models.Model]]:
    return found - {*ANSWERS, *NAMES, *OPEN}


def test_every_model_of_feedback_is_declared():
    found = set(apps.get_app_config("feedback").get_models(include_auto_created=True))
    assert undeclared(found) == set(), "say above what it is for"
    assert sorted(table_names(found)) == sorted(table_names([*ANSWERS, *NAMES, *OPEN]))
    assert undeclared({Slip, Entry}) == {Entry}


@pytest.mark.django_db
def test_the_database_has_no_table_and_no_column_of_its_own():
    found = asked(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name LIKE 'feedback\\_%%'"
    )
    declared = {
        (model._meta.db_table, field.column)
        for model in (*ANSWERS, *NAMES, *OPEN)
        for field in model._meta.local_concrete_fields
        if field.column
    }
    assert set(found) == declared


# Relations


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


@pytest.mark.parametrize("model", [*ANSWERS, *OPEN], ids=lambda model: model.__name__)
def test_no_path_leads_from_an_answer_to_a_person(model):
    assert not reached_from(model) & PEOPLE


@pytest.mark.parametrize("model", NAMES, ids=lambda model: model.__name__)
def test_no_path_leads_from_a_name_to_an_answer(model):
    assert reached_from(model) & PEOPLE, "the walk finds a path where there is one"
    assert not reached_from(model) & set(ANSWERS)


@pytest.mark.django_db
def test_nothing_binds_who_collected_to_another_row():
    """A foreign key is checked by locking the member's row, and the lock stays to be read."""
    found = asked(
        "SELECT conrelid::regclass::text, count(*) FROM pg_constraint WHERE contype = 'f'"
        " AND conrelid IN ('feedback_collected'::regclass, 'feedback_eligibility'::regclass)"
        " GROUP BY 1"
    )
    assert dict(found) == {"feedback_eligibility": 2}


@pytest.mark.django_db
def test_the_database_has_no_foreign_key_beyond_the_models():
    pairs = asked(
        "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint"
        " WHERE contype = 'f' AND (conrelid::regclass::text = ANY(%s)"
        " OR confrelid::regclass::text = ANY(%s))",
        table_names(ANSWERS),
        table_names(ANSWERS),
    )
    # What a report quotes of a comment that two people released; it leads to nobody.
    assert not reached_from(Quote) & PEOPLE
    assert {here for here, _there in pairs} <= {*table_names(ANSWERS), "reports_quote"}, (
        "nothing else points at an answer"
    )
    led_to = {there for _here, there in pairs} - set(table_names(ANSWERS))
    assert led_to == {"feedback_survey", "feedback_period"}


# Columns


def columns(model: type[models.Model]) -> Columns:
    return asked(
        "SELECT column_name, data_type, coalesce(column_default, '') || is_identity"
        " FROM information_schema.columns WHERE table_name = %s",
        model._meta.db_table,
    )


def tells_time_or_order(data_type: str, default: str) -> bool:
    identity = "YES" if default.endswith("YES") else "NO"
    filled = re.search(r"now\(|clock|timestamp|current_|txid|xact", default)
    return tells_time(data_type) or tells_order(default, identity) or filled is not None


@pytest.mark.django_db
@pytest.mark.parametrize("model", [*ANSWERS, *NAMES], ids=lambda model: model.__name__)
def test_no_column_holds_a_time_or_a_serial_number(model):
    found = columns(model)
    assert found
    assert [name for name, kind, default in found if tells_time_or_order(kind, default)] == []


@pytest.mark.django_db
def test_the_look_at_columns_finds_both_where_they_are():
    found = {name for name, kind, default in columns(Entry) if tells_time_or_order(kind, default)}
    assert found == {"id", "at"}


# What the database itself holds to


def bytes_columns(kind: Group) -> set[tuple[str, str]]:
    found = asked(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE data_type = 'bytea' AND table_name = ANY(%s)",
        table_names(kind),
    )
    return set(found)


@pytest.mark.django_db
def test_bytes_are_stored_as_they_are_and_at_fixed_lengths():
    """Compressed, or of any length, they would tell what is in them."""
    expected = bytes_columns(ANSWERS)
    assert ("feedback_envelope", "ciphertext") in expected
    storage = asked(
        "SELECT attrelid::regclass::text, attname::text, attstorage::text FROM pg_attribute"
        " WHERE attrelid::regclass::text = ANY(%s)",
        table_names(ANSWERS),
    )
    apart = {(table, name) for table, name, how in storage if how == "e"}
    # A hash is as long as any other, and random: there is nothing to compress.
    assert apart == expected - {("feedback_envelope", "ballot_sha")}
    checks = asked(
        "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype = 'c' AND conrelid::regclass::text = ANY(%s)",
        table_names(ANSWERS),
    )
    measured = {
        (table, name)
        for table, name in expected
        for where, said in checks
        if where == table and f"octet_length({name})" in said
    }
    assert measured == expected


@pytest.mark.django_db
def test_no_trigger_hands_on_what_is_written():
    """Those there are refuse. One that wrote elsewhere could note a moment or an order."""
    found = asked(
        "SELECT tgrelid::regclass::text, tgname::text, prosrc FROM pg_trigger"
        " JOIN pg_proc ON pg_proc.oid = tgfoid"
        " WHERE NOT tgisinternal AND tgrelid::regclass::text LIKE 'feedback\\_%%'"
    )
    by_table: dict[str, set[str]] = {}
    for table, name, source in found:
        by_table.setdefault(table, set()).add(name)
        assert not re.search(r"\b(INSERT|UPDATE|DELETE|NOTIFY|LOG|COPY)\b", source), name
    assert by_table.get("feedback_envelope", set()) == set()
    for insert_only in ("feedback_released", "feedback_countedlist"):
        assert len(by_table[insert_only]) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Released, CountedList], ids=lambda model: model.__name__)
def test_what_is_released_is_neither_changed_nor_deleted_nor_emptied(cast, model):
    cast.community.figures_rhythm = "session"
    cast.community.save()
    crowd = members(cast.community, 5)
    survey = opened(cast.community, crowd)
    for member in crowd:
        send(survey, collect(member, survey), answers("white", 5))
    count(survey)
    table = model._meta.db_table
    before = asked(f"SELECT row::text FROM {table} row ORDER BY 1")
    assert before
    for change in (
        f"UPDATE {table} SET survey_id = survey_id",
        f"DELETE FROM {table}",
        f"SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL circle.testing = 'off'; TRUNCATE {table}",
    ):
        with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
            run(change)
    assert asked(f"SELECT row::text FROM {table} row ORDER BY 1") == before


# Samples the planner keeps


@pytest.mark.django_db
def test_no_column_that_passes_away_is_sampled():
    found = asked(
        "SELECT attrelid::regclass::text, attname::text FROM pg_attribute WHERE attnum > 0"
        " AND attstattarget <> 0 AND NOT attisdropped AND attrelid::regclass::text = ANY(%s)",
        table_names(PASSING),
    )
    assert found == []


@pytest.mark.django_db(transaction=True)
def test_after_the_count_no_sample_knows_who_collected(cast):
    crowd = members(cast.community, 5)

    def samples(key: str) -> list[tuple]:
        """What the planner knows after a survey, had it looked at the worst moments."""
        survey = opened(cast.community, crowd, key=key)
        for member in crowd:
            send(survey, collect(member, survey), answers("white", q5=f"I am {member.name}"))
        run("ANALYZE " + ", ".join(table_names(PASSING)))
        count(survey)
        run("ANALYZE " + ", ".join(table_names(PASSING)))
        return asked(
            "SELECT tablename, attname, histogram_bounds::text || most_common_vals::text"
            " FROM pg_stats WHERE tablename = ANY(%s)",
            table_names(PASSING),
        )

    assert samples("S1") == []
    run("ALTER TABLE feedback_collected ALTER COLUMN member_id SET STATISTICS -1")
    try:
        assert [row[:2] for row in samples("S2")] == [("feedback_collected", "member_id")]
    finally:
        run("ALTER TABLE feedback_collected ALTER COLUMN member_id SET STATISTICS 0")
        run("ALTER TABLE feedback_collected ALTER COLUMN member_id TYPE bigint")
    assert samples("S3") == []
