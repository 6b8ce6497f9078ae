from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "cop.post"
    label = "post"
