"""The files are made by a real worker, and its row tells how far it is and what went wrong."""

import datetime as dt
import hashlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404
from django.utils import timezone

from cop.audit.models import Entry
from reports.content import current_digest
from reports.enums import FileFormat, RenderingState
from reports.models import RenderedFile, Rendering, Report
from reports.render import files
from reports.render.proof import Faulty
from reports.selectors import finished_file_or_404
from reports.services import (
    begin_report,
    render_report,
    start_rendering,
    stop_rendering,
    tend_renderings,
    write_section,
)
from tests.at_once import wait_until_waited_for
from tests.conftest import database_url
from tests.people import Cast, build_cast
from tests.reports import editions
from tests.reports.editions import published

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


BEGINS = {"pdf": b"%PDF-1.7", "html": b"<!doctype html>", "docx": b"PK", "zip": b"PK"}


def test_progress_moves_and_every_file_is_there(cast: Cast, report: Report, worker: object):
    with every_progress() as seen:
        rendering = start_rendering(actor=cast.actor("bilal"), report=report)
        for row in states(rendering):
            assert row.state != RenderingState.FAILED, row.problem
            if row.state == RenderingState.DONE:
                break
    assert len(set(seen)) >= 6
    assert seen == sorted(seen)
    for file_format, begins in BEGINS.items():
        made = finished_file_or_404(report, None, file_format)
        assert bytes(made.body).startswith(begins)
        assert made.digest == hashlib.sha256(made.body).hexdigest()


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
    page = f"/in/c/{cast.community.slug}/reports/{report.pk}/files/"
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=30)):
        content = as_("bilal").get(page).content.decode()
        tend_renderings()
    assert "The worker stopped before it was finished" in content
    assert "Try again" in content
    rendering.refresh_from_db()
    assert rendering.state == RenderingState.FAILED
    assert "Nothing is lost" in rendering.problem


def test_a_stopped_job_ends_at_its_next_step_and_keeps_nothing(
    cast: Cast, report: Report, worker: subprocess.Popen[bytes]
):
    older = made(report, content="of older words")
    os.killpg(worker.pid, signal.SIGSTOP)
    rendering = start_rendering(actor=cast.actor("bilal"), report=report)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {Report._meta.db_table}")
        os.killpg(worker.pid, signal.SIGCONT)
        wait_until_waited_for()
        Rendering.objects.filter(pk=rendering.pk).update(state=RenderingState.CANCELLED)
    again = start_rendering(actor=cast.actor("bilal"), report=report)
    assert again != rendering
    for row in states(again):  # the one worker takes it when it has left the other
        if row.state == RenderingState.DONE:
            break
    assert set(Rendering.objects.values_list("pk", flat=True)) == {again.pk}
    assert not RenderedFile.objects.filter(rendering=older).exists()


def test_stop_is_the_secretarys_and_leaves_finished_files(cast: Cast, report: Report):
    done = made(report)
    going = Rendering.objects.create(report=report, state=RenderingState.RUNNING, content="x")
    with pytest.raises(PermissionDenied):
        stop_rendering(actor=cast.actor("ines"), report=report)
    stop_rendering(actor=cast.actor("bilal"), report=report)
    going.refresh_from_db()
    assert going.state == RenderingState.CANCELLED
    assert finished_file_or_404(report, None, "pdf").rendering == done
    assert Entry.objects.filter(verb="cancel", target_kind="report").count() == 1


def test_files_of_editions_stay_when_drafts_are_replaced(
    cast: Cast, report: Report, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(files, "render_files", lambda *_given: {FileFormat.PDF: b"%PDF-1.7"})
    edition = editions.published(report)
    of_edition = report.renderings.get()
    render_report(rendering_id=of_edition.pk)
    draft = Rendering.objects.create(report=report, content="draft")
    render_report(rendering_id=draft.pk)
    newer = Rendering.objects.create(report=report, content="newer")
    render_report(rendering_id=newer.pk)
    assert set(report.renderings.all()) == {of_edition, newer}
    assert finished_file_or_404(report, edition, "pdf").rendering == of_edition


def test_what_fails_says_so_and_keeps_the_old_files(
    cast: Cast, report: Report, monkeypatch: pytest.MonkeyPatch
):
    older = made(report)

    def broken(*_given: object) -> None:
        raise Faulty("The Word file came out incomplete.")

    monkeypatch.setattr(files, "render_files", broken)
    rendering = Rendering.objects.create(report=report, content="x")
    with pytest.raises(Faulty):
        render_report(rendering_id=rendering.pk)
    rendering.refresh_from_db()
    assert rendering.state == RenderingState.FAILED
    assert "Try again" in rendering.problem
    assert older.files.exists()


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
    edition = published(report)
    rendering = report.renderings.get()
    assert (rendering.edition, rendering.state) == (edition, RenderingState.WAITING)
    assert start_rendering(actor=cast.actor("bilal"), report=report, edition=edition) == rendering


def test_the_secretary_can_have_a_published_report_made(cast: Cast, report: Report):
    edition = published(report)
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
