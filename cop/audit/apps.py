from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "cop.audit"
    label = "audit"

    def ready(self) -> None:
        from cop.audit import holdings  # noqa: PLC0415 - models are not loaded yet

        holdings.register()
