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
        from reports import holdings, letters, panels, receivers  # noqa: F401, PLC0415  models come first
        from reports.services import mailing  # noqa: PLC0415 - the same

        holdings.register()
        registry.nav_items.append(reports_entry)
        registry.editions.append(published_editions)
        registry.session_panels.append(panels.panels)
        registry.first_page_panels.append(panels.report_panels)
        registry.own_pages.append(own_entries)
        registry.mail_kinds |= dict.fromkeys(letters.TITLES, registry.Need.NEWS)
        registry.mail_titles |= letters.TITLES
        registry.thanks.append(mailing.is_written_to)


def reports_entry(actor: "Actor") -> list[tuple[str, str, str]]:
    """Everybody who belongs to a community finds its reports."""
    url = reverse("reports:report_list", args=[actor.community.slug])
    return [(_("Reports"), url, "reports")]


def published_editions(community: "Community") -> "list[Edition]":
    """What lower rooms ask to know how long to keep things."""
    from reports.selectors import editions_of  # noqa: PLC0415 - models are not loaded yet

    return editions_of(community)


def own_entries(actor: "Actor") -> list[tuple[str, str]]:
    """What the person took part in and says in their own words, under "About me"."""
    from reports import policies  # noqa: PLC0415 - models are not loaded yet

    own = [
        (policies.can_view_attended, "attended_year", _("Sessions you came to, and certificates")),
        (policies.can_sign_testimonials, "testimonial_own", _("What I say in my own words")),
    ]
    return [
        (label, reverse(f"reports:{page}", args=[actor.community.slug]))
        for may, page, label in own
        if may(actor)
    ]
