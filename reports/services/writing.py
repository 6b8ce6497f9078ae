"""Authors write the sections of a report; nobody's words are overwritten."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from reports.models import Section, Wording
from reports.policies import can_write_section
from reports.services.reports import locked

ONE_WORDING = dt.timedelta(minutes=10)  # what one person's editor saves meanwhile
TAKEN_AWAY = 200  # characters: a wording that loses as many stands beside the one before


class OvertakenError(Refused):
    """Somebody else has saved the section since; ``section`` is how it stands now."""

    def __init__(self, section: Section) -> None:
        super().__init__(_("Somebody else has saved this section since you read it."))
        self.section = section


@transaction.atomic
def write_section(
    *,
    actor: Actor,
    section: Section,
    body: str,
    title: str = "",
    revision: int | None = None,
    by_itself: bool = False,
) -> Section:
    """Keep a section as it is worded now, and the wording in its history.

    ``revision`` is what the author read. Raises OvertakenError where somebody has saved another
    since: theirs stays, and the author is shown both. What the editor saves ``by_itself`` goes on
    in one wording for a while; what somebody presses for closes it.
    """
    section = held(section)
    require(can_write_section(actor, section))
    title = title or section.title
    if (section.title, section.body) == (title, body):
        if not by_itself:
            section.wordings.filter(revision=section.revision).update(is_closed=True)
        return section
    if revision is not None and revision != section.revision:
        raise OvertakenError(section)
    before = _wording_before(section)
    section.title, section.body, section.revision = title, body, section.revision + 1
    section.save(update_fields=["title", "body", "revision"])
    if before and _goes_on(before, actor, body):
        before.title, before.body, before.revision = title, body, section.revision
        before.is_closed = not by_itself
        before.save(update_fields=["title", "body", "revision", "is_closed"])
        return section
    _keep(section, actor, is_closed=not by_itself)
    record(actor=actor, verb="change", target=section.report, fields=["text"])
    return section


@transaction.atomic
def restore_wording(*, actor: Actor, wording: Wording, revision: int) -> Section:
    """Word a section as it once was: a new wording, which leaves the ones between in place."""
    section = held(wording.section)
    section.wordings.update(is_closed=True)
    return write_section(
        actor=actor, section=section, title=wording.title, body=wording.body, revision=revision
    )


def held(section: Section) -> Section:
    """The section as it is now, and its report: one writes while the others wait."""
    report = locked(section.report)
    section = Section.objects.select_for_update().get(pk=section.pk)
    section.report = report
    return section


def _wording_before(section: Section) -> Wording | None:
    """The newest wording. Words that came with the report are kept before they are changed."""
    newest = section.wordings.first()
    if newest is None and section.body:
        return _keep(section, None, is_closed=True)
    return newest


def _goes_on(before: Wording, actor: Actor, body: str) -> bool:
    """The same person, still at it, and without taking a good part of the words away."""
    return (
        not before.is_closed
        and before.person_id is not None
        and actor.person is not None
        and before.person_id == actor.person.pk
        and clock.now() - before.at < ONE_WORDING
        and len(body) > len(before.body) - TAKEN_AWAY
    )


def _keep(section: Section, actor: Actor | None, *, is_closed: bool) -> Wording:
    return Wording.objects.create(
        section=section,
        revision=section.revision,
        title=section.title,
        body=section.body,
        person=actor.person if actor else None,
        at=clock.now(),
        is_closed=is_closed,
    )
