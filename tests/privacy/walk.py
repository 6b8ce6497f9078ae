"""Everything a database holds, row by row, for tests that look for what must not be there."""

from collections.abc import Iterable
from typing import Any

TABLES = """
    SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1
"""
SEQUENCES = """
    SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences ORDER BY 1
"""

World = dict[str, list[str]]


def world_of(cursor: Any) -> World:
    """Every row of every table as text, all columns of it, and where each sequence stands.

    Works with a cursor of Django's and with a plain one.
    """
    cursor.execute(TABLES)
    tables = [table for (table,) in cursor.fetchall()]
    world: World = {}
    for table in tables:
        cursor.execute(f"SELECT row::text FROM {table} row")
        world[table] = sorted(row for (row,) in cursor.fetchall())
    cursor.execute(SEQUENCES)
    world["sequences"] = [f"{name} {value}" for name, value in cursor.fetchall()]
    return world


def rows_with_both(world: World, these: Iterable[str], those: Iterable[str]) -> list[str]:
    """Tables with a row in which one of ``these`` words stands beside one of ``those``."""
    these, those = tuple(these), tuple(those)
    return [
        table
        for table, rows in world.items()
        if any(
            any(word in row for word in these) and any(word in row for word in those)
            for row in rows
        )
    ]


def differences(one: World, other: World) -> list[str]:
    """Tables that are not the same, row for row, in two worlds."""
    return [table for table in one.keys() | other.keys() if one.get(table) != other.get(table)]
