"""What somebody sees who may read the whole database: rows, and every order in which they lie."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from django.db import connection

PREFIX = 32


@dataclass(frozen=True, slots=True)
class Row:
    """A row and where it lies. The chunk is its content's place where that is stored apart."""

    key: bytes | str
    content: bytes | str
    place: int
    xmin: int
    size: int
    chunk: tuple[int, int, int] = (0, 0, 0)


ORDERS: dict[str, Callable[[Row], object]] = {
    "as dumped": lambda row: 0,
    "place": lambda row: row.place,
    "xmin": lambda row: row.xmin,
    "key": lambda row: row.key,
    "size": lambda row: row.size,
    "chunk's number": lambda row: row.chunk[0],
    "chunk's place": lambda row: row.chunk[1],
    "chunk's xmin": lambda row: row.chunk[2],
}

PLACE = "(ctid::text::point)[0]::bigint * 1000 + (ctid::text::point)[1]::bigint"


def look(table: str, key: str, content: str, where: str = "true") -> list[Row]:
    """The rows as a dump lists them, which is in the order in which they lie."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key}, {content}, {PLACE}, xmin::text::bigint, pg_column_size({content})"
            f" FROM {table} WHERE {where}"
        )
        rows = cursor.fetchall()
        cursor.execute(
            "SELECT reltoastrelid::regclass::text FROM pg_class WHERE oid = %s::regclass", [table]
        )
        [(apart,)] = cursor.fetchall()
        cursor.execute(
            f"SELECT substr(chunk_data, 1, {PREFIX}), chunk_id::bigint, {PLACE},"
            f" xmin::text::bigint FROM {apart} WHERE chunk_seq = 0"
        )
        chunks = {bytes(data): rest for data, *rest in cursor.fetchall()}
    return [
        Row(_plain(key), _plain(content), *rest, _chunk_of(chunks, content))
        for key, content, *rest in rows
    ]


def _plain(value: object) -> bytes | str:
    return bytes(value) if isinstance(value, memoryview | bytes) else str(value)


def _chunk_of(chunks: dict[bytes, list[int]], content: object) -> tuple[int, int, int]:
    if isinstance(content, str):
        return (0, 0, 0)
    number, place, xmin = chunks.get(bytes(content)[:PREFIX], (0, 0, 0))  # type: ignore[call-overload]
    return (number, place, xmin)


def in_order(rows: Iterable[Row], order: str) -> list[Row]:
    """The rows in one of ORDERS; where that says nothing, as they were dumped."""
    return sorted(rows, key=ORDERS[order])  # type: ignore[arg-type]


# An attack is a guess at who stands where: for each run, which author stands at each place.

Guess = Sequence[int]


def hits(runs: Sequence[Guess]) -> dict[str, tuple[int, int]]:
    """(right, asked) for three attackers: forwards, backwards, and one who has practised.

    The third has seen the truth of every other run and guesses whoever stood there most often.
    """
    places = range(len(runs[0]))
    seen, asked = runs[::2], runs[1::2]
    usual = [max(places, key=[run[place] for run in seen].count) for place in places]
    return {
        "forwards": (sum(run[one] == one for run in runs for one in places), _size(runs)),
        "backwards": (sum(run[-1 - one] == one for run in runs for one in places), _size(runs)),
        "practised": (sum(run[one] == usual[one] for run in asked for one in places), _size(asked)),
    }


def _size(runs: Sequence[Guess]) -> int:
    return sum(len(run) for run in runs)


def limit_of(people: int, runs: int, sigmas: float = 4) -> float:
    """The rate below which guesses of ``people`` in a random order are chance.

    The right ones of a random order have mean 1 and variance 1 a run.
    """
    return (runs + sigmas * sqrt(runs)) / (runs * people)
