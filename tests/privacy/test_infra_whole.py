"""Somebody answers, by the proxy, the web server, the database and the broker as they are shipped.

Whatever those write meanwhile is searched for the answer, the address and the program it came
from; and the same search finds them where something is stored, logged or handed on.
"""

import json
import tempfile
import time
from pathlib import Path

import pytest
from celery import Celery
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from feedback.box.base64url import encode
from feedback.models import Envelope
from feedback.services.envelopes import BODY_BYTES
from tests.feedback import ballots
from tests.people import sign_in
from tests.privacy import places
from tests.privacy.behind_proxy import leaky, proxy, settled, web_server, written
from tests.privacy.canaries import Canary, found
from tests.privacy.wire import HOST, Browser

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def key_directory(settings, tmp_path):
    settings.KEY_DIR = tmp_path / "keys"


@pytest.fixture(autouse=True)
def fixed_day() -> None:
    """The web server is a program of its own, and its day is today."""


@pytest.fixture
def survey(cast):
    return ballots.opened(cast.community, list(cast.members.values()))


def body_of(canary: Canary, survey, member) -> bytes:
    """What the author's browser sends."""
    message, signature = ballots.collect(member, survey)
    given = {
        "message": encode(message),
        "signature": encode(signature),
        "answers": canary.response(),
    }
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


def walk_of_an_author(browser: Browser, survey, body: bytes, canary: Canary) -> list[int]:
    """Landing page, form, envelope, the envelope again, malformed, too long, with a code, late."""
    box, landing = f"/box/{survey.pk}/", f"/feedback/{survey.pk}/"
    statuses = [
        browser.ask(landing)[0],
        browser.ask(box)[0],
        browser.ask(box, body)[0],
        browser.ask_http2(box),
        browser.ask_http2(box, body),
        browser.ask(box, body[:-1])[0],
        browser.ask(box, body * 3)[0],
        browser.ask(f"/%62ox/{survey.pk}/", body)[0],
        browser.ask(f"{landing}?code={canary.mark}")[0],
        browser.ask(f"{box}code/?of={canary.mark}", canary.sentence.encode())[0],
    ]
    ballots.close(survey)
    statuses += [browser.ask(box, body)[0], browser.ask_http2(box, body)]
    with browser.half_sent(box, body):
        pass
    return statuses


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


def test_nothing_anywhere_leads_to_an_author_before_the_count(cast, survey, tmp_path):
    canary, since = Canary(), time.time()
    body = body_of(canary, survey, cast.members["rosa"])
    (tmp_path / "tmp").mkdir()
    with (
        web_server(tmp_path, LOG_LEVEL="DEBUG", TMPDIR=str(tmp_path / "tmp")) as web,
        proxy(tmp_path / "proxy", web=web) as shipped,
    ):
        author = Browser(shipped.port, canary.address, canary.agent)
        assert author.ask("/support/")[0] == 200
        assert author.ask("/in/c/north/?of=me")[0] == 302
        assert collect_with_login(author, cast, survey, "will") < 500
        with places.heard_by_valkey() as heard:
            statuses = walk_of_an_author(author, survey, body, canary)
            assert broken_requests(author, survey) == {400, 414}
        settled(shipped)
        in_proxy = written(shipped)
    assert statuses == [200, 200, 204, 200, 204, 400, 413, 204, 200, 400, 410, 410]
    assert Envelope.objects.count() == 1
    # Other addresses are noted, by moment, path and status.
    assert [line.split(maxsplit=1)[1] for line in shipped.access_log.splitlines()] == [
        "GET /support/ 200",
        "GET /in/c/north/ 302",
        "GET /last-of-all/ 404",
    ]
    assert heard == [], "the way to the box asks neither cache nor queue"
    everything = {
        "proxy": in_proxy,
        "broker and cache": places.in_valkey(),
        **places.in_the_database(since),
        "web server's log": (tmp_path / "web.log").read_bytes(),
        "other files": places.files_below(tmp_path),
    }
    seen = {place: found(content, canary.in_all()) for place, content in everything.items()}
    assert {place: words for place, words in seen.items() if words} == {}
    # Nor does any log say that somebody was at this survey.
    logs = everything["proxy"] + everything["web server's log"]
    assert b"Booting worker" in logs
    assert str(survey.pk).encode() not in logs


def test_a_web_server_that_logs_names_whoever_asks(survey, tmp_path):
    canary = Canary()
    with (
        web_server(tmp_path, "--access-logfile", "-", "--workers", "1") as web,
        proxy(tmp_path / "proxy", web=web, configuration=leaky()) as leaking,
    ):
        author = Browser(leaking.port, canary.address, canary.agent)
        assert author.ask(f"/box/{survey.pk}/?code={canary.mark}")[0] == 200
        settled(leaking)
    log = (tmp_path / "web.log").read_bytes()
    assert found(log, canary.of_the_author())
    assert found(log, canary.of_the_answer())
    assert found(places.files_below(tmp_path), canary.of_the_author())


def test_what_is_cached_queued_or_kept_in_a_file_is_found(tmp_path):
    canary = Canary()
    with places.heard_by_valkey() as heard:
        cache.set("draft", canary.response(), 60)
        asker = Celery("asker", broker=django_settings.REDIS_URL, set_as_current=False)
        asker.send_task("feedback.keep", args=[canary.response(), canary.agent], queue="aside")
        asker.close()
    said = " ".join(heard)
    assert found(said, canary.of_the_answer())
    assert found(said, canary.of_the_author())
    assert found(places.in_valkey(), canary.of_the_answer())
    with places.valkey() as client:
        client.delete("aside")
    cache.delete("draft")
    assert found(places.in_valkey(), canary.in_all()) == []
    with tempfile.NamedTemporaryFile(dir=tmp_path) as file:
        Path(file.name).write_text(canary.sentence)
        assert found(places.files_below(tmp_path), canary.of_the_answer())


def test_broker_keeps_nothing_on_a_disk():
    with places.valkey() as client:
        assert client.config_get("save")["save"] == ""
        assert client.config_get("appendonly")["appendonly"] == "no"
