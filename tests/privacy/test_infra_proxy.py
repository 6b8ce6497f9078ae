"""The proxy as shipped is driven for real, and everything it writes is read for who answered what.

The same reading of a proxy that logs as most do finds address, program and length, and from the
lengths the authors.
"""

import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from feedback.box.base64url import encode
from feedback.models import Envelope
from feedback.services.envelopes import BODY_BYTES
from tests.feedback import ballots
from tests.people import sign_in
from tests.privacy import canaries
from tests.privacy.behind_proxy import SHIPPED, Proxy, proxy, web_server
from tests.privacy.wire import HOST, Browser

NOTED = "    access_log /dev/stdout plain if=$is_noted;"
TALKATIVE = (
    '    log_format talkative \'$remote_addr "$request" $status $request_length '
    '"$http_user_agent"\';\n    access_log /dev/stdout talkative;'
)
KEEPS_BODIES = "            client_body_buffer_size 128k;\n"
QUIET_ERRORS = ("error_log /dev/stderr emerg", "            error_log /dev/null emerg;\n")
BOX = "/box/8c2a7a0e-5d2c-4a5c-9d0f-6f0c1f8f5f10/"


def leaky(configuration: str = SHIPPED) -> str:
    """The same proxy, logging and buffering as most do."""
    for there, instead in (
        (NOTED, TALKATIVE),
        (KEEPS_BODIES, ""),
        (QUIET_ERRORS[0], "error_log /dev/stderr info"),
        (QUIET_ERRORS[1], ""),
        ("            proxy_pass_request_headers off;\n", ""),
    ):
        assert there in configuration, there
        configuration = configuration.replace(there, instead)
    return configuration


@pytest.fixture(autouse=True)
def key_directory(settings, tmp_path):
    settings.KEY_DIR = tmp_path / "keys"


@pytest.fixture(autouse=True)
def fixed_day() -> None:
    """The web server is a program of its own, and its day is today."""


@pytest.fixture
def canary_body() -> bytes:
    given = {"message": "A" * 86, "signature": "B" * 342, "answers": canaries.response()}
    return json.dumps(given).encode().ljust(BODY_BYTES)


def written(by: Proxy) -> bytes:
    return (by.access_log + by.error_log).encode() + by.on_disk()


def settled(by: Proxy) -> Proxy:
    """The proxy once it has written what it will: the last line is one's own."""
    Browser(by.port, "127.0.0.1", "last").ask("/last-of-all/")
    deadline = time.monotonic() + 5
    while "/last-of-all/" not in by.access_log:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return by


# The real program behind it.


@pytest.fixture
def survey(transactional_db, cast):
    return ballots.opened(cast.community, list(cast.members.values()))


def body_of(survey, member) -> bytes:
    """What the author's browser sends."""
    message, signature = ballots.collect(member, survey)
    answers = canaries.response()
    given = {"message": encode(message), "signature": encode(signature), "answers": answers}
    return json.dumps(given).encode().ljust(BODY_BYTES)


def collect_with_login(browser: Browser, cast, survey, name: str) -> int:
    """The first request, with a login: a paper."""
    client = Client()
    sign_in(client, cast.people[name])
    token = "c" * 32
    cookie = f"circle={client.cookies['circle'].value}; circle_csrf={token}"
    path = reverse("feedback:ballot_collect", args=[survey.community.slug, survey.pk])
    body = json.dumps({"blinded": encode(b"\x05" * 256)}).encode()
    there = {"cookie": cookie, "x-csrftoken": token, "referer": f"https://{HOST}/in/"}
    return browser.ask(path, body, origin=f"https://{HOST}", **there)[0]


