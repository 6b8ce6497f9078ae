from django.apps import AppConfig


class JoiningConfig(AppConfig):
    name = "cop.joining"
    label = "joining"
