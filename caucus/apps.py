from django.apps import AppConfig

from cop.core import registry


class CaucusConfig(AppConfig):
    name = "caucus"
    label = "caucus"

    def ready(self) -> None:
        # Models must be loaded first.
        from caucus import holdings, live_pieces, panels, receivers  # noqa: F401, PLC0415

        holdings.register()
        live_pieces.register()
        panels.register()
        registry.mail_kinds["commitment_overdue"] = registry.Need.REMINDER
