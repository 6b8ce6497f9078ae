from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext as _

from cop.core import registry

if TYPE_CHECKING:
    from cop.core.policy import Actor


class RightsConfig(AppConfig):
    name = "cop.rights"
    label = "rights"

    def ready(self) -> None:
        from cop.rights import holdings, panels, policies  # noqa: PLC0415 - models are not loaded yet

        holdings.register()
        panels.register()
        registry.nav_items.append(requests_entry)
        registry.takes_names_out += [
            policies.can_answer_requests,
            policies.can_view_whole_record,
        ]
        registry.own_pages.append(own_data_entry)
        registry.mail_kinds |= dict.fromkeys(["data_request", "erased"], registry.Need.ALWAYS)


def requests_entry(actor: "Actor") -> list[tuple[str, str, str]]:
    """Whoever answers what people ask about their data."""
    from cop.rights.policies import can_answer_requests  # noqa: PLC0415 - as above

    if actor.is_system or not can_answer_requests(actor):
        return []
    url = reverse("rights:request_list", args=[actor.community.slug])
    return [(_("Data requests"), url, "requests")]


def own_data_entry(actor: "Actor") -> list[tuple[str, str]]:
    """Everybody finds what is kept about them."""
    return [(_("My data"), reverse("rights:my_data", args=[actor.community.slug]))]
