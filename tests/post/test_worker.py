"""Mail leaves through a real Celery worker."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from cop.post.models import Message
from cop.post.services import Letter, draft_message, queue_message

PATIENCE = 20  # seconds


@pytest.fixture
def worker(tmp_path: Path):
    """A worker on the run's own database and broker, which writes mail to files."""
    database = connection.settings_dict
    environment = os.environ | {
        "DATABASE_URL": f"postgres://circle@/{database['NAME']}?host={database['HOST']}",
        "REDIS_URL": settings.REDIS_URL,
        "EMAIL_URL": f"filemail:///{tmp_path}/mail",
    }
    command = [sys.executable, "-m", "celery", "-A", "cop", "worker", "--pool=solo"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log
        )
        yield tmp_path
        process.terminate()
        process.wait(10)


@pytest.mark.django_db(transaction=True)
def test_queued_message_reaches_the_mail_server(worker: Path):
    letter = Letter("Session on Thursday 14 January", "Come along.\n", "<p>Come along.</p>")
    message = draft_message(community_id=1, kind="test", to="rosa@example.org", letter=letter)
    queue_message(message=message)
    until = time.monotonic() + PATIENCE
    while Message.objects.get().state == "waiting" and time.monotonic() < until:
        time.sleep(0.1)
    assert Message.objects.get().state == "sent", (worker / "log").read_text()
    (sent,) = (worker / "mail").iterdir()
    text = sent.read_text()
    assert "To: rosa@example.org" in text
    assert "Subject: Session on Thursday 14 January" in text
    assert "Come along." in text