def walk_of_an_author(browser: Browser, survey, body: bytes) -> list[int]:
    """Landing page, form, envelope, the envelope again, late, malformed, too long, with a code."""
    box, landing = f"/box/{survey.pk}/", f"/feedback/{survey.pk}/"
    code = f"?code=CANARY-{browser.address}"
    statuses = [
        browser.ask(landing)[0],
        browser.ask(box)[0],
        browser.ask(box, body)[0],
        browser.ask_http2(box),
        browser.ask_http2(box, body),
        browser.ask(box, body[:-1])[0],
        browser.ask(box, body * 3)[0],
        browser.ask(f"/%62ox/{survey.pk}/", body)[0],
        browser.ask(f"{landing}{code}")[0],
        browser.ask(f"{box}code/{code}", b"code=CANARY&q2=" + canaries.SENTENCE.encode())[0],
    ]
    ballots.close(survey)
    statuses += [browser.ask(box, body)[0], browser.ask_http2(box, body)]
    with browser.half_sent(box, body):
        pass
    return statuses


def test_proxy_writes_nothing_of_an_author(cast, survey, tmp_path):
    body = body_of(survey, cast.members["rosa"])
    with web_server(tmp_path) as web, proxy(tmp_path / "proxy", web=web) as shipped:
        author = Browser(shipped.port, canaries.ADDRESS, canaries.AGENT)
        assert collect_with_login(author, cast, survey, "rosa") < 500
        assert author.ask("/support/")[0] == 200
        assert author.ask("/in/c/north/?of=me")[0] == 302
        statuses = walk_of_an_author(author, survey, body)
        assert statuses == [200, 200, 204, 200, 204, 400, 413, 204, 200, 404, 410, 410]
        assert Envelope.objects.count() == 1
        assert broken_requests(author, survey) == {400, 414}
        settled(shipped)
    lines = shipped.access_log.splitlines()
    # Other addresses are noted, by moment, path and status.
    assert [line.split(maxsplit=1)[1] for line in lines] == [
        "GET /support/ 200",
        "GET /in/c/north/ 302",
        "GET /last-of-all/ 404",
    ]
    said = written(shipped) + (tmp_path / "web.log").read_bytes()
    assert canaries.found(said, canaries.of_the_author() + canaries.of_the_answer()) == []
    assert str(survey.pk).encode() not in said
    assert b"CANARY" not in said


def broken_requests(browser: Browser, survey) -> set[int]:
    """Requests that never become one: what a proxy knows of them, it must not keep either."""
    line = f"POST /box/{survey.pk}/ HTTP/1.1"
    broken = [
        f"{line}\r\nhost: {HOST}\r\nno colon of {browser.agent}\r\n\r\n",
        f"{line}\r\nhost: {HOST}\r\ncontent-length: x{browser.address}\r\n\r\n",
        f"POST /box/{survey.pk}/?{'x' * 9_000} HTTP/1.1\r\nhost: {HOST}\r\n\r\n",
        f"{line}\r\nhost: {HOST}\r\ncookie: {'x' * 9_000}\r\n\r\n",
        f"{line}\r\n\r\n",
    ]
    statuses = set()
    for one in broken:
        with browser.connect() as wire:
            wire.sendall(one.encode())
            statuses.add(int(wire.recv(65_536).split()[1]))
    return statuses


# Other programs behind it: one that keeps what it is told, one that never answers, none.


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
            Browser(there.port, f"127.0.83.{40 + number}", f"{canaries.AGENT} {10 + number}")
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
    bare = [(canaries.SENTENCE * number).encode() for number in order]
    padded = [body.ljust(BODY_BYTES) for body in bare]
    assert lengths_noted(tmp_path / "leaky", leaky(), bare) == 1
    assert lengths_noted(tmp_path / "shipped", SHIPPED, bare) == 0
    # Where a log is kept all the same, the one length keeps the authors apart from their texts.
    assert lengths_noted(tmp_path / "leaky-padded", leaky(), padded) == 0


def headers_told(folder: Path, configuration: str, body: bytes) -> tuple[list[bytes], bytes]:
    """What the program behind is told of three requests for the box, and what comes back."""
    requests: list[bytes] = []
    with (
        upstream(recording(requests)) as web,
        proxy(folder, web=web, configuration=configuration) as there,
    ):
        author = Browser(there.port, canaries.ADDRESS, canaries.AGENT, cookie="circle=secret")
        _status, answer = author.ask(BOX, body)
        author.ask_http2(BOX, body)
        author.ask(BOX)
    return requests, answer


