from django.apps import AppConfig


class CaucusConfig(AppConfig):
    name = "caucus"
    label = "caucus"
