"""A person's data as one file: exact for programs, and a page that stands alone for people."""

import io
import json
import zipfile
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core import clock
from cop.core.policy import Actor, require
from cop.core.registry import Subject
from cop.members.services import lock
from cop.rights.enums import RequestKind
from cop.rights.models import DataRequest
from cop.rights.policies import can_answer_request, is_own
from cop.rights.selectors import Kept, get_request_or_404, kept_about, subject_of_request


def file_name(subject: Subject) -> str:
    """What the file is called. Not by whose it is: it lies in a folder others may see."""
    return f"my-data-{slugify(subject.community.slug)}.zip"


def export_own(*, actor: Actor, subject: Subject) -> bytes:
    """The actor's own data. Not recorded: that somebody looked after their data is theirs."""
    require(is_own(actor, subject))
    return make_file(actor, subject)


@transaction.atomic
def export_for_request(*, actor: Actor, request: DataRequest) -> bytes:
    """What a logged request opens, for the letter that answers it. On record."""
    require(can_answer_request(actor, request, RequestKind.DOWNLOAD))
    lock(actor.community)
    request = get_request_or_404(actor, request.pk)  # nobody changes the entry meanwhile
    require(can_answer_request(actor, request, RequestKind.DOWNLOAD))
    content = make_file(actor, subject_of_request(request))
    request.done_on = request.done_on or clock.today(request.community.time_zone)
    request.save(update_fields=["done_on"])
    record(actor=actor, verb="export", target=request)
    return content


def make_file(actor: Actor, subject: Subject) -> bytes:
    """The ZIP: ``my-data.json`` and ``my-data.html``, made now and kept nowhere."""
    kept = kept_about(actor, subject)
    page = render_to_string(
        "rights/my_data_file.html",
        {
            "community": subject.community,
            "kept": kept,
            "made_on": clock.today(subject.community.time_zone),
            "absences": what_is_not_here(),
        },
    )
    facts = json.dumps(as_data(subject, kept), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("my-data.json", facts)
        archive.writestr("my-data.html", page)
    return buffer.getvalue()


def as_data(subject: Subject, kept: list[Kept]) -> dict[str, Any]:
    """The same as the page, for programs."""
    return {
        "community": subject.community.name,
        "made_on": clock.today(subject.community.time_zone),
        "kept": [
            {
                "key": one.holding.key,
                "heading": str(one.holding.title),
                "what": str(one.holding.what),
                "why": str(one.holding.why),
                "readers": one.readers,
                "period": one.period,
                "rows": one.rows,
                "withheld": str(one.holding.withheld),
            }
            for one in kept
        ],
        "not_here": what_is_not_here(),
    }


def what_is_not_here() -> list[str]:
    """What no file can hold, and why."""
    return [
        _(
            "Your answers. They went into a sealed box without your name, and nobody can find "
            "them: not to show them to you, not to change and not to delete them."
        ),
        _(
            "In which space you were. It is forgotten when a session ends, and while it is kept "
            "only the session’s own page shows it, to you alone."
        ),
        _(
            "When you checked in or answered, from which internet address you come and with what "
            "device. None of it is stored."
        ),
        _(
            "What people wrote in their own words: titles, shared themes, reports. Should you be "
            "named there, ask the community’s secretary or data protection contact."
        ),
        _(
            "Copies made elsewhere: backups, until they are replaced by newer ones; mail that was "
            "sent; spreadsheets the community kept before. The data protection contact knows of "
            "them."
        ),
    ]
