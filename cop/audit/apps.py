from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "cop.audit"
    label = "audit"
