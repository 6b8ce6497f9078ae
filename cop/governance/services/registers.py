"""The two registers: what came in, and what was done about it on which day."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core import clock
from cop.core.addresses import clean_email
from cop.core.errors import Refused
from cop.core.names import clean_line
from cop.core.policy import Actor, require
from cop.governance.clocks import DAYS_TO_ACKNOWLEDGE
from cop.governance.enums import BreachAct, ComplaintAct
from cop.governance.models import Breach, BreachStep, Complaint, ComplaintStep
from cop.governance.policies import can_file_complaint, can_work_breaches, can_work_complaints
from cop.governance.selectors import governance_of
from cop.members.enums import Role
from cop.members.models import Community
from cop.members.selectors import people_holding
from cop.post.services import post_letter, write_letter


@transaction.atomic
def file_complaint(*, actor: Actor, words: str, name: str = "", contact: str = "") -> Complaint:
    """Somebody complains. The record does not say who: a name is kept only where they typed one.

    Raises Refused where the community keeps no register, and for an address that is none.
    """
    require(can_file_complaint(actor))
    _refuse_unless_kept(actor.community, "keeps_complaints")
    complaint = Complaint.objects.create(
        community=actor.community,
        received_on=clock.today(actor.community.time_zone),
        words=words.strip(),
        name=clean_line(name),
        contact=clean_email(contact) if contact else "",
    )
    _tell_contact(actor.community)
    return complaint


@transaction.atomic
def add_complaint(
    *, actor: Actor, words: str, received_on: dt.date, name: str = "", contact: str = ""
) -> Complaint:
    """The contact enters one that came in another way. Raises Refused for a day that lies ahead."""
    require(can_work_complaints(actor))
    _refuse_unless_kept(actor.community, "keeps_complaints")
    if received_on > clock.today(actor.community.time_zone):
        raise Refused(_("The day lies ahead. Check the date."))
    complaint = Complaint.objects.create(
        community=actor.community,
        received_on=received_on,
        words=words.strip(),
        name=clean_line(name),
        contact=clean_email(contact) if contact else "",
    )
    record(actor=actor, verb="create", target=complaint)
    return complaint


@transaction.atomic
def step_complaint(
    *, actor: Actor, complaint: Complaint, act: str, on: dt.date, words: str = ""
) -> ComplaintStep:
    """Write down what was done on a day. Raises Refused for a day before it came, or ahead."""
    require(can_work_complaints(actor) and complaint.community_id == actor.community.pk)
    held = Complaint.objects.select_for_update().get(pk=complaint.pk)
    if not held.received_on <= on <= clock.today(actor.community.time_zone):
        raise Refused(_("Choose a day between the complaint’s and today."))
    if act == ComplaintAct.CLOSED and not words.strip():
        raise Refused(_("Write down what came of it."))
    step = ComplaintStep.objects.create(complaint=held, on=on, act=act, words=words.strip())
    if act in (ComplaintAct.ACKNOWLEDGED, ComplaintAct.CLOSED) and held.acknowledged_on is None:
        held.acknowledged_on = on
    if act == ComplaintAct.CLOSED:
        held.closed_on = on
    held.save(update_fields=["acknowledged_on", "closed_on"])
    record(actor=actor, verb="change", target=held, fields=["steps"])
    return step


@transaction.atomic
def add_breach(*, actor: Actor, words: str, day: dt.date, time: dt.time) -> Breach:
    """A breach was noticed at that time. Raises Refused for one ahead, or that does not exist."""
    require(can_work_breaches(actor))
    _refuse_unless_kept(actor.community, "keeps_breaches")
    aware_at = clock.local_instant(day, time, actor.community.time_zone)
    if aware_at > clock.now():
        raise Refused(_("This time lies ahead. Enter when it was noticed."))
    breach = Breach.objects.create(
        community=actor.community, aware_at=aware_at.astimezone(dt.UTC), words=words.strip()
    )
    record(actor=actor, verb="create", target=breach)
    return breach


@transaction.atomic
def step_breach(
    *, actor: Actor, breach: Breach, act: str, day: dt.date, time: dt.time, words: str = ""
) -> BreachStep:
    """Write down what was done, and when. Raises Refused as above, and where a reason is owed."""
    require(can_work_breaches(actor) and breach.community_id == actor.community.pk)
    held = Breach.objects.select_for_update().get(pk=breach.pk)
    at = clock.local_instant(day, time, actor.community.time_zone)
    if not held.aware_at <= at <= clock.now():
        raise Refused(_("Choose a time between when it was noticed and now."))
    if act in (BreachAct.NOT_REPORTED, BreachAct.TOLD, BreachAct.CLOSED) and not words.strip():
        raise Refused(_("Say why not, who was told, or what came of it."))
    if act == BreachAct.CLOSED and held.decided_at is None:
        raise Refused(_("Decide first whether to report it, and write that down."))
    step = BreachStep.objects.create(breach=held, at=at, act=act, words=words.strip())
    if act in (BreachAct.REPORTED, BreachAct.NOT_REPORTED):
        held.decided_at, held.is_reported = at, act == BreachAct.REPORTED
    if act == BreachAct.TOLD:
        held.told_on = day
    if act == BreachAct.CLOSED:
        held.closed_on = day
    held.save(update_fields=["decided_at", "is_reported", "told_on", "closed_on"])
    record(actor=actor, verb="change", target=held, fields=["steps"])
    return step


def _refuse_unless_kept(community: Community, switch: str) -> None:
    if not getattr(governance_of(community), switch):
        raise Refused(
            _("This community keeps no register here. The support page says whom to turn to.")
        )


def _tell_contact(community: Community) -> None:
    """One mail to each data protection contact; it says that something waits, and nothing else."""
    people = people_holding(community, Role.DATA_PROTECTION_CONTACT)
    letter = write_letter(
        subject=_("Something waits for the data protection contact"),
        text_template="mail/complaint_received.txt",
        context={
            "url": settings.SITE_URL + reverse("governance:complaint_list", args=[community.slug]),
            "days": DAYS_TO_ACKNOWLEDGE,
        },
    )
    post_letter(
        community_id=community.pk,
        kind="complaint_received",
        recipients=[(person.email, str(person)) for person in people],
        letter=letter,
    )
