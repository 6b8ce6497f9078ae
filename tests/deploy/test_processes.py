"""web, worker and beat by the very commands of docker-compose.yml, on PostgreSQL and Valkey."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from celery import Celery
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from cop.core.tasks import HEARTBEAT

ROOT = Path(__file__).parents[2]
SERVICES = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
BROKER = 40  # a Valkey database that no other test uses

pytestmark = pytest.mark.django_db(transaction=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def redis_url() -> str:
    number = BROKER + int(re.sub(r"\D", "", os.environ.get("PYTEST_XDIST_WORKER", "gw0")))
    return re.sub(r"virtual_host=\d+", f"virtual_host={number}", settings.REDIS_URL)


@pytest.fixture
def compose(tmp_path: Path, redis_url: str) -> Iterator[Callable[..., subprocess.Popen]]:
    """``compose("web")`` runs a service's command with its environment and its secrets' files."""
    options = settings.DATABASES["default"]["OPTIONS"]
    name = connection.settings_dict["NAME"]
    contents = {
        "database_url": f"postgres://circle@/{name}?host={options['host']}",
        "secret_key": "only-for-this-test-" + "x" * 50,
        "email_url": "consolemail://",
    }
    for secret, content in contents.items():
        (tmp_path / secret).write_text(content)
    running: list[subprocess.Popen] = []

    def start(name: str, **changes: str) -> subprocess.Popen:
        given = {
            key: value.replace("/run/secrets", str(tmp_path)).replace("${HOST_NAME}", "circle.test")
            for key, value in SERVICES[name]["environment"].items()
        }
        environment = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            **given,
            "SITE_URL": "https://circle.test",
            "REDIS_URL": redis_url,
            "COP_DATA_DIR": str(tmp_path / "data"),
            "COP_KEY_DIR": str(tmp_path / "keys"),
            **changes,
        }
        process = subprocess.Popen(
            SERVICES[name]["command"], cwd=ROOT, env=environment, start_new_session=True
        )
        running.append(process)
        return process

    yield start
    for process in running:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        assert process.wait(60) in (0, -signal.SIGTERM)


def eventually(ask: Callable[[], object], seconds: float = 60) -> object:
    """The first answer that is not None or False."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            answer = ask()
        except OSError:
            answer = None
        if answer is not None and answer is not False:
            return answer
        time.sleep(0.2)
    raise AssertionError(f"nothing came of it in {seconds} seconds")


def health(port: int) -> dict:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=5) as answer:
        return json.load(answer)


def test_web_worker_and_beat_work_together(compose, redis_url):
    port = free_port()
    compose("web", PORT=str(port))
    alive = eventually(lambda: health(port))
    said = {name: alive[name] for name in ("database", "broker", "heartbeat")}
    assert said == {"database": True, "broker": True, "heartbeat": None}

    # A worker by itself does what it is asked.
    worker = compose("worker")
    asker = Celery("asker", broker=redis_url, set_as_current=False)
    asker.send_task("core.heartbeat")
    eventually(lambda: health(port)["heartbeat"] is not None)

    # With beat, nobody has to ask.
    cache_of_the_program(redis_url).delete(HEARTBEAT)
    assert health(port)["heartbeat"] is None
    compose("beat")
    eventually(lambda: health(port)["heartbeat"] is not None)
    check = [*SERVICES["beat"]["healthcheck"]["test"][1:]]
    check = [sys.executable if part == "python" else part for part in check]
    check = [part.replace("web:8000", f"127.0.0.1:{port}") for part in check]
    assert subprocess.run(check, cwd=ROOT, check=False, capture_output=True).returncode == 0

    os.killpg(worker.pid, signal.SIGTERM)
    assert worker.wait(60) == 0
    asker.close()


def test_production_does_without_no_secret_key(compose):
    process = compose("web", SECRET_KEY_FILE="", PORT=str(free_port()))
    assert process.wait(60) != 0
    # The fixture expects a calm end of what still runs; this one has ended by itself.
    process.returncode = 0


def cache_of_the_program(redis_url: str):
    location = redis_url.replace("redis+socket://", "unix://").replace("virtual_host=", "db=")
    return type(cache._connections["default"])(location, {})
