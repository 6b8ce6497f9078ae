"""Who may have, take away or answer for whose data."""

import datetime as dt

from django.utils.translation import gettext as _

from cop.core import clock
from cop.core.periods import months_after
from cop.core.policy import Actor
from cop.core.registry import Holding, Subject
from cop.members.enums import READS_ANSWERS, Role
from cop.rights.enums import RequestKind
from cop.rights.models import DataRequest

OPEN_DAYS = 30
# What only the person may have: their space, answers, private notes and reflections.
OWN_ALONE = frozenset({"D2", "D5", "D8", "D10"})
READS_RECORD = frozenset({Role.OVERSIGHT_CHAIR, Role.DATA_PROTECTION_CONTACT})
READS_RETENTION = READS_RECORD | {Role.CO_CHAIR}


def is_own(actor: Actor, subject: Subject) -> bool:
    """Whether the actor is the one the data are about."""
    return (
        actor.person is not None
        and actor.person == subject.person
        and actor.community == subject.community
    )


def can_answer_requests(actor: Actor) -> bool:
    """The data protection contact logs and answers what people ask by letter.

    Not while they read unreviewed answers: a request opens names.
    """
    return actor.holds(Role.DATA_PROTECTION_CONTACT) and not actor.roles & READS_ANSWERS


def closes_on(request: DataRequest) -> dt.date:
    """The last day on which a request opens anything."""
    return request.logged_on + dt.timedelta(days=OPEN_DAYS)


def answer_by(request: DataRequest) -> dt.date:
    """A calendar month after the letter came: the same day, or the next month's last."""
    return months_after(request.received_on, 1)


def may_correct_address(request: DataRequest) -> bool:
    """Whether the address led to nobody, so that a slip in it can still be mended."""
    return (
        not request.found_somebody
        and request.done_on is None
        and request.email != ""
        and closes_on(request) >= clock.today(request.community.time_zone)
    )


def is_waiting(request: DataRequest) -> bool:
    """Whether somebody waits for an answer, or the address for being corrected."""
    return request.done_on is None and (
        may_correct_address(request) or not why_request_is_closed(request)
    )


def why_request_is_closed(request: DataRequest) -> str:
    """The reason why a logged request opens nothing, or ""."""
    if request.done_on and request.kind == RequestKind.ERASE:
        return _("This person has been erased.")
    if may_correct_address(request):
        return _(
            "The community knows nobody by this address. Compare it with the letter and correct "
            "it; if it is right, answer that nothing is kept."
        )
    if not request.found_somebody:
        return _("The community knows nobody by this address, so there is nothing to give.")
    if closes_on(request) < clock.today(request.community.time_zone):
        return _("This request was open for %d days. If it still stands, log it again.") % OPEN_DAYS
    if not is_still_about_them(request):
        return _("The entry or the address was changed since this was logged. Log it again.")
    return ""


def is_still_about_them(request: DataRequest) -> bool:
    """Whether the rows a request was matched with are still those of whoever asked.

    An entry on the roster may have been given to somebody else, or an account another address.
    """
    person, member = request.person, request.member
    if member is not None and member.person_id != request.person_id:
        return False
    addresses = {person.email if person else "", member.email if member else ""}
    return request.email in addresses - {""}


def can_answer_request(actor: Actor, request: DataRequest, kind: str) -> bool:
    """Whether the request opens this to the actor, today."""
    return (
        can_answer_requests(actor)
        and request.community_id == actor.community.pk
        and request.kind == kind
        and not why_request_is_closed(request)
    )


def can_hand_out(actor: Actor, subject: Subject, holding: Holding) -> bool:
    """Whether a holding's rows may go into a file made by the actor."""
    if holding.withheld:
        return False
    return is_own(actor, subject) or holding.data_class not in OWN_ALONE


def can_view_whole_record(actor: Actor) -> bool:
    """D13: the oversight chair and the data protection contact.

    Not while they read unreviewed answers: the record names people.
    """
    return actor.holds(*READS_RECORD) and not actor.roles & READS_ANSWERS


def can_view_own_record(actor: Actor) -> bool:
    """D13, own acts: everybody but those who are facilitators or co-chairs and nothing else."""
    others = actor.roles - {Role.CO_CHAIR, Role.FACILITATOR}
    return actor.is_member or bool(others)


def can_view_record(actor: Actor) -> bool:
    """Whether there is anything to open."""
    return can_view_whole_record(actor) or can_view_own_record(actor)


def can_view_retention(actor: Actor) -> bool:
    """Whoever answers for the data. There is nobody's name in it."""
    return actor.holds(*READS_RETENTION)
