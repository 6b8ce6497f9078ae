from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "cop.demo"
    label = "demo"