def test_program_behind_is_told_neither_who_nor_from_where(tmp_path, canary_body):
    requests, answer = headers_told(tmp_path / "shipped", SHIPPED, canary_body)
    names = [{line.split(b":")[0].lower() for line in one.split(b"\r\n")[1:]} for one in requests]
    with_body = {b"host", b"x-forwarded-proto", b"content-type", b"content-length"}
    assert names == [with_body, with_body, with_body - {b"content-length"}]
    words = [*canaries.of_the_author(), b"secret", b"theme"]
    assert canaries.found(b"".join(requests), words) == []
    assert b"set-cookie" not in answer.lower()
    requests, answer = headers_told(tmp_path / "leaky", leaky(), canary_body)
    for said in (canaries.AGENT, canaries.ADDRESS, "circle=secret"):
        assert said.encode() in requests[0]


def test_body_on_its_way_is_never_on_a_disk(tmp_path, canary_body):
    for configuration, is_found in ((SHIPPED, False), (leaky(), True)):
        folder = tmp_path / f"proxy-{is_found}"
        with (
            upstream(recording([])) as web,
            proxy(folder, web=web, configuration=configuration) as there,
        ):
            author = Browser(there.port, canaries.ADDRESS, canaries.AGENT)
            with author.half_sent(BOX, canary_body):
                time.sleep(0.3)
                on_disk = there.on_disk()
            settled(there)
            after = there.on_disk()
        assert bool(canaries.found(on_disk, canaries.of_the_answer())) is is_found
        assert canaries.found(after, canaries.of_the_answer()) == []


def test_program_that_is_down_or_slow_leaves_no_trace_of_who_waited(tmp_path, canary_body):
    soon = SHIPPED.replace("proxy_read_timeout 60s", "proxy_read_timeout 1s")
    for configuration, is_found in ((soon, False), (leaky(soon), True)):
        with proxy(tmp_path / f"down-{is_found}", web=9, configuration=configuration) as there:
            author = Browser(there.port, canaries.ADDRESS, canaries.AGENT)
            assert author.ask(BOX, canary_body)[0] == 502
            assert author.ask_http2(BOX, canary_body) == 502
            settled(there)
        with (
            upstream(lambda connection: time.sleep(2)) as web,
            proxy(tmp_path / f"slow-{is_found}", web=web, configuration=configuration) as slow,
        ):
            author = Browser(slow.port, canaries.ADDRESS, canaries.AGENT)
            assert author.ask(BOX, canary_body)[0] == 504
            with author.connect() as wire:  # and one who does not wait: 499
                wire.sendall(author.head("POST", BOX, len(canary_body), {}) + canary_body)
                time.sleep(0.2)
            time.sleep(0.2)
            said = written(there) + written(slow)
        words = canaries.of_the_author() + canaries.of_the_answer()
        assert bool(canaries.found(said, words)) is is_found
        if is_found:
            assert {" 502 ", " 504 ", " 499 "} <= set(re.findall(r" 5\d\d | 499 ", said.decode()))


def test_a_full_disk_is_not_told_with_somebodys_address(tmp_path):
    told = SHIPPED.replace("error_log /dev/stderr emerg", "error_log /dev/stderr crit")
    for configuration, is_found in ((SHIPPED, False), (told, True)):
        with (
            upstream(recording([])) as web,
            proxy(tmp_path / f"full-{is_found}", web=web, configuration=configuration) as there,
        ):
            (there.folder / "cache" / "body").rmdir()  # no file can be made there any more
            author = Browser(there.port, canaries.ADDRESS, canaries.AGENT)
            path = "/in/c/north/feedback/8c2a7a0e-5d2c-4a5c-9d0f-6f0c1f8f5f10/ballot"
            assert author.ask(path, b"x" * 100_000)[0] == 500
            settled(there)
        assert bool(canaries.found(written(there), canaries.of_the_author())) is is_found
