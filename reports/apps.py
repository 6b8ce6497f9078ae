from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext as _

from cop.core import registry

if TYPE_CHECKING:
    from cop.core.periods import Edition
    from cop.core.policy import Actor
    from cop.members.models import Community


class ReportsConfig(AppConfig):
    name = "reports"
    label = "reports"

    def ready(self) -> None:
        registry.nav_items.append(reports_entry)
        registry.editions.append(published_editions)


def reports_entry(actor: "Actor") -> list[tuple[str, str, str]]:
    """Everybody who belongs to a community finds its reports."""
    url = reverse("reports:report_list", args=[actor.community.slug])
    return [(_("Reports"), url, "reports")]


def published_editions(community: "Community") -> "list[Edition]":
    """What lower rooms ask to know how long to keep things."""
    from reports.selectors import editions_of  # noqa: PLC0415 - models are not loaded yet

    return editions_of(community)
