"""Who writes along, how they are named, and the reflections people release."""

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.models import User
from cop.members.selectors import people_holding
from reports.models import Editor, OwnReflection, Report
from reports.policies import (
    REMARKS,
    can_arrange_sections,
    can_name_oneself,
    can_reflect,
)
from reports.services.reports import locked


@transaction.atomic
def add_editor(*, actor: Actor, report: Report, person: User) -> Editor:
    """Ask somebody who remarks on drafts to write along. They are not named by that."""
    report = locked(report)
    require(can_arrange_sections(actor, report))
    if not people_holding(report.community, *REMARKS).filter(pk=person.pk).exists():
        raise Refused(_("Only people with a role that may remark on drafts can write along."))
    editor, is_new = Editor.objects.get_or_create(report=report, person=person)
    if is_new:
        record(actor=actor, verb="change", target=report, fields=["editors"])
    return editor


@transaction.atomic
def remove_editor(*, actor: Actor, editor: Editor) -> None:
    """They write along no longer, and leave the cover."""
    report = locked(editor.report)
    require(can_arrange_sections(actor, report))
    editor.delete()
    record(actor=actor, verb="change", target=report, fields=["editors"])


@transaction.atomic
def name_oneself(*, actor: Actor, report: Report, named_as: str) -> Editor:
    """Agree to stand on the cover, in one's own words; "" takes it back."""
    report = locked(report)
    require(can_name_oneself(actor, report))
    editor = Editor.objects.select_for_update().get(report=report, person=actor.person)
    editor.named_as = named_as
    editor.agreed_on = clock.today(actor.community.time_zone) if named_as else None
    editor.save(update_fields=["named_as", "agreed_on"])
    return editor


@transaction.atomic
def keep_reflection(
    *, actor: Actor, report: Report, words: str, named_as: str, release: bool = False
) -> OwnReflection:
    """Keep one's own reflection; only its author reads it until it is released."""
    report = locked(report)
    require(can_reflect(actor, report))
    if release and not (words and named_as):
        raise Refused(_("Write your reflection, and the name it shall stand under, first."))
    known = OwnReflection.objects.filter(report=report, person=actor.person).first()
    if known and known.released_on:
        raise Refused(_("This reflection is released. Take it back to change it."))
    reflection, _new = OwnReflection.objects.update_or_create(
        report=report,
        person=actor.person,
        defaults={
            "words": words,
            "named_as": named_as,
            "released_on": clock.today(actor.community.time_zone) if release else None,
        },
    )
    return reflection


@transaction.atomic
def take_back_reflection(*, actor: Actor, report: Report) -> None:
    """It leaves the draft at once. What was published by then stays in that edition."""
    report = locked(report)
    require(can_reflect(actor, report))
    OwnReflection.objects.filter(report=report, person=actor.person).update(released_on=None)
