"""Ten thousand rows, two clicks at once, and a worker that dies: all of it once, or nothing."""

import datetime as dt
import os
import resource
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from cop.audit.models import Entry
from cop.members.models import Member
from sessions_app.enums import UploadState
from sessions_app.models import RegisterUpload
from sessions_app.services import (
    apply_upload,
    check_upload,
    confirm_upload,
    match_columns,
    percent_done,
    tend_uploads,
    upload_register,
)
from tests.at_once import wait_until_waited_for
from tests.people import Cast, build_cast

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 10_000
A_MINUTE = 60
MOST_MEMORY = 400  # MB, of a whole process
MATCHED = {0: "name", 1: "email", 2: "organisation", 3: "joined_on"}


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return build_cast()


@cache
def workbook() -> bytes:
    import io

    from openpyxl import Workbook

    made = Workbook(write_only=True)
    sheet = made.create_sheet("Members")
    sheet.append(["Name", "E-mail", "Organisation", "Joined"])
    for number in range(ROWS):
        sheet.append(
            [f"Person {number}", f"p{number}@example.org", f"Trust {number % 40}", "3/9/2026"]
        )
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def matched(cast: Cast, content: bytes) -> RegisterUpload:
    bilal = cast.actor("bilal")
    upload = upload_register(actor=bilal, kind="members", name="many.xlsx", content=content)
    match_columns(actor=bilal, upload=upload, columns=MATCHED)
    upload.refresh_from_db()
    return upload


def few() -> bytes:
    lines = [f"Person {number},p{number}@example.org,Trust,3/9/26" for number in range(30)]
    return "\n".join(["Name,E-mail,Organisation,Joined", *lines]).encode()


def at_once(number: int, act: Callable[[], object]) -> list[object]:
    """What the same act gives when it is done by several threads at the same moment."""
    gate, given = threading.Barrier(number), []

    def run() -> None:
        try:
            gate.wait()
            given.append(act())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def memory_of(process: subprocess.Popen[bytes]) -> int:
    """The most memory, in MB, any process of the worker has had."""
    most = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            if os.getsid(int(status.parent.name)) != process.pid:
                continue
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        except (OSError, ValueError):
            continue
        most = max(most, int(lines.get("VmHWM", "0 kB").split()[0]) // 1024)
    return most


def test_ten_thousand_rows_in_a_minute_with_bounded_memory(cast: Cast, as_, worker):
    content, bilal = workbook(), as_("bilal")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.monotonic()
    from django.core.files.uploadedfile import SimpleUploadedFile

    start = reverse("sessions_app:import_start", args=["northern"])
    at = bilal.post(
        start, {"kind": "members", "file": SimpleUploadedFile("many.xlsx", content)}
    ).url
    at = bilal.post(at, {f"column_{place}": key for place, key in MATCHED.items()}).url
    page = bilal.get(at)
    assert page.context["checked"].new == ROWS
    at = bilal.post(at, {"seen": page.context["checked"].digest}).url
    upload, seen = RegisterUpload.objects.get(), []
    done = (UploadState.DONE, UploadState.FAILED)
    while upload.state not in done and time.monotonic() - begun < A_MINUTE:
        seen.append(percent_done(upload))
        assert Member.objects.count() in (5, ROWS + 5)  # all of it, or nothing
        time.sleep(0.1)
        upload.refresh_from_db(fields=["state"])
    took = time.monotonic() - begun
    assert (upload.state, Member.objects.count()) == ("done", ROWS + 5)
    assert took < A_MINUTE
    assert seen == sorted(seen)
    assert any(0 < one < 100 for one in seen), seen
    assert str(ROWS) in bilal.get(at).content.decode()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    print(f"{took:.1f} s, +{grown} MB here, {memory_of(worker)} MB there, {sorted(set(seen))}")
    assert grown < MOST_MEMORY
    assert memory_of(worker) < MOST_MEMORY


def test_a_worker_that_is_killed_leaves_nothing_and_another_does_all(cast: Cast, worker):
    upload = matched(cast, workbook())
    seen = check_upload(upload).digest
    confirm_upload(actor=cast.actor("bilal"), upload=upload, seen=seen, leaves_out=False)
    with transaction.atomic(), connection.cursor() as cursor:
        # Every row is written then, and the audit entry, the last of all, has to wait.
        cursor.execute(f"LOCK TABLE {Entry._meta.db_table} IN SHARE MODE")
        wait_until_waited_for()
        os.killpg(worker.pid, signal.SIGKILL)
        upload.refresh_from_db()
        assert 40 <= percent_done(upload) < 100
        assert (upload.state, Member.objects.count()) == ("waiting", 5)
    ends = time.monotonic() + A_MINUTE
    long_ago = timezone.now() - dt.timedelta(minutes=5)
    RegisterUpload.objects.update(asked_at=long_ago)
    tend_uploads()  # asks a worker again
    while Member.objects.count() == 5 and time.monotonic() < ends:
        apply_upload(upload_id=str(upload.pk))  # the dead one's lock goes with its connection
    apply_upload(upload_id=str(upload.pk))
    upload.refresh_from_db()
    assert (upload.state, Member.objects.count()) == ("done", ROWS + 5)


def test_two_confirmations_and_two_workers_at_once_import_once(cast: Cast):
    upload = matched(cast, few())
    seen = check_upload(upload).digest
    bilal = cast.actor("bilal")

    def confirm() -> bool:
        return confirm_upload(actor=bilal, upload=upload, seen=seen, leaves_out=False)

    assert sorted(map(bool, at_once(4, confirm))) == [False, False, False, True]
    at_once(3, lambda: apply_upload(upload_id=str(upload.pk)))
    upload.refresh_from_db()
    assert (upload.state, Member.objects.count()) == ("done", 35)


def test_two_files_with_the_same_people_at_once_make_them_once(cast: Cast):
    uploads = [matched(cast, few()) for _ in range(2)]
    for upload in uploads:
        seen = check_upload(upload).digest
        confirm_upload(actor=cast.actor("bilal"), upload=upload, seen=seen, leaves_out=False)
    waiting = [str(upload.pk) for upload in uploads]
    at_once(2, lambda: apply_upload(upload_id=waiting.pop()))
    assert Member.objects.count() == 35
    states = sorted(RegisterUpload.objects.values_list("state", flat=True))
    assert states == ["done", "matched"]  # the second is shown once more: it would change nothing


def test_what_is_older_than_a_day_is_erased(cast: Cast):
    old, fresh = matched(cast, few()), matched(cast, few())
    RegisterUpload.objects.filter(pk=old.pk).update(made_at=timezone.now() - dt.timedelta(hours=25))
    tend_uploads()
    assert list(RegisterUpload.objects.all()) == [fresh]
