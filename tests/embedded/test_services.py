"""Who starts the services, who joins, and that nothing is left behind."""

import json
import os
import shutil
import signal
import stat
import time
from pathlib import Path

import psycopg
import pytest
import redis

from cop import embedded
from cop.embedded.keeper import STOP_SECONDS
from tests.embedded.conftest import processes_of, soon_nothing


def answers(url: str) -> bool:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)


def test_second_process_attaches_and_last_to_leave_stops(attach, data_dir):
    first = attach()
    second = attach()

    assert (second.database_url, second.redis_url) == (first.database_url, first.redis_url)
    assert first.leave() == 0
    assert answers(second.database_url)
    broker = redis.Redis.from_url(second.redis_url.replace("redis+socket", "unix").split("?")[0])
    assert broker.ping()
    broker.close()
    assert processes_of(data_dir) != []

    assert second.leave() == 0
    assert processes_of(data_dir) == []
    assert not Path(second.database_url.partition("host=")[2]).exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_sigterm_leave_nothing_running(attach, data_dir, number):
    user = attach()
    connection = psycopg.connect(user.database_url)  # an open connection must not delay the stop

    started = time.monotonic()
    user.signal(number)

    assert processes_of(data_dir) == []
    assert time.monotonic() - started < STOP_SECONDS
    connection.close()


def test_killed_user_counts_as_one_that_left(attach, data_dir):
    first = attach()
    second = attach()

    first.signal(signal.SIGKILL)
    time.sleep(0.5)
    assert answers(second.database_url)

    second.signal(signal.SIGKILL)
    assert soon_nothing(data_dir) == []


def test_servers_die_with_a_killed_keeper_and_the_next_start_is_clean(attach, data_dir):
    user = attach()
    for service in ("postgres", "valkey"):
        state = json.loads((data_dir / "embedded" / f"{service}.json").read_text())
        os.kill(state["keeper"], signal.SIGKILL)
    old_sockets = Path(user.database_url.partition("host=")[2])
    user.signal(signal.SIGKILL)

    assert soon_nothing(data_dir) == []
    assert old_sockets.exists()  # nobody was left to remove it

    again = attach()
    assert answers(again.database_url)
    assert not old_sockets.exists()
    assert again.leave() == 0


def test_stale_pid_file_of_another_process_is_cleaned_and_that_process_left_alone(attach, data_dir):
    attach().leave()
    pid_file = data_dir / "postgres" / "data" / "postmaster.pid"
    pid_file.write_text(f"{os.getppid()}\n/nowhere\n0\n5432\n/tmp\n\n1 1\nready\n")

    user = attach()

    assert answers(user.database_url)
    os.kill(os.getppid(), 0)
    assert user.leave() == 0


def test_processes_that_start_at_once_share_one_server(attach, data_dir):
    users = [attach() for _ in range(3)]

    assert len({user.database_url for user in users}) == 1
    keepers = [line for line in processes_of(data_dir) if "keeper.py" in line]
    assert len(keepers) == 2  # one for each service
    for user in users:
        user.process.stdin.close()
    for user in users:
        assert user.process.wait(20) == 0
    assert processes_of(data_dir) == []


def test_no_port_is_opened_and_the_sockets_are_private(attach):
    user = attach()
    with psycopg.connect(user.database_url) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SHOW log_min_error_statement").fetchone() == ("panic",)
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
        assert connection.execute("SHOW server_version_num").fetchone()[0].startswith("18")
    for folder in (user.database_url.partition("host=")[2], Path(user.redis_url[15:]).parent):
        assert stat.S_IMODE(Path(folder).stat().st_mode) == 0o700
    user.leave()


def test_tests_get_services_that_trade_safety_for_speed_and_keep_nothing():
    with embedded.running() as urls:
        with psycopg.connect(urls.database) as connection:
            assert connection.execute("SHOW fsync").fetchone() == ("off",)
        assert urls.folder.exists()
    assert not urls.folder.exists()
    assert processes_of(urls.folder) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="root alone runs PostgreSQL as somebody else")
def test_closed_folder_sends_the_data_of_root_to_var_tmp(attach, data_dir):
    closed = data_dir.parent / "closed"
    closed.mkdir(mode=0o700)

    user = attach(closed / "var")

    with psycopg.connect(user.database_url) as connection:
        place = Path(connection.execute("SHOW data_directory").fetchone()[0])
    assert place.is_relative_to("/var/tmp")
    assert place.parent.stat().st_uid != 0
    user.leave()
    shutil.rmtree(place.parents[1])


def test_data_folder_of_somebody_else_is_refused(manage, data_dir):
    if os.geteuid() == 0:
        data_dir.mkdir()
        os.chown(data_dir, 12345, 12345)
    else:
        data_dir = Path("/usr")

    result = manage("showmigrations", COP_DATA_DIR=str(data_dir))

    assert result.returncode == 1
    assert "belongs to another user" in result.stderr
    assert not (data_dir / "embedded").exists()
