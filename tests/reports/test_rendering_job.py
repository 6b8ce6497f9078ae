"""The PDF is made by a real worker, and its row tells how far it is and what went wrong."""

import datetime as dt
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.utils import timezone

from reports.enums import RenderingState
from reports.models import Rendering, Report
from reports.services import begin_report, render_report, start_rendering
from tests.people import Cast, build_cast

PATIENCE = 60


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """Committed, so that the worker sees it."""
    return build_cast()


@pytest.fixture
def report(cast: Cast) -> Report:
    return begin_report(
        actor=cast.actor("bilal"),
        title="Annual report",
        from_on=dt.date(2025, 11, 1),
        to_on=dt.date(2026, 10, 31),
    )


def states(rendering: Rendering) -> Iterator[Rendering]:
    """The row again and again, until the patience ends."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        rendering.refresh_from_db(fields=["state", "done", "total", "step", "problem"])
        yield rendering
        time.sleep(0.01)
    pytest.fail(f"still {rendering.state} at {rendering.done}")


def test_progress_moves_and_the_file_is_a_pdf(cast: Cast, report: Report, worker: object):
    rendering = start_rendering(actor=cast.actor("bilal"), report=report)
    seen = []
    for row in states(rendering):
        assert row.state != RenderingState.FAILED, row.problem
        if row.done not in seen:
            seen.append(row.done)
        if row.state == RenderingState.DONE:
            break
    assert len(seen) >= 3
    assert seen == sorted(seen)
    rendering.refresh_from_db()
    assert bytes(rendering.pdf or b"").startswith(b"%PDF-1.7")
    assert len(rendering.checksum) == 64


def test_a_killed_worker_leaves_a_clear_failure(
    cast: Cast,
    report: Report,
    worker: subprocess.Popen[bytes],
    as_: Callable,
):
    rendering = start_rendering(actor=cast.actor("bilal"), report=report)
    for row in states(rendering):
        if row.state == RenderingState.RUNNING:
            break
    os.killpg(worker.pid, signal.SIGKILL)
    page = f"/in/c/{cast.community.slug}/reports/{report.pk}/pdf/"
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=30)):
        answer = as_("bilal").get(page)
    rendering.refresh_from_db()
    assert rendering.state == RenderingState.FAILED
    assert "The worker stopped before the PDF was finished" in answer.content.decode()
    assert "Make it again" in answer.content.decode()


def test_a_job_delivered_twice_does_nothing_the_second_time(cast: Cast, report: Report):
    rendering = Rendering.objects.create(report=report, state=RenderingState.FAILED, problem="x")
    render_report(rendering_id=rendering.pk)
    rendering.refresh_from_db()
    assert rendering.state == RenderingState.FAILED
    assert rendering.pdf is None
