"""Who gets what from the pages of rights."""

import datetime as dt

from cop.core import clock
from cop.members.services import create_community
from cop.rights.models import DataRequest, RetentionRun
from cop.rights.services import log_request
from cop.rights.services.retention import retain
from tests.access.matrix import ANYBODY, BELONGING, page
from tests.people import Cast

CONTACT = {"dana"}


def log(cast: Cast, kind: str, email: str = "rosa@example.org") -> DataRequest:
    """Rosa wrote a letter."""
    return log_request(
        actor=cast.actor("dana"),
        email=email,
        kind=kind,
        received_on=clock.today(cast.community.time_zone),
    )


def a_copy(cast: Cast) -> dict[str, int]:
    return {"request_id": log(cast, "download").pk}


def an_erasure(cast: Cast) -> dict[str, int]:
    return {"request_id": log(cast, "erase").pk}


def an_unknown(cast: Cast) -> dict[str, int]:
    return {"request_id": log(cast, "download", "nobody@example.org").pk}


READ_ALL = {"okafor", "dana"}
ANSWER_FOR_DATA = READ_ALL | {"amara", "tom"}


def a_run(cast: Cast) -> dict[str, int]:
    # Whom no community knew would be deleted with the rest.
    create_community(slug="elsewhere", name="Elsewhere", co_chair_email="sam@example.org")
    return {"run_id": retain(community=cast.community).pk}


def some_runs(cast: Cast) -> dict[str, int]:
    a_run(cast)
    an_unfinished_run(cast)
    return {}


def an_unfinished_run(cast: Cast) -> dict[str, int]:
    run = RetentionRun.objects.create(community=cast.community, day=dt.date(2026, 1, 1))
    run.lines.create(position=0, holding="attendance", what="x", kept="y", deleted=1, left=3)
    return {"run_id": run.pk}


MATRIX = [
    page("rights:my_data", BELONGING),
    page("rights:my_data_download", BELONGING, looks=False),
    page("rights:membership_leave", BELONGING),
    page("rights:my_data_erase", BELONGING, invalid={"word": "no"}),
    page("rights_open:erased", ANYBODY, outside=True),
    page("rights:request_list", CONTACT),
    page("rights:request_add", CONTACT, invalid={"email": "rosa"}),
    page("rights:request_detail", CONTACT, world=a_copy),
    page("rights:request_correct", CONTACT, world=an_unknown, invalid={"email": "rosa"}),
    page("rights:request_download", CONTACT, method="post", world=a_copy, looks=False),
    page("rights:request_erase", CONTACT, world=an_erasure, invalid={"word": "no"}),
    page("rights:record_list", BELONGING),
    page("rights:record_print", READ_ALL),
    page("rights:record_export", READ_ALL, looks=False),
    page("rights:retention_list", ANSWER_FOR_DATA, world=some_runs),
    page("rights:retention_detail", ANSWER_FOR_DATA, world=a_run),
    page("rights:retention_detail", ANSWER_FOR_DATA, world=an_unfinished_run),
]
