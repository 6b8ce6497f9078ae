from django.apps import AppConfig

from cop.core import registry


class GovernanceConfig(AppConfig):
    name = "cop.governance"
    label = "governance"

    def ready(self) -> None:
        from cop.governance import holdings, panels  # noqa: PLC0415 - models are not loaded yet

        holdings.register()
        panels.register()
        registry.mail_kinds["complaint_received"] = registry.Need.ALWAYS
