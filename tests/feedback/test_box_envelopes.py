"""Envelopes: what is taken, what is refused, and how they lie in the box."""

import json
import threading
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from cop.audit.models import Entry
from cop.core.errors import Refused
from cop.members.models import Appointment
from feedback.box import envelopes, keys, papers
from feedback.box.base64url import decode, encode
from feedback.box.responses import ENVELOPE_BYTES, open_response
from feedback.box.typography import fold
from feedback.models import Envelope
from feedback.selectors import ballot_form, survey_card
from feedback.services import (
    Malformed,
    SurveyClosed,
    drop_envelope,
    open_survey,
    parse_body,
)
from feedback.services.envelopes import BODY_BYTES
from tests.feedback.ballots import answers, close, collect, members, opened, send, session_with


@pytest.fixture
def survey(cast):
    return opened(cast.community, cast.members.values())


@pytest.fixture
def paper(cast, survey):
    return collect(cast.members["rosa"], survey)


def contents(survey):
    key = keys.box_key(survey.pk)
    return [open_response(one, survey.pk, key) for one in envelopes.in_box(survey.pk)]


def test_what_is_sent_lies_sealed_in_the_box(cast, survey, paper):
    send(survey, paper, answers("white", 5, q2="A sentence of mine."))
    envelope = Envelope.objects.get()
    assert len(envelope.ciphertext) == ENVELOPE_BYTES == 16_384
    assert b"sentence" not in bytes(envelope.ciphertext)
    [response] = contents(survey)
    assert (response.label, response.texts) == ("white", {"2": "A sentence of mine."})
    assert response.ratings == dict.fromkeys("abcdefg", 5)


def test_sending_again_changes_nothing(survey, paper):
    send(survey, paper, answers("white", 5))
    before = list(Envelope.objects.values())
    send(survey, paper, answers("white", 1))
    assert list(Envelope.objects.values()) == before


def test_nothing_but_the_envelope_is_written(survey, paper, django_capture_on_commit_callbacks):
    acts = Entry.objects.count()
    with django_capture_on_commit_callbacks() as afterwards:
        send(survey, paper, answers("white", 5))
    assert afterwards == []
    assert Entry.objects.count() == acts


def test_an_empty_answer_is_an_answer(survey, paper):
    send(survey, paper, {"label": None, "ratings": {"a": None}, "texts": {}})
    [response] = contents(survey)
    assert (response.label, dict(response.ratings), dict(response.texts)) == (None, {}, {})


NOT_ASKED = [
    None,
    [],
    "white",
    {"label": "martian"},
    {"label": 5},
    {"label": ["white"]},
    {"name": "Rosa"},
    {"ratings": {"a": 0}},
    {"ratings": {"a": 6}},
    {"ratings": {"a": "5"}},
    {"ratings": {"a": True}},
    {"ratings": {"a": 2.0}},
    {"ratings": {"h": 3}},
    {"ratings": [3]},
    {"texts": {"7": "no such question"}},
    {"texts": {"2": 3}},
]


def test_answers_nobody_asked_for_are_refused(survey, paper):
    for wrong in NOT_ASKED:
        with pytest.raises(Malformed) as refused:
            send(survey, paper, wrong)
        assert refused.value.message == ""
        assert refused.value.__suppress_context__
    assert not Envelope.objects.exists()


def test_a_forged_paper_and_one_of_another_survey_are_refused(cast, survey, paper):
    other = opened(cast.community, cast.members.values(), key="S2")
    message, signature = paper
    forged = papers.new_message(bytes(survey.paper_public_key))
    for bad in [
        (forged, signature),
        (message, bytes(256)),
        (message, signature[:-1]),
        (message[:-1], signature),
        (b"", b""),
        collect(cast.members["rosa"], other),
    ]:
        with pytest.raises(Malformed):
            send(survey, bad, answers())
    assert not Envelope.objects.exists()


def test_late_answers_are_refused(survey, paper):
    close(survey)
    with pytest.raises(SurveyClosed):
        send(survey, paper, answers())


def test_a_long_comment_is_refused_with_what_to_do(survey, paper):
    with pytest.raises(Refused, match="2,000 characters"):
        send(survey, paper, answers(q2="x" * 2001))
    send(survey, paper, answers(q2="x" * 2000))


