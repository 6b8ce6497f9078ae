"""Requests that come by letter: logged first, then answered."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core import clock
from cop.core.addresses import clean_email
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.models import Community
from cop.post.services import post_letter
from cop.rights.letters import letter_with_contact
from cop.rights.models import DataRequest
from cop.rights.policies import can_answer_requests, may_correct_address
from cop.rights.selectors import subject_at


@transaction.atomic
def log_request(
    *, actor: Actor, email: str, kind: str, received_on: dt.date, reason: str = ""
) -> DataRequest:
    """Log what somebody asked for by letter; it opens their data to the data protection contact.

    Logged even where nobody is found: that is the answer then. Whoever it is about is told by
    mail, so that nobody can ask in their name unnoticed. Raises Refused for a day to come.
    """
    require(can_answer_requests(actor))
    today = clock.today(actor.community.time_zone)
    if received_on > today:
        raise Refused(_("The day on which the letter came must not lie in the future."))
    address = clean_email(email)
    subject = subject_at(actor.community, address)
    request = DataRequest.objects.create(
        community=actor.community,
        kind=kind,
        email=address,
        person=subject.person if subject else None,
        member=subject.member if subject else None,
        reason=reason,
        received_on=received_on,
        logged_on=today,
        logged_by=actor.person,
    )
    record(actor=actor, verb="create", target=request)
    if subject is not None:
        _tell(actor.community, address)
    return request


@transaction.atomic
def correct_request(*, actor: Actor, request: DataRequest, email: str) -> DataRequest:
    """Mend an address that led to nobody. Raises Refused where it leads to nobody again."""
    require(can_answer_requests(actor) and request.community_id == actor.community.pk)
    held = DataRequest.objects.select_for_update().get(pk=request.pk)
    if not may_correct_address(held):
        raise Refused(_("This address can no longer be corrected. Log the request again."))
    address = clean_email(email)
    subject = subject_at(actor.community, address)
    if subject is None:
        raise Refused(_("The community knows nobody by this address either. Check the letter."))
    held.email, held.person, held.member = address, subject.person, subject.member
    held.save(update_fields=["email", "person", "member"])
    record(actor=actor, verb="change", target=held, fields=["email"])
    _tell(actor.community, address)
    return held


def _tell(community: Community, address: str) -> None:
    letter = letter_with_contact(
        community,
        subject=_("A request about your data was received"),
        text_template="mail/data_request.txt",
    )
    post_letter(
        community_id=community.pk, kind="data_request", recipients=[(address, "")], letter=letter
    )
