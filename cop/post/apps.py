from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "cop.post"
    label = "post"

    def ready(self) -> None:
        from cop.post import holdings  # noqa: PLC0415 - models are not loaded yet

        holdings.register()
