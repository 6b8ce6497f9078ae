from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AuditConfig(AppConfig):
    name = "cop.audit"
    label = "audit"

    def ready(self) -> None:
        """Each room's ``audited`` module enters what the room may put on record."""
        from cop.audit import holdings  # noqa: PLC0415 - models are not loaded yet

        holdings.register()
        autodiscover_modules("audited")
