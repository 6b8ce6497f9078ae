"""Mail leaves through a real Celery worker."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from cop.post.models import Message
from cop.post.services import Letter, post_letter
from tests.conftest import database_url

PATIENCE = 60  # seconds


@pytest.fixture
def letter_box(transactional_db: None, tmp_path: Path) -> Iterator[Path]:
    """A worker on the run's own database and broker, which writes mail to files in a folder."""
    environment = os.environ | {
        "DATABASE_URL": database_url(connection.settings_dict["NAME"]),
        "EMAIL_URL": f"filemail:///{tmp_path}/mail",
    }
    command = [sys.executable, "-m", "celery", "-A", "cop", "worker", "--pool=solo"]
    quickly = ["--without-mingle", "--without-gossip"]
    with (
        (tmp_path / "log").open("wb") as log,
        subprocess.Popen(
            command + quickly, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log
        ) as process,
    ):
        yield tmp_path
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()


def test_queued_message_reaches_the_mail_server(letter_box: Path):
    letter = Letter("Session on Thursday 14 January", "Come along.\n", "<p>Come along.</p>")
    post_letter(
        community_id=1, kind="test", recipients=[("rosa@example.org", "Rosa")], letter=letter
    )
    until = time.monotonic() + PATIENCE
    while Message.objects.get().state != "sent" and time.monotonic() < until:
        time.sleep(0.1)
    assert Message.objects.get().state == "sent", (letter_box / "log").read_text()
    (sent,) = (letter_box / "mail").iterdir()
    text = sent.read_text()
    assert "To: Rosa <rosa@example.org>" in text
    assert "Subject: Session on Thursday 14 January" in text
    assert "Come along." in text
