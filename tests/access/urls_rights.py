"""Who gets what from the pages of rights."""

from cop.core import clock
from cop.rights.models import DataRequest
from cop.rights.services import log_request
from tests.access.matrix import ANYBODY, BELONGING, page
from tests.people import Cast

CONTACT = {"dana"}


def log(cast: Cast, kind: str) -> DataRequest:
    """Rosa wrote a letter."""
    return log_request(
        actor=cast.actor("dana"),
        email="rosa@example.org",
        kind=kind,
        received_on=clock.today(cast.community.time_zone),
    )


def a_copy(cast: Cast) -> dict[str, int]:
    return {"request_id": log(cast, "download").pk}


def an_erasure(cast: Cast) -> dict[str, int]:
    return {"request_id": log(cast, "erase").pk}


MATRIX = [
    page("rights:my_data", BELONGING),
    page("rights:my_data_download", BELONGING, looks=False),
    page("rights:membership_leave", BELONGING),
    page("rights:my_data_erase", BELONGING, invalid={"word": "no"}),
    page("rights_open:erased", ANYBODY, outside=True),
    page("rights:request_list", CONTACT),
    page("rights:request_add", CONTACT, invalid={"email": "rosa"}),
    page("rights:request_detail", CONTACT, world=a_copy),
    page("rights:request_download", CONTACT, method="post", world=a_copy, looks=False),
    page("rights:request_erase", CONTACT, world=an_erasure, invalid={"word": "no"}),
]
