"""What leaves and enters the box's addresses: no cookie, one length, one page for everybody.

Each test holds the thing that could leak, and shows that it would be seen if it did.
"""

import json
import logging
import re
import sys

import pytest
from django.contrib.sessions.models import Session as BrowserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.log import AdminEmailHandler
from django.views.debug import ExceptionReporter

from feedback.box import sealing
from feedback.box.base64url import encode
from feedback.box.responses import Response, seal_response
from feedback.models import Envelope
from feedback.services import Malformed
from tests.feedback import ballots

BODY_BYTES = 65_536
CANARY = "the heron stood in the car park"


@pytest.fixture
def survey(cast):
    return ballots.opened(cast.community, [cast.members["rosa"], cast.members["will"]])


@pytest.fixture
def url(survey):
    return reverse("box:envelope", args=[survey.pk])


@pytest.fixture
def body(cast, survey):
    message, signature = ballots.collect(cast.members["rosa"], survey)
    return padded(message, signature, ballots.answers("white", q2=CANARY))


def padded(message, signature, answers):
    given = {"message": encode(message), "signature": encode(signature), "answers": answers}
    return json.dumps(given).encode().ljust(BODY_BYTES)


def put(client, url, body, **headers):
    return client.post(url, body, content_type="text/plain", **headers)


def test_envelope_is_taken_and_the_answer_says_nothing(client, url, body):
    answer = put(client, url, body)
    assert (answer.status_code, answer.content) == (204, b"")
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert Envelope.objects.count() == 1


def test_sending_again_is_safe(client, url, body):
    assert [put(client, url, body).status_code for _ in range(2)] == [204, 204]
    assert Envelope.objects.count() == 1


def test_envelope_with_any_cookie_is_refused(url, body):
    client = Client()
    client.cookies["theme"] = "dark"
    assert put(client, url, body).status_code == 400
    assert Envelope.objects.count() == 0
    del client.cookies["theme"]
    assert put(client, url, body).status_code == 204


def test_envelope_of_a_signed_in_browser_that_sends_its_cookie_is_refused(as_, url, body):
    assert put(as_("rosa"), url, body).status_code == 400
    assert Envelope.objects.count() == 0


def test_no_token_is_asked_for(url, body):
    assert put(Client(enforce_csrf_checks=True), url, body).status_code == 204


@pytest.mark.parametrize("change", [-1, 1])
def test_only_one_length_is_taken(client, url, body, change):
    other = body + b" " if change > 0 else body[:-1]
    answer = put(client, url, other)
    assert (answer.status_code, answer.content) == (400, b"")


@pytest.mark.parametrize(
    "wrong",
    [b"", b"{}", b"[1, 2]", b"\xff\xfe", b"[" * 60_000, b'{"message": 1}', CANARY.encode()],
    ids=["empty", "object", "list", "bytes", "deep", "types", "words"],
)
def test_anything_else_is_a_bare_400(client, url, wrong):
    answer = put(client, url, wrong.ljust(BODY_BYTES))
    assert (answer.status_code, answer.content) == (400, b"")


def test_a_paper_of_another_survey_is_refused(cast, client, url):
    other = ballots.opened(cast.community, [cast.members["will"]], key="S2")
    paper = ballots.collect(cast.members["will"], other)
    assert put(client, url, padded(*paper, ballots.answers())).status_code == 400
    there = reverse("box:envelope", args=[other.pk])
    assert put(client, there, padded(*paper, ballots.answers())).status_code == 204


def test_a_late_envelope_is_told_so_and_a_long_comment_too(cast, client, url, survey, body):
    paper = ballots.collect(cast.members["will"], survey)
    long = padded(*paper, ballots.answers(q2="a" * 2001))
    assert (put(client, url, long).status_code, put(client, url, long).content) == (422, b"")
    ballots.close(survey)
    answer = put(client, url, body)
    assert (answer.status_code, answer.content) == (410, b"")


@pytest.mark.parametrize("name", ["box:survey_landing", "box:envelope"])
def test_page_is_the_same_bytes_for_everybody(as_, survey, name):
    address = reverse(name, args=[survey.pk])
    seen = {as_(person).get(address).content for person in (None, "rosa", "tom", "sam", "joy")}
    seen.add(as_("rosa").get(address, headers={"user-agent": "Phone", "referer": "x"}).content)
    assert len(seen) == 1
    # A page that asks who is looking would be told apart like this.
    inside = reverse("feedback:survey_detail", args=[survey.community.slug, survey.pk])
    assert len({as_(person).get(inside).content for person in ("will", "tom")}) == 2


@pytest.mark.parametrize("name", ["box:survey_landing", "box:envelope"])
def test_page_neither_sets_a_cookie_nor_asks_for_a_session(as_, survey, name):
    client = as_("rosa")
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(reverse(name, args=[survey.pk]))
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert about_people(queries) == []
    # The same look at a page inside finds both the session and the person.
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("feedback:survey_detail", args=[survey.community.slug, survey.pk]))
    assert len(about_people(queries)) >= 2


def test_envelope_neither_reads_nor_writes_a_session(client, url, body):
    before = BrowserSession.objects.count()
    with CaptureQueriesContext(connection) as queries:
        put(client, url, body)
    assert about_people(queries) == []
    assert BrowserSession.objects.count() == before


def about_people(queries):
    tables = re.compile(r'"(django_session|members_user|members_member|feedback_eligibility)"')
    return [one["sql"] for one in queries if tables.search(one["sql"])]


def test_nothing_of_an_answer_reaches_a_log(client, url, body, survey, caplog):
    caplog.set_level(logging.DEBUG)
    with CaptureQueriesContext(connection) as queries:
        put(client, url, body)
        put(client, url, body[:-1])
        put(client, url, CANARY.encode().ljust(BODY_BYTES))
    said = caplog.text + " ".join(one["sql"] for one in queries)
    assert str(survey.pk) in said  # the log was listened to
    assert CANARY not in said
    assert "heron" not in said


def test_an_error_inside_shows_no_answer_to_whoever_gets_error_mails(
    client, url, body, survey, monkeypatch, mailoutbox, settings
):
    settings.ADMINS = [("Joy", "joy@example.org")]
    # The sealing breaks at the very moment when everything lies open.
    monkeypatch.setattr(sealing, "X25519PublicKey", None)
    client.raise_request_exception = False
    handler = _mail_handler()
    try:
        assert put(client, url, body).status_code == 500
    finally:
        logging.getLogger("django.request").removeHandler(handler)
    whole = " ".join(mail.body + str(mail.alternatives) for mail in mailoutbox)
    assert "Traceback" in whole
    assert CANARY not in whole
    assert "heron" not in whole
    # Without the marks on the way, the same report tells everything.
    try:
        seal_response(Response(None, {}, {"2": CANARY}), survey.pk, b"")
    except AttributeError:
        told = ExceptionReporter(None, *sys.exc_info()).get_traceback_html()
    assert CANARY in told


def _mail_handler():
    handler = AdminEmailHandler(include_html=True)
    logging.getLogger("django.request").addHandler(handler)
    return handler


def test_refusals_do_not_repeat_what_they_refused():
    assert str(Malformed()) == ""
