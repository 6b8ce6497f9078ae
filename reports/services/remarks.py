"""Readers of a draft remark on its sections; authors say how they took it up."""

from django.db import transaction
from django.utils.translation import gettext as _

from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from reports.models import Remark, Section
from reports.policies import can_remark, can_resolve_remark
from reports.services.writing import held

MOST_REMARKS = 200  # open ones on one section


@transaction.atomic
def add_remark(*, actor: Actor, section: Section, words: str) -> Remark:
    """Say something to the authors of a section."""
    section = held(section)
    require(can_remark(actor, section.report))
    if section.remarks.filter(resolved_at__isnull=True).count() >= MOST_REMARKS:
        raise Refused(_("This section has %d open remarks. Resolve some first.") % MOST_REMARKS)
    return Remark.objects.create(section=section, person=actor.person, words=words, at=clock.now())


@transaction.atomic
def resolve_remark(*, actor: Actor, remark: Remark, answer: str = "") -> Remark:
    """Close a remark, with a word on what became of it. Resolved before, it stays as it was."""
    section = held(remark.section)
    remark = Remark.objects.select_for_update().get(pk=remark.pk)
    remark.section = section
    require(can_resolve_remark(actor, remark))
    if remark.resolved_at is None:
        remark.resolved_at, remark.answer = clock.now(), answer
        remark.save(update_fields=["resolved_at", "answer"])
    return remark
