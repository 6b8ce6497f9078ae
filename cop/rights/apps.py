from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "cop.rights"
    label = "rights"
