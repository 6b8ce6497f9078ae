from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "cop.documents"
    label = "documents"

    def ready(self) -> None:
        from cop.documents import panels, receivers  # noqa: F401, PLC0415  models come first

        panels.register()
