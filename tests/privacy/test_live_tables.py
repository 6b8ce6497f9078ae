"""R3: each table of what is live is unlogged, bound to nothing, without time or author, and listed.

Other tests ask these tables one by one; this file holds the list of them to what the database has.
"""

import pytest
from django.apps import apps
from django.db import connection, models

from caucus.models import LIVE, OUTLIVES, live
from cop.members.models import Member, User

pytestmark = pytest.mark.django_db
BINDINGS = "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'f'"


def relations(condition: str, *values: object) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT relname FROM pg_class WHERE {condition}", values)
        return {name for (name,) in cursor.fetchall()}


def unlisted() -> set[str]:
    """Tables that are unlogged and not listed, and the other way round."""
    listed = {model._meta.db_table for model in LIVE}
    return relations("relkind = 'r' AND relpersistence = 'u'") ^ listed


def test_the_list_is_what_the_database_keeps_out_of_its_log():
    assert unlisted() == set()
    with connection.cursor() as cursor:
        cursor.execute("CREATE UNLOGGED TABLE forgotten_by_the_list (words text)")
    assert unlisted() == {"forgotten_by_the_list"}


def test_the_list_is_every_model_of_its_module():
    here = {one for one in apps.get_models() if one.__module__ == live.__name__}
    assert here == set(LIVE)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE caucus_note SET LOGGED")
    assert unlisted() == {"caucus_note"}


def test_their_indexes_and_what_they_keep_apart_are_unlogged_too():
    listed = [model._meta.db_table for model in LIVE]
    parts = (
        "relpersistence = %s AND (oid IN (SELECT indexrelid FROM pg_index WHERE indrelid ="
        " ANY(%s::regclass[])) OR oid IN (SELECT reltoastrelid FROM pg_class WHERE oid ="
        " ANY(%s::regclass[])))"
    )
    assert relations(parts, "p", listed, listed) == set()
    assert len(relations(parts, "u", listed, listed)) > len(LIVE)


def bound() -> list[str]:
    found = []
    with connection.cursor() as cursor:
        for model in LIVE:
            cursor.execute(BINDINGS, [model._meta.db_table])
            found += [name for (name,) in cursor.fetchall()]
    return found


def test_no_row_of_theirs_is_bound_to_another():
    """Checking a foreign key would lock the other row, and the lock leaves a number on both."""
    assert bound() == []
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE caucus_note ADD CONSTRAINT binds"
            " FOREIGN KEY (space_id) REFERENCES caucus_space"
        )
    assert bound() == ["binds"]


def tells(model: type[models.Model]) -> list[str]:
    """Columns that hold a moment or a number that rises by itself."""
    moments = (models.DateTimeField, models.TimeField, models.AutoField)
    return [field.name for field in model._meta.concrete_fields if isinstance(field, moments)]


@pytest.mark.parametrize("model", LIVE)
def test_none_says_when_or_in_which_order_something_was_written(model):
    assert tells(model) == []
    assert tells(User), "the question can be answered with yes"


@pytest.mark.parametrize("model", LIVE)
def test_a_person_stands_beside_a_space_in_the_choice_alone(model):
    leads = {field.related_model for field in model._meta.concrete_fields if field.related_model}
    people = leads & {Member, User}
    if model is live.Choice:
        assert (people, live.Space in leads) == ({Member}, True)
    elif model is live.Signal:  # a constraint of the table lets it hold one or the other
        constraints = {one.name for one in model._meta.constraints}
        assert "signal_never_person_and_space" in constraints
    else:
        assert people == set()


def test_what_outlives_the_close_is_said_in_one_place():
    assert set(OUTLIVES) == {live.Point, live.Signal}
