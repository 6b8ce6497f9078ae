"""Work is handed on once what was written stands, whether or not the queue answers."""

import datetime as dt

import pytest
import time_machine
from celery import Celery, current_app
from django.db import transaction

from cop.core.queue import enqueue
from cop.members.models import User
from cop.post.models import Message
from tests.sessions_app.plans import scheduled

NOBODY = "redis://:secret@127.0.0.1:1/0"  # a port nothing listens at


@pytest.fixture
def silent_queue(transactional_db):
    """Jobs go to an address nobody answers at."""
    before = current_app._get_current_object()
    Celery("nobody", broker=NOBODY, set_as_current=False).set_current()
    yield
    before.set_current()


def test_what_was_written_stands_and_the_log_says_no_content(silent_queue, caplog):
    with transaction.atomic():
        person = User.objects.create_user("rosa@example.org")
        enqueue("feedback.count", survey_id=987654)
    assert User.objects.get() == person
    (line,) = caplog.messages
    assert line == "feedback.count waits, the queue did not answer: OperationalError"
    for secret in ("987654", "secret", "rosa"):
        assert secret not in caplog.text


@time_machine.travel(dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC), tick=False)
def test_page_answers_and_the_mail_waits(silent_queue, cast, as_, caplog):
    session = scheduled(cast)
    answer = as_("bilal").post(f"/in/c/northern/sessions/{session.pk}/invite/", follow=True)
    assert answer.status_code == 200
    assert "5 invitations are on their way." in answer.content.decode()
    assert set(Message.objects.values_list("state", flat=True)) == {"waiting"}
    # The queue was asked once for all five.
    assert caplog.messages == [
        "post.send_waiting waits, the queue did not answer: OperationalError"
    ]
