"""A spreadsheet goes into the register: uploaded, matched, confirmed, and taken over by a worker.

All of it is written in one transaction, the upload's own state with it, so that a worker may be
killed at any moment and another begin again, and nothing is ever done twice.
"""

import datetime as dt
import logging
from collections.abc import Callable

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from cop.core import clock
from cop.core.errors import Refused, refuse_if
from cop.core.policy import Actor, require
from cop.core.queue import enqueue
from cop.members.selectors import actor_in
from cop.members.services import lock
from sessions_app.enums import UploadKind, UploadState
from sessions_app.holdings import LISTS_KEPT_FOR, UPLOADS_KEPT_FOR
from sessions_app.imports.checking import Checked, check_sheet
from sessions_app.imports.columns import AT_SESSION, is_of_race, why_never_read, why_not_enough
from sessions_app.imports.register import apply_register
from sessions_app.imports.sheets import read_sheet, tidy_name, unpack
from sessions_app.models import RegisterUpload, Session
from sessions_app.policies import can_import_register

logger = logging.getLogger(__name__)

ASK_AGAIN = dt.timedelta(minutes=1)  # the broker keeps nothing on disk
PROGRESS_KEPT = 3600  # seconds


def upload_register(*, actor: Actor, kind: str, name: str, content: bytes) -> RegisterUpload:
    """Read a file and keep its cells for a day. Raises Refused for one that cannot be read."""
    require(can_import_register(actor))
    sheet = read_sheet(content, kind, list(Session.objects.filter(community=actor.community)))
    if not sheet.rows:
        raise Refused(_("There are headings and no rows below them. Nothing to import."))
    assert actor.person is not None  # noqa: S101  the system imports files by command
    return RegisterUpload.objects.create(
        community=actor.community,
        owner=actor.person,
        kind=kind,
        name=tidy_name(name),
        cells=sheet.pack(),
        made_at=clock.now(),
    )


def match_columns(*, actor: Actor, upload: RegisterUpload, columns: dict[int, str]) -> None:
    """Say what each column holds. Raises Refused where one tells of race, or too little is said."""
    require(can_import_register(actor))
    sheet = unpack(bytes(upload.cells))
    for place, key in columns.items():
        if is_of_race(sheet.headings[place]) and not key.startswith(AT_SESSION):
            raise Refused(why_never_read(sheet.headings[place]))
    refuse_if(why_not_enough(upload.kind, columns.values()))
    changed = RegisterUpload.objects.filter(
        pk=upload.pk, state__in=[UploadState.NEW, UploadState.MATCHED, UploadState.FAILED]
    ).update(columns=columns, state=UploadState.MATCHED, problem="")
    if not changed:
        raise Refused(_("This file is being imported already."))


@transaction.atomic
def check_upload(upload: RegisterUpload) -> Checked:
    """What the upload would do now; policy is ``can_import_register``."""
    columns = {int(place): key for place, key in upload.columns.items()}
    return check_sheet(upload.community, upload.kind, unpack(bytes(upload.cells)), columns)


@transaction.atomic
def confirm_upload(*, actor: Actor, upload: RegisterUpload, seen: str, leaves_out: bool) -> bool:
    """Let a worker do what was seen; False where somebody has confirmed it already."""
    require(can_import_register(actor))
    confirmed = RegisterUpload.objects.filter(pk=upload.pk, state=UploadState.MATCHED).update(
        state=UploadState.WAITING,
        seen=seen[:64],
        leaves_out=leaves_out,
        problem="",
        asked_at=clock.now(),
    )
    if confirmed:
        cache.delete(_progress_key(upload))
        enqueue("sessions_app.apply_upload", upload_id=str(upload.pk))
    return bool(confirmed)


def drop_upload(*, actor: Actor, upload: RegisterUpload) -> None:
    """Erase an upload that is not being imported."""
    require(can_import_register(actor))
    RegisterUpload.objects.filter(pk=upload.pk).exclude(state=UploadState.WAITING).delete()


def apply_upload(*, upload_id: str) -> None:
    """Take over a confirmed upload: all of it or nothing, and never twice.

    Whoever finds it locked leaves it to the other worker.
    """
    try:
        with transaction.atomic():
            upload = (
                RegisterUpload.objects.select_for_update(skip_locked=True, of=("self",))
                .select_related("community", "owner")
                .filter(pk=upload_id, state=UploadState.WAITING)
                .first()
            )
            if upload is not None:
                _apply(upload)
    except Refused as refused:
        _stop(upload_id, UploadState.MATCHED, refused.message)
    except PermissionDenied:
        _stop(upload_id, UploadState.FAILED, _("Only the secretary can import. Nothing was done."))
    except Exception:
        logger.exception("an import failed")
        _stop(
            upload_id,
            UploadState.FAILED,
            _("The import failed and nothing was written. Try again, or tell support."),
        )
        raise


def _stop(upload_id: str, state: str, problem: str) -> None:
    RegisterUpload.objects.filter(pk=upload_id, state=UploadState.WAITING).update(
        state=state, problem=problem
    )


def _apply(upload: RegisterUpload) -> None:
    actor = actor_in(upload.owner, upload.community)
    require(can_import_register(actor))
    say = _progress(upload)
    say(2)
    community = lock(upload.community)
    checked = check_upload(upload)
    say(30)
    if checked.digest != upload.seen or (checked.problems and not upload.leaves_out):
        raise Refused(
            _("The register has changed since you looked, so nothing was written. Look again.")
        )
    todo, done = max(1, checked.new + checked.changed), 0

    def written(rows: int) -> None:
        nonlocal done
        done += rows
        say(30 + 68 * min(done, todo) // todo)

    apply_register(actor, community, checked.plan, written)
    upload.state, upload.cells = UploadState.DONE, b""
    upload.result = {
        "new": checked.new,
        "changed": checked.changed,
        "unchanged": checked.unchanged,
        "left_out": checked.rows_left_out,
        "problems": [[one.row, one.column, one.message] for one in checked.problems],
    }
    upload.save(update_fields=["state", "cells", "result"])


def _progress(upload: RegisterUpload) -> Callable[[int], None]:
    """Where a page can see how far it is, while the transaction is still open."""
    key = _progress_key(upload)
    return lambda percent: cache.set(key, percent, PROGRESS_KEPT)


def percent_done(upload: RegisterUpload) -> int:
    """How far the import is, from 0 to 100."""
    return 100 if upload.state == UploadState.DONE else cache.get(_progress_key(upload), 0)


def _progress_key(upload: RegisterUpload) -> str:
    return f"register-upload:{upload.pk}"


def tend_uploads() -> None:
    """Ask again for imports no worker has finished, and erase what is older than a day."""
    now = clock.now()
    RegisterUpload.objects.filter(made_at__lt=now - UPLOADS_KEPT_FOR).exclude(
        state=UploadState.WAITING, asked_at__gt=now - UPLOADS_KEPT_FOR
    ).delete()
    lists = RegisterUpload.objects.filter(kind=UploadKind.MEETING)
    lists.filter(made_at__lt=now - LISTS_KEPT_FOR).delete()
    waiting = RegisterUpload.objects.filter(state=UploadState.WAITING, asked_at__lt=now - ASK_AGAIN)
    for upload in waiting.defer("cells"):
        enqueue("sessions_app.apply_upload", upload_id=str(upload.pk))
