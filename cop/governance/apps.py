from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "cop.governance"
    label = "governance"
