"""Authors write the sections of a report; nobody's words are overwritten."""

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from reports.models import Section, Wording
from reports.policies import can_write_section


@transaction.atomic
def write_section(
    *, actor: Actor, section: Section, body: str, title: str = "", revision: int | None = None
) -> Section:
    """Keep a section as it is worded now, and the wording in its history.

    ``revision`` is what the author read. Raises Refused where somebody has saved another since:
    theirs stays, and the author is shown both.
    """
    held = Section.objects.select_related("report").select_for_update(of=("self",))
    section = held.get(pk=section.pk)
    require(can_write_section(actor, section))
    title = title or section.title
    if (section.title, section.body) == (title, body):
        return section
    if revision is not None and revision != section.revision:
        raise Refused(_("Somebody else has saved this section since you read it."))
    section.title, section.body, section.revision = title, body, section.revision + 1
    section.save(update_fields=["title", "body", "revision"])
    Wording.objects.create(
        section=section,
        revision=section.revision,
        title=title,
        body=body,
        person=actor.person,
        at=clock.now(),
    )
    record(actor=actor, verb="change", target=section.report, fields=["text"])
    return section
