"""What members say for themselves on the page of three minutes.

That something was read is not put on the record: the record has times, and this keeps none.
"""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction

from cop.audit.enums import Verb
from cop.audit.services import record
from cop.core.policy import Actor
from cop.documents.enums import DOCUMENTS
from cop.documents.models import Reading
from cop.documents.policies import can_declare_leading, can_mark_read
from cop.documents.selectors import current_versions
from cop.members.models import Member


@transaction.atomic
def mark_read(*, actor: Actor, versions: Collection[int]) -> int:
    """Mark the versions a page showed as read; returns how many are.

    Only what holds now counts: a version adopted meanwhile stays unread. An earlier version of the
    same text is forgotten, so that one mark a text is all there is.
    """
    if actor.member is None or not can_mark_read(actor):
        raise PermissionDenied
    shown = [
        version
        for version in current_versions(actor.community, DOCUMENTS).values()
        if version.pk in versions
    ]
    own = Reading.objects.filter(member=actor.member)
    own.filter(version__kind__in=[version.kind for version in shown]).exclude(
        version__in=shown
    ).delete()
    Reading.objects.bulk_create(
        [Reading(member=actor.member, version=version) for version in shown],
        ignore_conflicts=True,
    )
    return len(shown)


@transaction.atomic
def declare_leading(*, actor: Actor, leads: bool) -> None:
    """Say that one leads a team or manages people, or no longer does (R12)."""
    if actor.member is None or not can_declare_leading(actor):
        raise PermissionDenied
    changed = Member.objects.filter(pk=actor.member.pk).exclude(leads_others=leads)
    if changed.update(leads_others=leads):
        actor.member.leads_others = leads
        record(actor=actor, verb=Verb.CHANGE, target=actor.member, fields=["leads_others"])
