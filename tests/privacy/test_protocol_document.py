"""docs/protocol.md is enough to write a client, and says what the server does.

The client (``second_client.py``) knows the document and nothing of the program. Where both differ,
one of them is wrong.
"""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve

from feedback.box.keys import box_key
from feedback.box.responses import open_response
from feedback.models import Envelope
from tests.feedback import ballots
from tests.people import build_cast, sign_in
from tests.privacy import second_client
from tests.privacy.second_client import SecondClient, Stop

DOCUMENT = (Path(settings.BASE_DIR) / "docs/protocol.md").read_text()
ANSWERS = {"label": "white", "ratings": {"a": 5, "b": None}, "texts": {"2": "heard"}}


@pytest.fixture
def cast(transactional_db):
    return build_cast()


@pytest.fixture
def survey(cast):
    return ballots.opened(cast.community, [cast.members["rosa"], cast.members["will"]])


def cookies_of(person) -> dict[str, str]:
    client = Client()
    sign_in(client, person)
    return {name: one.value for name, one in client.cookies.items()}


@pytest.fixture
def begun(live_server, survey):
    """A client that has read the keys."""
    client = SecondClient(live_server.url, str(survey.pk))
    client.read_keys()
    return client


@pytest.fixture
def holding(begun, cast):
    """A client that holds a paper of Rosa's."""
    begun.collect(cookies_of(cast.rosa))
    return begun


def test_second_client_knows_nothing_of_the_program():
    tree = ast.parse(Path(second_client.__file__).read_text())
    names = {
        one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names
    }
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    rooms = {name.partition(".")[0] for name in names}
    assert not rooms & {"feedback", "cop", "django", "tests", "sessions_app", "caucus"}
    assert "cryptography" in rooms


def test_from_the_keys_to_the_count(holding, survey):
    assert holding.fingerprint == survey.fingerprint
    asked = holding.read_questions()
    assert asked["ratings"] == list("abcdefg")
    assert asked["texts"] == list("23456")
    assert set(asked["label"]) == {"white", "racially_minoritised"}
    assert holding.send(ANSWERS) == 204
    assert holding.was_counted() is None
    sealed = Envelope.objects.get(survey=survey)
    assert len(bytes(sealed.ciphertext)) == 16_384
    response = open_response(bytes(sealed.ciphertext), survey.pk, box_key(survey.pk))
    assert (response.label, response.ratings, response.texts) == ("white", {"a": 5}, {"2": "heard"})
    ballots.count(survey)
    assert holding.was_counted() is True
    assert holding.send(ANSWERS) == 410


def test_a_paper_nobody_sent_is_not_on_the_list(holding, survey):
    ballots.count(survey)
    assert holding.was_counted() is False


def test_no_anonymous_request_says_who(holding, cast):
    holding.send(ANSWERS)
    secrets = [*cookies_of(cast.rosa).values(), "Rosa"]
    for _method, path, headers, body in holding.sent:
        if path.startswith("/in/"):
            assert "answers" not in body.decode()
            continue
        assert not {"cookie", "referer", "authorization"} & {name.lower() for name in headers}
        assert not any(secret in body.decode() for secret in secrets)


def test_sending_again_is_safe_and_a_second_answer_is_dropped(holding, survey):
    assert holding.send(ANSWERS) == 204
    assert holding.send(ANSWERS) == 204
    assert holding.send({"texts": {"2": "something else"}}) == 204
    sealed = Envelope.objects.get(survey=survey)
    response = open_response(bytes(sealed.ciphertext), survey.pk, box_key(survey.pk))
    assert response.texts == {"2": "heard"}


def test_the_same_value_is_signed_alike_and_another_is_refused(holding, cast, live_server, survey):
    first = holding.collected.body
    holding.collect(cookies_of(cast.rosa))
    assert holding.collected.body == first
    another = SecondClient(live_server.url, str(survey.pk))
    another.read_keys()
    with pytest.raises(Stop, match="409"):
        another.collect(cookies_of(cast.rosa))
    assert b'"refused"' in another.collected.body


def test_who_is_not_asked_finds_no_element(begun, cast):
    with pytest.raises(Stop, match="no such element"):
        begun.collect(cookies_of(cast.tom))


