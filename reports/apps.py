from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext as _

from cop.core import registry

if TYPE_CHECKING:
    from cop.core.policy import Actor


class ReportsConfig(AppConfig):
    name = "reports"
    label = "reports"

    def ready(self) -> None:
        registry.nav_items.append(reports_entry)


def reports_entry(actor: "Actor") -> list[tuple[str, str, str]]:
    """Everybody who belongs to a community finds its reports."""
    url = reverse("reports:report_list", args=[actor.community.slug])
    return [(_("Reports"), url, "reports")]
