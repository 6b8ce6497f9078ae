"""Giving up a survey or a period whose key is lost, so that it holds up nothing else."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core.errors import Refused
from cop.members.selectors import system_actor
from feedback.box import count, keys, period_count
from feedback.enums import SurveyState
from feedback.models import Period, Survey
from feedback.rules import is_due


def give_up(*, unit: Survey | Period) -> None:
    """Destroy what nobody can open any more, unopened. Raises Refused where somebody could."""
    with transaction.atomic():
        if why_not := why_not_given_up(unit):
            raise Refused(why_not)
        destroy = count.give_up if isinstance(unit, Survey) else period_count.give_up
        if not destroy(unit.pk):
            raise Refused(_("This has just been counted: nothing was done."))
        record(actor=system_actor(unit.community), verb="delete", target=unit)


def why_not_given_up(unit: Survey | Period) -> str:
    """Why it is not given up, or ""."""
    if not _is_waiting(unit):
        return _("This is open or counted already: nothing was done.")
    if keys.has_box_key(unit.pk):
        return _("Its key is there, so it can be counted: nothing was done.")
    begun, made = keys.begun_on(), _key_made_by(unit)
    if begun is None or (made is not None and begun > made):
        return (
            _(
                "This key directory was begun after the key was made, or holds no key at all, so "
                "its volume may not be mounted: nothing was done. Put the right one back. If that "
                "is gone for good, write an earlier day, like 2026-01-31, into the file %s of "
                "this one."
            )
            % keys.BEGUN
        )
    return ""


def _is_waiting(unit: Survey | Period) -> bool:
    """Whether its days are over and only its count is missing."""
    if isinstance(unit, Period):
        return period_count.is_waiting(unit)
    return unit.state == SurveyState.COUNTING or (unit.state == SurveyState.OPEN and is_due(unit))


def _key_made_by(unit: Survey | Period) -> dt.date | None:
    """The latest day on which its key was made; None where that is not known.

    A period's is made with its first survey. Imported surveys bear the days of their sessions.
    """
    if isinstance(unit, Survey):
        return unit.opens_on
    live = unit.surveys.exclude(paper_public_key=b"").order_by("opens_on")
    return live.values_list("opens_on", flat=True).first()