def test_without_a_sign_in_the_answer_is_302(begun):
    with pytest.raises(Stop, match="302"):
        begun.collect({})


def test_what_cannot_be_signed_is_400(begun, cast):
    begun.blind()
    begun.blinded = bytes(256)
    with pytest.raises(Stop, match="400"):
        begun.collect(cookies_of(cast.rosa))


def test_after_the_last_day_no_paper_is_given(begun, cast, survey):
    cookies, page = cookies_of(cast.rosa), begun.ask
    begun.ask = lambda method, *rest: (
        (ballots.close(survey) if method == "POST" else None) or page(method, *rest)
    )
    with pytest.raises(Stop, match="410"):
        begun.collect(cookies)


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ({"label": "nobody"}, 400),
        ({"ratings": {"a": 6}}, 400),
        ({"ratings": {"a": 2.0}}, 400),
        ({"ratings": {"z": 1}}, 400),
        ({"choices": {"z": "yes"}}, 400),
        ({"about": "more"}, 400),
        ({"texts": {"2": "a" * 2001}}, 422),
        ({"texts": {"2": "🜁" * 2000}}, 204),
        ({}, 204),
    ],
)
def test_statuses_are_those_of_the_document(holding, answers, status):
    assert holding.send(answers) == status


def test_a_cookie_another_length_and_a_foreign_paper_are_400(holding, cast, monkeypatch):
    ask = holding.ask
    with monkeypatch.context() as patch:
        patch.setattr(
            holding, "ask", lambda m, p, h, b: ask(m, p, {**h, "Cookie": "theme=dark"}, b)
        )
        assert holding.send(ANSWERS) == 400
    with monkeypatch.context() as patch:
        patch.setattr(second_client, "BODY", 65_535)
        assert holding.send(ANSWERS) == 400
    holding.message = holding.message[::-1]
    assert holding.send(ANSWERS) == 400


def test_a_code_takes_the_place_of_a_paper(begun, cast, survey):
    code = begun.collect_code(cookies_of(cast.rosa))
    letters = code.replace("-", "")
    assert len(letters) == 24
    assert set(letters) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    assert begun.collect_code(cookies_of(cast.rosa)) == code
    fields = {"own-caucus": "white", "a": "5", "b": "", "2": "heard"}
    assert begun.send_with_code({**fields, "own-code": "0" * 24}) == 200
    assert begun.send_with_code({**fields, "own-code": code}, Cookie="theme=dark") == 400
    assert not Envelope.objects.exists()
    typed = letters.lower().replace("1", "l").replace("0", "o")
    assert begun.send_with_code({**fields, "own-code": typed}) == 302
    assert begun.send_with_code({**fields, "own-code": code}) == 302
    sealed = Envelope.objects.get(survey=survey)
    response = open_response(bytes(sealed.ciphertext), survey.pk, box_key(survey.pk))
    assert (response.label, response.ratings, response.texts) == ("white", {"a": 5}, {"2": "heard"})
    with pytest.raises(Stop, match="409"):
        begun.collect(cookies_of(cast.rosa))
    ballots.close(survey)
    assert begun.send_with_code({**fields, "own-code": code}) == 410


def test_after_a_paper_there_is_no_code(holding, cast):
    with pytest.raises(Stop, match="409"):
        holding.collect_code(cookies_of(cast.rosa))


def test_unknown_survey_is_404(live_server):
    with pytest.raises(Stop, match="404"):
        SecondClient(live_server.url, "00000000-0000-4000-8000-000000000000").read_keys()


def test_sizes_of_the_document_are_those_of_the_program(holding):
    assert len(holding.der) == 294
    assert "(294 bytes)" in DOCUMENT
    for number in ("65,536", "16,384", "16,332", "2,000", "512", "version 1"):
        assert number in DOCUMENT
    assert len(holding.message) == 64
    assert len(holding.signature) == len(holding.blinded) == 256


def test_every_address_of_the_document_exists():
    survey = "00000000-0000-4000-8000-000000000000"
    named = re.findall(r"`(?:GET|POST) (/[^` ]+)`", DOCUMENT)
    assert len(set(named)) >= 5
    for one in set(named):
        path = one.replace("<survey>", survey).replace("<community>", "north")
        try:
            resolve(path)
        except Resolver404:
            pytest.fail(f"no such address: {one}")
