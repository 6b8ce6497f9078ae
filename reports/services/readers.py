"""Who outside the community reads a published report: anybody with its link, or named people."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused, refuse_if
from cop.core.policy import Actor, require
from reports.models import NamedReader, Report
from reports.policies import can_share_report, why_not_shared
from reports.readers import digest_of_token, new_token
from reports.services.reports import locked


@transaction.atomic
def open_to_public(*, actor: Actor, report: Report) -> Report:
    """Make a link by which anybody reads the newest edition; a new one each time."""
    report = locked(report)
    require(can_share_report(actor, report))
    refuse_if(why_not_shared(report))
    if report.public_key is not None:
        raise Refused(_("It is public already."))
    report.public_key = uuid.uuid4()
    report.save(update_fields=["public_key"])
    record(actor=actor, verb="open", target=report, fields=["public_link"])
    return report


@transaction.atomic
def close_to_public(*, actor: Actor, report: Report) -> Report:
    """Take the public link back for good."""
    report = locked(report)
    require(can_share_report(actor, report))
    if report.public_key is None:
        raise Refused(_("There is no public link."))
    report.public_key = None
    report.save(update_fields=["public_key"])
    record(actor=actor, verb="close", target=report, fields=["public_link"])
    return report


@transaction.atomic
def name_reader(*, actor: Actor, report: Report, name: str) -> str:
    """The secret of a link for one reader outside. Only its digest is kept: it is shown once."""
    report = locked(report)
    require(can_share_report(actor, report))
    refuse_if(why_not_shared(report))
    token = new_token()
    report.named_readers.create(
        name=name,
        token_hash=digest_of_token(token),
        added_on=clock.today(report.community.time_zone),
    )
    record(actor=actor, verb="add", target=report, fields=["reader"])
    return token


@transaction.atomic
def remove_reader(*, actor: Actor, reader: NamedReader) -> None:
    """Take one reader's link back."""
    report = locked(reader.report)
    require(can_share_report(actor, report))
    if report.named_readers.filter(pk=reader.pk).delete()[0]:
        record(actor=actor, verb="withdraw", target=report, fields=["reader"])
