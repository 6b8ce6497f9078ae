from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "cop.documents"
    label = "documents"