def test_the_longest_comments_in_any_script_fit(survey, paper):
    everyday = "我们在一起讨论了很多重要的问题并且互相倾听。" * 100
    send(survey, paper, answers(**{f"q{key}": everyday[:2000] for key in "23456"}))
    assert len(contents(survey)[0].texts["6"]) == 2000


def test_without_an_evaluator_no_comments_are_asked(cast):
    Appointment.objects.filter(role="evaluator").delete()
    survey = opened(cast.community, cast.members.values())
    assert ballot_form(survey).questions == ()
    paper = collect(cast.members["rosa"], survey)
    with pytest.raises(Malformed):
        send(survey, paper, answers(q2="Nobody asked."))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("“Curly” – it’s…", '"Curly" - it\'s...'),
        ("two  spaces\u00a0and\tmore", "two spaces and more"),
        ("em—dash -- typed", "em-dash - typed"),
        ("line\r\nend \n\n\n\n here", "line\nend\n\nhere"),
        ("e\u0301", "é"),
        ("zero\u200bwidth\ufeff\u00ad", "zerowidth"),
        ("\ud800lone", "lone"),
        ("«guillemets» ‹single›", "\"guillemets\" 'single'"),
    ],
)
def test_typing_habits_are_folded_away(typed, kept):
    assert fold(typed) == kept
    assert fold(kept) == kept


def test_all_envelopes_lie_in_the_keys_order_under_one_transaction_number(cast):
    crowd = members(cast.community, 12)
    survey = opened(cast.community, crowd)
    for member in crowd:
        send(survey, collect(member, survey), answers())
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text, ballot_sha FROM feedback_envelope")
        rows = cursor.fetchall()
    assert len(rows) == 12
    assert len({xmin for xmin, _sha in rows}) == 1
    hashes = [bytes(sha) for _xmin, sha in rows]
    assert hashes == sorted(hashes)


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_lose_nothing(cast):
    crowd = members(cast.community, 8)
    survey = opened(cast.community, crowd)
    collected = [collect(member, survey) for member in crowd]
    failures = []

    def drop(paper):
        try:
            send(survey, paper, answers())
            send(survey, paper, answers())
        except Exception as problem:  # noqa: BLE001  told by the main thread
            failures.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=drop, args=[paper]) for paper in collected]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT xmin::text) FROM feedback_envelope")
        assert cursor.fetchone() == (8, 1)


def test_the_database_takes_no_other_length(survey):
    with pytest.raises(IntegrityError), transaction.atomic():
        Envelope.objects.create(ballot_sha=bytes(32), survey=survey, ciphertext=b"short")


def test_the_body_has_one_length_and_tells_nothing_when_it_is_wrong():
    message, signature = encode(b"m" * 64), encode(b"s" * 256)
    body = {"message": message, "signature": signature, "answers": {"label": None}}
    whole = json.dumps(body).encode().ljust(BODY_BYTES)
    ballot = parse_body(whole)
    assert (ballot.message, ballot.signature) == (b"m" * 64, b"s" * 256)
    assert "mmm" not in repr(ballot)
    more = json.dumps({**body, "mark": "m"}).encode().ljust(BODY_BYTES)
    for wrong in [more, whole[:-1], whole + b" ", b"", b"[" * BODY_BYTES, b"{}".ljust(BODY_BYTES)]:
        with pytest.raises(Malformed):
            parse_body(wrong)


def test_bytes_travel_in_one_form():
    assert decode(encode(bytes(range(256)))) == bytes(range(256))
    assert "=" not in encode(b"x")
    for wrong in ["+/", "a b c", "é", "a"]:
        with pytest.raises(ValueError):  # noqa: PT011
            decode(wrong)


def test_everybody_gets_the_same_form_and_keys(cast, survey):
    form, card = ballot_form(survey), survey_card(survey)
    assert [choice.key for choice in form.caucuses] == ["racially_minoritised", "white"]
    assert len(form.questionnaire.statements) == 7
    assert (
        card.fingerprint
        == keys.PublicKeys(
            decode(card.box_public_key_b64), decode(card.paper_public_key_b64)
        ).fingerprint
    )


def test_an_unknown_survey_is_malformed(paper):
    with pytest.raises(Malformed):
        drop_envelope(survey_id=uuid.uuid4(), message=b"", signature=b"", answers={})


def test_strangers_open_nothing(cast):
    session = session_with(cast.community, [])
    with pytest.raises(PermissionDenied):
        open_survey(actor=cast.actor("sam"), session=session)
