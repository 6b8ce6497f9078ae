"""Planning a run of sessions at once: a year, or as many as there are."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused
from cop.core.names import clean_line
from cop.core.policy import Actor, require
from cop.governance.enums import Stage
from cop.governance.services import refuse_if_shut
from cop.members.services import lock
from sessions_app.models import Programme
from sessions_app.policies import can_schedule_session
from sessions_app.selectors import Plan, programme_planned_with
from sessions_app.services.planning import write_session

MOST_AT_ONCE = 30


@transaction.atomic
def plan_programme(
    *, actor: Actor, title: str, rhythm: str, plans: Sequence[Plan], form_key: UUID
) -> Programme:
    """Plan all of the sessions or none. A form sent twice plans them once.

    Raises Refused as ``schedule_session`` does, with the day where it is one of several, and where
    the form was sent before with other dates.
    """
    require(can_schedule_session(actor))
    refuse_if_shut(actor, Stage.MEET)
    community = lock(actor.community)  # whoever sends the form again waits here
    key = uuid5(form_key, str(community.pk))  # whatever a browser sends, no other community has it
    planned = programme_planned_with(community, key)
    if planned is not None:
        return _same(planned, plans)
    title = clean_line(title)
    if not title:
        raise Refused(_("Give the programme a name."))
    if not 1 <= len(plans) <= MOST_AT_ONCE:
        raise Refused(_("Plan between one and %d sessions at once.") % MOST_AT_ONCE)
    programme = Programme.objects.create(
        community=community,
        title=title,
        rhythm=rhythm,
        planned_on=clock.today(community.time_zone),
        form_key=key,
    )
    record(actor=actor, verb="schedule", target=programme)
    for plan in sorted(plans, key=lambda one: (one.day, one.time)):
        try:
            write_session(actor, plan, programme)
        except Refused as refused:
            day = clock.date_in_words(plan.day)
            raise Refused(f"{plan.title}, {day}: {refused.message}") from None
    return programme


def _same(planned: Programme, plans: Sequence[Plan]) -> Programme:
    """The programme that came of the form, unless it would be another now."""
    days = sorted(planned.sessions.values_list("held_on", flat=True))
    if days != sorted(plan.day for plan in plans):
        raise Refused(
            _(
                "This plan was saved before, with other dates. Look at the sessions, and change "
                "them there or plan further ones anew."
            )
        )
    return planned
