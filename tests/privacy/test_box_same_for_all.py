"""Whoever asks, however they ask: the box's pages are the same bytes, headers included.

A page, a key or a label to remember a browser by, given to one person alone, would name them.
"""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from feedback import urls_open
from feedback.box import papers
from feedback.models import Envelope
from tests.feedback.ballots import answers, close, collect, count, opened
from tests.privacy.test_box_requests import padded

pytestmark = pytest.mark.django_db
OF_A_SURVEY = sorted(
    one.name for one in urls_open.urlpatterns if "survey_id" in one.pattern.converters
)
WAYS = {
    "plain": {},
    "another language": {"HTTP_ACCEPT_LANGUAGE": "ar, de;q=0.5"},
    "another browser": {"HTTP_USER_AGENT": "Phone/1.0 (one of a kind)"},
    "from a page": {"HTTP_REFERER": "https://elsewhere.example/rosa"},
    "an old browser": {"SERVER_PROTOCOL": "HTTP/1.0"},
    "another address": {"REMOTE_ADDR": "203.0.113.7", "HTTP_X_FORWARDED_FOR": "203.0.113.8"},
    "seen before": {"HTTP_IF_NONE_MATCH": '"rosa"', "HTTP_IF_MODIFIED_SINCE": "Sun, 22 Nov 2026"},
    "a part of it": {"HTTP_RANGE": "bytes=0-99"},
    "from a script": {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest", "HTTP_HX_REQUEST": "true"},
    "with cookies": {"HTTP_COOKIE": "theme=dark; sessionid=x; csrftoken=y; django_language=de"},
    "with a password": {"HTTP_AUTHORIZATION": "Basic cm9zYTpyb3Nh"},
}
# Headers by which a browser is told something to bring back, or to tell elsewhere.
TELLING = re.compile(
    r"set-cookie|etag|last-modified|server-timing|alt-svc|link|report|nel|expect-ct|accept-ch|"
    r"clear-site-data|www-authenticate|refresh|vary: .*cookie",
    re.IGNORECASE,
)


@pytest.fixture(autouse=True)
def key_directory(settings, tmp_path):
    settings.KEY_DIR = tmp_path / "keys"


@pytest.fixture
def survey(cast):
    return opened(cast.community, cast.members.values())


def answer_to(address: str, way: dict[str, str], client: Client | None = None) -> tuple:
    answer = (client or Client()).get(address, **way)
    content = b"".join(answer) if answer.streaming else answer.content
    put_away(answer)
    return answer.status_code, content, tuple(sorted(answer.items()))


def put_away(answer) -> None:
    """Close the file of a static answer, and not the test's connection with it."""
    for close_it in answer._resource_closers:
        close_it()


def told_apart(address: str) -> list[str]:
    plain = answer_to(address, {})
    return [name for name, way in WAYS.items() if answer_to(address, way) != plain]


def test_there_are_pages_to_look_at():
    assert {"survey_landing", "envelope", "counted_list"} <= set(OF_A_SURVEY)


@pytest.mark.parametrize("state", ["open", "counted"])
@pytest.mark.parametrize("name", OF_A_SURVEY)
def test_every_way_of_asking_gets_the_same_bytes(survey, as_, name, state):
    if state == "counted":
        count(survey)
    address = reverse(f"box:{name}", args=[survey.pk])
    assert told_apart(address) == []
    if answer_to(address, {})[0] != 404:  # where there is nothing, there is nobody's page
        for person in ("rosa", "tom"):
            assert answer_to(address, {}, as_(person)) == answer_to(address, {})


def test_a_page_that_remembers_would_be_seen(cast, monkeypatch):
    """The sign-in page knows who comes with a cookie, and sets one."""
    address = reverse("account_request_login_code")
    assert told_apart(address)
    assert TELLING.search(" ".join(f"{name}: {value}" for name, value in headers(address)))


def headers(address: str) -> list[tuple[str, str]]:
    answer = Client().get(address)
    put_away(answer)
    cookies = [("Set-Cookie", str(cookie)) for cookie in answer.cookies.values()]
    return [*answer.items(), *cookies]


@pytest.mark.parametrize("name", OF_A_SURVEY)
def test_no_header_gives_a_browser_something_to_bring_back(survey, name):
    count(survey)
    found = headers(reverse(f"box:{name}", args=[survey.pk]))
    assert [f"{one}: {value}" for one, value in found if TELLING.search(f"{one}: {value}")] == []
    assert dict(found)["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["survey_landing", "envelope", "coded_form"])
def test_pages_call_nothing_up_beforehand_and_nobody_else(survey, name):
    page = Client().get(reverse(f"box:{name}", args=[survey.pk])).content.decode()
    fetched = re.findall(
        r'<(?:script|img|link|iframe|source|use)[^>]*?(?:src|href)="([^"]*)"', page
    )
    assert fetched
    assert [one for one in fetched if not one.startswith("/")] == []
    assert not re.search(
        r"preconnect|dns-prefetch|prefetch|prerender|manifest|speculationrules", page
    )


@pytest.mark.parametrize("name", ["envelope", "coded_form"])
def test_forms_ask_the_browser_to_remember_nothing(survey, name):
    page = Client().get(reverse(f"box:{name}", args=[survey.pk])).content.decode()
    forms = re.findall(r"<form[^>]*>", page)
    assert forms
    assert all('autocomplete="off"' in form for form in forms)


def test_no_script_stays_behind_as_a_service_worker():
    folder = Path(settings.BASE_DIR) / "static" / "js"
    said = {path.name: path.read_text() for path in folder.rglob("*.js")}
    assert "box.js" in said
    assert [name for name, text in said.items() if "serviceWorker" in text] == []


def test_a_static_file_is_the_same_for_everybody():
    assert finders.find("js/box.js")
    address = "/static/js/box.js"
    [status, content, _headers] = answer_to(address, {})
    assert (status, bool(content)) == (200, True)
    unlike = set(told_apart(address))
    assert unlike <= {"a part of it"}, "the part that was asked for"
    assert "Set-Cookie" not in dict(headers(address))


# What the box's answer tells to whoever tries.


def asked_of_the_database(address: str, body: bytes) -> tuple[int, list[str]]:
    with CaptureQueriesContext(connection) as queries:
        status = Client().post(address, body, content_type="text/plain").status_code
    said = [re.sub(r"'[^']*'|\b\d+\b", "…", one["sql"]) for one in queries]
    return status, [re.sub(r"SAVEPOINT \S+", "SAVEPOINT", one) for one in said]


def test_whoever_guesses_a_message_does_not_learn_whether_it_was_used(cast, survey):
    """The signature is looked at first: without it, a used message and another are one."""
    address = reverse("box:envelope", args=[survey.pk])
    message, signature = collect(cast.members["rosa"], survey)
    guess = padded(message, signature[::-1], answers("white"))
    before = asked_of_the_database(address, guess)
    first = asked_of_the_database(address, padded(message, signature, answers("white")))
    assert Envelope.objects.count() == 1
    assert asked_of_the_database(address, guess) == before
    assert before[0] == 400
    assert not any("feedback_envelope" in one for one in before[1])
    # Who holds the whole paper can tell, by the work that is done: it is their own.
    again = asked_of_the_database(address, padded(message, signature, answers("white")))
    assert (first[0], again[0]) == (204, 204)
    assert first[1] != again[1]


def test_after_the_close_every_envelope_is_answered_alike(cast, survey):
    address = reverse("box:envelope", args=[survey.pk])
    used = collect(cast.members["rosa"], survey)
    unused = collect(cast.members["will"], survey)
    asked_of_the_database(address, padded(*used, answers("white")))
    forged = (papers.new_message(bytes(survey.paper_public_key)), bytes(256))
    close(survey)
    told = [
        asked_of_the_database(address, padded(*paper, answers("white")))
        for paper in (used, unused, forged)
    ]
    assert told[0] == told[1] == told[2]
    assert told[0][0] == 410
