"""The proxy as shipped is driven for real, and everything it writes is read for who answered what.

The same reading of a proxy that logs as most do finds address, program and length, and from the
lengths the authors.
"""

import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Queue

import pytest

from feedback.services.envelopes import BODY_BYTES
from tests.privacy.behind_proxy import SHIPPED, leaky, proxy, settled, written
from tests.privacy.canaries import Canary, found
from tests.privacy.wire import Browser

BOX = "/box/8c2a7a0e-5d2c-4a5c-9d0f-6f0c1f8f5f10/"


@pytest.fixture
def canary() -> Canary:
    return Canary()


@pytest.fixture
def canary_body(canary) -> bytes:
    given = {"message": "A" * 86, "signature": "B" * 342, "answers": canary.response()}
    return json.dumps(given).encode().ljust(BODY_BYTES)


@contextmanager
def upstream(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """A port behind the proxy where every connection is handed to ``answer``."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _address = server.accept()
                except OSError:
                    return
                with connection:
                    answer(connection)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def recording(requests: list[bytes]) -> Callable[[socket.socket], None]:
    def answer(connection: socket.socket) -> None:
        told = b""
        while b"\r\n\r\n" not in told:
            told += connection.recv(65_536)
        head, _blank, body = told.partition(b"\r\n\r\n")
        length = int((re.search(rb"(?i)content-length: (\d+)", head) or [b"", b"0"])[1])
        while len(body) < length:
            body += connection.recv(65_536)
        requests.append(head)
        connection.sendall(
            b"HTTP/1.1 204 No Content\r\nset-cookie: who=you; path=/\r\nconnection: close\r\n\r\n"
        )

    return answer


def until_they_leave(asked: Queue[str]) -> Callable[[socket.socket], None]:
    """A program that never answers."""

    def answer(connection: socket.socket) -> None:
        asked.put("asked")
        with suppress(OSError):
            while connection.recv(65_536):
                pass

    return answer


def lengths_noted(folder: Path, configuration: str, bodies: list[bytes]) -> float:
    """Send each body from another address; the share of authors whom the log then names.

    Whoever reads the log knows the texts and not whose they are: the longest line belongs to the
    longest text. Lengths that are the same for all name nobody.
    """
    with (
        upstream(recording([])) as web,
        proxy(folder, web=web, configuration=configuration) as there,
    ):
        people = [
            Browser(there.port, f"127.0.83.{40 + number}", f"Phone {10 + number}")
            for number, _body in enumerate(bodies)
        ]
        for person, body in zip(people, bodies, strict=True):
            assert person.ask(BOX, body)[0] == 204
        settled(there)
    noted = re.findall(
        r'^(\S+) "POST /box/\S+ [^"]+" \d+ (\d+)', there.access_log, flags=re.MULTILINE
    )
    address_of = {int(length): address for address, length in noted}
    if len(address_of) < len(bodies):
        return 0.0
    by_length = sorted(zip(map(len, bodies), people, strict=True), key=lambda pair: pair[0])
    named = [address_of[length] for length in sorted(address_of)]
    right = [name == person.address for name, (_size, person) in zip(named, by_length, strict=True)]
    return sum(right) / len(right)


def test_lengths_in_a_log_name_every_author_but_not_in_ours(tmp_path):
    order = [7, 2, 9, 4, 1, 8, 3, 10, 6, 5, 11]
    bare = [b"my umbrella " * number for number in order]
    padded = [body.ljust(BODY_BYTES) for body in bare]
    assert lengths_noted(tmp_path / "leaky", leaky(), bare) == 1
    assert lengths_noted(tmp_path / "shipped", SHIPPED, bare) == 0
    # Where a log is kept all the same, the one length keeps the authors apart from their texts.
    assert lengths_noted(tmp_path / "leaky-padded", leaky(), padded) == 0


def headers_told(
    folder: Path, configuration: str, canary: Canary, body: bytes
) -> tuple[list[bytes], bytes]:
    """What the program behind is told of three requests for the box, and what comes back."""
    requests: list[bytes] = []
    with (
        upstream(recording(requests)) as web,
        proxy(folder, web=web, configuration=configuration) as there,
    ):
        author = Browser(there.port, canary.address, canary.agent, cookie="circle=secret")
        _status, answer = author.ask(BOX, body)
        author.ask_http2(BOX, body)
        author.ask(BOX)
    return requests, answer


def test_program_behind_is_told_neither_who_nor_from_where(tmp_path, canary, canary_body):
    requests, answer = headers_told(tmp_path / "shipped", SHIPPED, canary, canary_body)
    names = [{line.split(b":")[0].lower() for line in one.split(b"\r\n")[1:]} for one in requests]
    with_body = {b"host", b"x-forwarded-proto", b"content-type", b"content-length"}
    assert names == [with_body, with_body, with_body - {b"content-length"}]
    words = [*canary.of_the_author(), b"secret", b"theme"]
    assert found(b"".join(requests), words) == []
    assert b"set-cookie" not in answer.lower()
    requests, answer = headers_told(tmp_path / "leaky", leaky(), canary, canary_body)
    for said in (canary.agent, canary.address, "circle=secret"):
        assert said.encode() in requests[0]


def test_body_on_its_way_is_never_on_a_disk(tmp_path, canary, canary_body):
    for configuration, is_found in ((SHIPPED, False), (leaky(), True)):
        folder = tmp_path / f"proxy-{is_found}"
        with (
            upstream(recording([])) as web,
            proxy(folder, web=web, configuration=configuration) as there,
        ):
            author = Browser(there.port, canary.address, canary.agent)
            with author.half_sent(BOX, canary_body):
                settled(there)
                on_disk = there.on_disk()
            settled(there)
            after = there.on_disk()
        assert bool(found(on_disk, canary.of_the_answer())) is is_found
        assert found(after, canary.of_the_answer()) == []


def test_program_that_is_down_or_slow_leaves_no_trace_of_who_waited(tmp_path, canary, canary_body):
    soon = SHIPPED.replace("proxy_read_timeout 60s", "proxy_read_timeout 1s")
    for configuration, is_found in ((soon, False), (leaky(soon), True)):
        with proxy(tmp_path / f"down-{is_found}", web=9, configuration=configuration) as there:
            author = Browser(there.port, canary.address, canary.agent)
            assert author.ask(BOX, canary_body)[0] == 502
            assert author.ask_http2(BOX, canary_body) == 502
            settled(there)
        asked: Queue[str] = Queue()
        with (
            upstream(until_they_leave(asked)) as web,
            proxy(tmp_path / f"slow-{is_found}", web=web, configuration=configuration) as slow,
        ):
            author = Browser(slow.port, canary.address, canary.agent)
            assert author.ask(BOX, canary_body)[0] == 504
            asked.get(timeout=30)
            with author.connect() as wire:  # and one who does not wait: 499
                wire.sendall(author.head("POST", BOX, len(canary_body), {}) + canary_body)
                asked.get(timeout=30)  # the proxy is waiting when they leave
            settled(slow)
            said = written(there) + written(slow)
        words = canary.in_all()
        assert bool(found(said, words)) is is_found
        if is_found:
            assert {" 502 ", " 504 ", " 499 "} <= set(re.findall(r" 5\d\d | 499 ", said.decode()))


def test_a_full_disk_is_not_told_with_somebodys_address(tmp_path, canary):
    told = SHIPPED.replace("error_log /dev/stderr emerg", "error_log /dev/stderr crit")
    for configuration, is_found in ((SHIPPED, False), (told, True)):
        with (
            upstream(recording([])) as web,
            proxy(tmp_path / f"full-{is_found}", web=web, configuration=configuration) as there,
        ):
            (there.folder / "cache" / "body").rmdir()  # no file can be made there any more
            author = Browser(there.port, canary.address, canary.agent)
            path = "/in/c/north/feedback/8c2a7a0e-5d2c-4a5c-9d0f-6f0c1f8f5f10/ballot"
            assert author.ask(path, b"x" * 100_000)[0] == 500
            settled(there)
        assert bool(found(written(there), canary.of_the_author())) is is_found
