from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "feedback"
    label = "feedback"

    def ready(self) -> None:
        from feedback import receivers  # noqa: F401, PLC0415  models must be loaded first
