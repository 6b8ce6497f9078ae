from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext as _

from cop.core import registry

if TYPE_CHECKING:
    from cop.core.policy import Actor


class GovernanceConfig(AppConfig):
    name = "cop.governance"
    label = "governance"

    def ready(self) -> None:
        from cop.governance import policies  # noqa: PLC0415 - models are not loaded yet

        registry.nav_items.append(governance_entry)
        registry.listening.append(policies.has_come_to_listen)


def governance_entry(actor: "Actor") -> list[tuple[str, str, str]]:
    """For those who answer for it; everybody else comes here from a sentence that says why."""
    from cop.governance.policies import (  # noqa: PLC0415 - models are not loaded yet
        can_view_governance,
    )

    if not can_view_governance(actor):
        return []
    return [
        (
            _("Governance"),
            reverse("governance:stage_list", args=[actor.community.slug]),
            "governance",
        )
    ]
