from django.db import models
from django.utils.translation import gettext_lazy as _


class SpaceKind(models.TextChoices):
    CAUCUS = "caucus", _("A caucus")
    EVERYONE = "everyone", _("Everyone’s space")
    REFLECTION = "reflection", _("Individual reflection")


class ShareBackState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    RELEASED = "released", _("Released")


class Voice(models.TextChoices):
    """Who spoke for the caucus: all that is kept of it."""

    FACILITATOR = "facilitator", _("A facilitator spoke")
    MEMBER = "member", _("A member spoke")
