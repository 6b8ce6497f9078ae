from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "cop.core"
    label = "core"
