from django.apps import AppConfig


class CaucusConfig(AppConfig):
    name = "caucus"
    label = "caucus"

    def ready(self) -> None:
        from caucus import panels, receivers  # noqa: F401, PLC0415  models must be loaded first

        panels.register()
