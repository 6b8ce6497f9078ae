"""What this room enters elsewhere: sections, a card where the daily deletion fails, alarms."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop.core import clock, registry
from cop.core.policy import Actor
from cop.core.registry import Panel
from cop.members.enums import Role
from cop.rights import retention
from cop.rights.policies import (
    answer_by,
    can_answer_requests,
    can_view_retention,
    can_view_whole_record,
    is_waiting,
)
from cop.rights.selectors import requests_in


def register() -> None:
    """Enter them once, when the program starts."""
    registry.nav_items.append(nav_items)
    registry.first_page_panels.append(panels)
    registry.first_page_panels.append(request_panels)
    registry.health_numbers.append(retention.health_numbers)


def nav_items(actor: Actor) -> list[tuple[str, str, str]]:
    """The record and the deletion, for whoever answers for them."""
    slug = actor.community.slug
    if can_view_whole_record(actor):  # its page leads on to the deletion
        return [(_("Record"), reverse("rights:record_list", args=[slug]), "record")]
    if can_view_retention(actor):
        url = reverse("rights:retention_list", args=[slug])
        return [(_("Deletion"), url, "record")]
    return []


def request_panels(actor: Actor) -> list[Panel]:
    """Letters that wait for an answer, for whoever gives it, with the day it is due."""
    if not can_answer_requests(actor):
        return []
    waiting = [one for one in requests_in(actor) if is_waiting(one)]
    if not waiting:
        return []
    due = clock.date_in_words(min(map(answer_by, waiting)))
    text = ngettext("%d request is open.", "%d requests are open.", len(waiting)) % len(waiting)
    return [
        Panel(
            title=_("Data requests by letter"),
            text=f"{text} " + _("Answer by %s.") % due,
            url=reverse("rights:request_list", args=[actor.community.slug]),
            label=_("Answer them"),
            key="data_requests",
        )
    ]


def panels(actor: Actor) -> list[Panel]:
    """Somebody has to know when what should be deleted is not."""
    if not actor.holds(Role.CO_CHAIR, Role.DATA_PROTECTION_CONTACT):
        return []
    if not retention.is_overdue(actor.community, retention.last_complete_day(actor.community)):
        return []
    url = reverse("rights:retention_list", args=[actor.community.slug])
    return [
        Panel(
            title=_("Nothing has been deleted for two days"),
            text=_(
                "What is past its period is deleted every day by itself, and that has not "
                "happened. Tell whoever runs the installation."
            ),
            url=url,
            label=_("See what was deleted"),
            key="retention",
        )
    ]
