"""The PDF is made by a real worker, and its row tells how far it is and what went wrong."""

import datetime as dt
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
import time_machine
from django.db import connection, transaction
from django.http import Http404
from django.utils import timezone

from reports.content import current_digest
from reports.enums import RenderingState
from reports.models import Rendering, Report
from reports.selectors import finished_file_or_404
from reports.services import (
    begin_report,
    publish_report,
    render_report,
    start_rendering,
    tend_renderings,
    write_section,
)
from tests.at_once import wait_until_waited_for
from tests.conftest import database_url
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


@contextmanager
def every_progress() -> Iterator[list[int]]:
    """How far each commit of a rendering says it is: whoever looks now and then may miss some."""
    seen: list[int] = []
    with (
        psycopg.connect(database_url(connection.settings_dict["NAME"]), autocommit=True) as heard,
        connection.cursor() as cursor,
    ):
        heard.execute("LISTEN progress")
        cursor.execute(
            "CREATE FUNCTION tell_progress() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN PERFORM pg_notify('progress', NEW.done::text); RETURN NULL; END $$"
        )
        cursor.execute(
            f"CREATE TRIGGER tell AFTER UPDATE ON {Rendering._meta.db_table}"
            " FOR EACH ROW EXECUTE FUNCTION tell_progress()"
        )
        try:
            yield seen
            seen += [int(one.payload) for one in heard.notifies(timeout=1)]
        finally:
            cursor.execute("DROP FUNCTION tell_progress CASCADE")


def test_progress_moves_and_the_file_is_a_pdf(cast: Cast, report: Report, worker: object):
    with every_progress() as seen:
        rendering = start_rendering(actor=cast.actor("bilal"), report=report)
        for row in states(rendering):
            assert row.state != RenderingState.FAILED, row.problem
            if row.state == RenderingState.DONE:
                break
    assert len(set(seen)) >= 3
    assert seen == sorted(seen)
    assert bytes(finished_file_or_404(report, None, "pdf").body).startswith(b"%PDF-1.7")


def test_a_killed_worker_leaves_a_clear_failure(
    cast: Cast,
    report: Report,
    worker: subprocess.Popen[bytes],
    as_: Callable,
):
    os.killpg(worker.pid, signal.SIGSTOP)
    rendering = start_rendering(actor=cast.actor("bilal"), report=report)
    with transaction.atomic(), connection.cursor() as cursor:
        # Once it has begun it wants to read the report, and cannot.
        cursor.execute(f"LOCK TABLE {Report._meta.db_table}")
        os.killpg(worker.pid, signal.SIGCONT)
        wait_until_waited_for()
        os.killpg(worker.pid, signal.SIGKILL)
    rendering.refresh_from_db()
    assert rendering.state == RenderingState.RUNNING
    page = f"/in/c/{cast.community.slug}/reports/{report.pk}/pdf/"
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=30)):
        content = as_("bilal").get(page).content.decode()
        tend_renderings()
    assert "The worker stopped before the PDF was finished" in content
    assert "Try again" in content
    rendering.refresh_from_db()
    assert rendering.state == RenderingState.FAILED
    assert "Nothing is lost" in rendering.problem


def test_a_job_delivered_twice_does_nothing_the_second_time(cast: Cast, report: Report):
    rendering = Rendering.objects.create(report=report, state=RenderingState.FAILED, problem="x")
    render_report(rendering_id=rendering.pk)
    rendering.refresh_from_db()
    assert rendering.state == RenderingState.FAILED
    assert not rendering.files.exists()


def made(report: Report, **fields: object) -> Rendering:
    """A finished rendering of the report as it is now."""
    values = {"state": RenderingState.DONE, "content": current_digest(report)}
    rendering = Rendering.objects.create(report=report, **(values | fields))
    rendering.files.create(format="pdf", body=b"%PDF", digest="")
    return rendering


def test_a_file_of_older_words_is_never_served(cast: Cast, report: Report):
    rendering = made(report)
    assert finished_file_or_404(report, None, "pdf").rendering == rendering
    section = report.sections.get(kind="introduction")
    write_section(actor=cast.actor("bilal"), section=section, body="We have thought again.")
    with pytest.raises(Http404):
        finished_file_or_404(report, None, "pdf")
    assert start_rendering(actor=cast.actor("bilal"), report=report) != rendering


def test_publishing_asks_for_the_files_of_the_edition(cast: Cast, report: Report):
    edition = publish_report(actor=cast.actor("amara"), report=report)
    rendering = report.renderings.get()
    assert (rendering.edition, rendering.state) == (edition, RenderingState.WAITING)
    assert start_rendering(actor=cast.actor("bilal"), report=report, edition=edition) == rendering


def test_the_secretary_can_have_a_published_report_made(cast: Cast, report: Report):
    edition = publish_report(actor=cast.actor("amara"), report=report)
    report.renderings.update(state=RenderingState.FAILED)
    again = start_rendering(actor=cast.actor("bilal"), report=report, edition=edition)
    assert again.is_going


def test_what_the_broker_forgot_is_asked_for_again(
    cast: Cast, report: Report, worker: subprocess.Popen[bytes]
):
    lost = Rendering.objects.create(report=report, content=current_digest(report))
    Rendering.objects.update(heartbeat_at=timezone.now() - dt.timedelta(minutes=2))
    tend_renderings()
    for row in states(lost):
        if row.state == RenderingState.DONE:
            break
