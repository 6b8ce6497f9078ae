"""Twenty-five people begin in one minute, through the web server as it is shipped."""

import json
import random
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from bench import cpu
from bench.gates import Results
from bench.visits import Visitor
from cop.members.models import Member
from feedback.box.base64url import decode, encode
from feedback.models import Collected, Envelope, Survey
from feedback.services.envelopes import BODY_BYTES
from tests.feedback import ballots
from tests.feedback.boxes import everything
from tests.people import Cast

PEOPLE = 25
STEPS = ("link", "promise", "paper", "form", "send")
SHIPPED = re.compile(r'^CMD \["gunicorn", (.+)\]$', re.MULTILINE)
Waits = dict[str, list[float]]


def measure(cast: Cast, results: Results) -> None:
    """Once spread over a minute, once all in the same second."""
    people = ballots.members(cast.community, PEOPLE)
    with web_server() as (port, _process):
        for words, seconds in (("in one minute", 60), ("in one second", 1)):
            survey = ballots.opened(cast.community, people, key=words)
            visits = [_Visit(port, cast.community.slug, survey, one) for one in people]
            waits = _all_come(visits, seconds)
            for step, found in waits.items():
                middle, most = cpu.percentile(found, 0.5), cpu.percentile(found, 0.95)
                results.tell(
                    f"{PEOPLE} begin {words}: {step}",
                    f"p50 {middle:.0f} ms, p95 {most:.0f} ms, longest {max(found):.0f} ms",
                )
            _check(survey)


def _check(survey: Survey) -> None:
    stored = Envelope.objects.filter(survey=survey).count()
    if stored != PEOPLE or Collected.objects.filter(survey_id=survey.pk).count() != PEOPLE:
        raise RuntimeError("somebody's feedback did not arrive")


@dataclass
class _Visit:
    """One member's path, from the link to the box. Nothing is waited for but the server."""

    port: int
    slug: str
    survey: Survey
    member: Member

    def __post_init__(self) -> None:
        self.cookie = Visitor(self.member.person).cookie
        key = self.survey.pk
        self.token = ""
        self.signed_in = f"/in/c/{self.slug}/feedback/{key}/"
        self.open = (f"/feedback/{key}/", f"/box/{key}/")
        self.waits: Waits = {step: [] for step in STEPS}

    def go(self) -> None:
        link, box = self.open
        self._ask("link", "GET", link)
        page = self._ask("promise", "GET", self.signed_in, cookie=self.cookie)
        message, hidden = ballots.blinded(self.survey)
        body = json.dumps({"blinded": encode(hidden.value)}).encode()
        answer = self._ask("paper", "POST", f"{self.signed_in}ballot", body, self._with_token(page))
        signed = decode(json.loads(answer)["signature"])
        signature = ballots.unblinded(self.survey, message, signed, hidden)
        self._ask("form", "GET", box)
        said = {
            "message": encode(message),
            "signature": encode(signature),
            "answers": everything(self.survey, self.member.pk),
        }
        self._ask("send", "POST", box, json.dumps(said).encode().ljust(BODY_BYTES))

    def _with_token(self, page: bytes) -> str:
        """The page's token against forgery stands on it; its cookie came with it."""
        found = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page)
        self.token = found[1].decode() if found else ""
        return self.cookie

    def _ask(
        self, step: str, method: str, address: str, body: bytes = b"", cookie: str = ""
    ) -> bytes:
        headers = {"Content-Type": "application/json"} if body else {}
        if cookie:
            headers["Cookie"] = cookie
        if cookie and body:
            headers["X-CSRFToken"] = self.token
        began = time.perf_counter()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, address, body or None, headers)
        answer = connection.getresponse()
        content = answer.read()
        for value in answer.headers.get_all("Set-Cookie", []):
            self.cookie = f"{self.cookie}; {value.partition(';')[0]}"
        connection.close()
        self.waits[step].append((time.perf_counter() - began) * 1000)
        if answer.status not in {200, 204}:
            raise RuntimeError(f"{step}: {answer.status}")
        return content


def _all_come(visits: list[_Visit], seconds: float) -> Waits:
    moments = sorted(random.uniform(0, seconds) for _one in visits)  # noqa: S311  when people come
    threads = [
        threading.Timer(moment, visit.go) for moment, visit in zip(moments, visits, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {step: [wait for one in visits for wait in one.waits[step]] for step in STEPS}


@contextmanager
def web_server(*more: str) -> Iterator[tuple[int, int]]:
    """The command of the shipped image and ``more`` of it: its free port, and its process."""
    found = SHIPPED.search(Path("Dockerfile").read_text(encoding="utf-8"))
    if found is None:
        raise RuntimeError("the Dockerfile starts no gunicorn")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", *json.loads(f"[{found[1]}]"), *more]
    process = subprocess.Popen([*command, "--bind", f"127.0.0.1:{port}", "--log-level", "error"])
    try:
        _wait_for(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                break
        except OSError:
            time.sleep(0.2)
    for _worker in range(9):  # each of them loads the program with its first request
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", "/feedback/")
        connection.getresponse().read()
        connection.close()
