"""Every place beside a person's own browser where something of an answer could come to lie."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import redis
from django.conf import settings
from django.db import connection

from cop.embedded.programs import postgres_programs
from tests.conftest import database_url
from tests.privacy.walk import world_of

START, STOP = "from-here", "to-here"


def files_below(folder: Path) -> bytes:
    return b"\0".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def one_value(query: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return str(cursor.fetchone()[0])


def in_the_database(since: float) -> dict[str, bytes]:
    """Its rows, a dump, its files, and the log of changes written since that moment."""
    with connection.cursor() as cursor:
        rows = "\n".join(row for rows in world_of(cursor).values() for row in rows)
        cursor.execute("CHECKPOINT")
    folder = Path(one_value("SHOW data_directory"))
    mine = one_value("SELECT oid FROM pg_database WHERE datname = current_database()")
    changes = [one for one in (folder / "pg_wal").glob("0*") if one.stat().st_mtime >= since]
    assert changes
    return {
        "rows": rows.encode(),
        "dump": dump(),
        "files": files_below(folder / "base" / mine),
        "log of changes": b"\0".join(path.read_bytes() for path in changes),
    }


def dump() -> bytes:
    address = database_url(connection.settings_dict["NAME"])
    program = postgres_programs(None) / "pg_dump"
    return subprocess.run([program, "--dbname", address], capture_output=True, check=True).stdout


@contextmanager
def valkey() -> Iterator[redis.Redis]:
    # Without its usual five seconds: who listens may hear nothing for longer.
    client = redis.Redis.from_url(settings.CACHES["default"]["LOCATION"], socket_timeout=None)
    try:
        yield client
    finally:
        client.close()


def in_valkey() -> bytes:
    """Every key and every value of this run's broker and cache."""
    with valkey() as client:
        return b"\0".join(part for key in client.scan_iter() for part in (key, *_held(client, key)))


def _held(client: redis.Redis, key: bytes) -> list[bytes]:
    """What a key holds. Not DUMP, which packs what repeats: a search would miss it."""
    match client.type(key):
        case b"list":
            return client.lrange(key, 0, -1)
        case b"set":
            return list(client.smembers(key))
        case b"hash":
            return [part for pair in client.hgetall(key).items() for part in pair]
        case b"zset":
            return client.zrange(key, 0, -1)
        case _:
            return [client.get(key)]


@contextmanager
def heard_by_valkey() -> Iterator[list[str]]:
    """Everything this run's broker and cache are told meanwhile, command by command."""
    heard: list[str] = []
    with valkey() as client, client.monitor() as monitor:
        mine = client.connection_pool.connection_kwargs.get("db", 0)

        def listen() -> None:
            for said in monitor.listen():
                if said["command"].endswith(STOP):
                    return
                if said["db"] == mine:
                    heard.append(said["command"])

        client.echo(START)
        thread = Thread(target=listen, daemon=True)
        thread.start()
        yield heard
        client.echo(STOP)
        thread.join(60)
        heard[:] = heard[heard.index(f"ECHO {START}") + 1 :]
