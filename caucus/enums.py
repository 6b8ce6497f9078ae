from django.db import models
from django.utils.translation import gettext_lazy as _


class SpaceKind(models.TextChoices):
    CAUCUS = "caucus", _("A caucus")
    EVERYONE = "everyone", _("Everyone’s space")
    REFLECTION = "reflection", _("Individual reflection")


class Voice(models.TextChoices):
    """Who spoke for the caucus: all that is kept of it."""

    FACILITATOR = "facilitator", _("A facilitator spoke")
    MEMBER = "member", _("A member spoke")


class Place(models.TextChoices):
    """Where a point of a caucus's draft goes. The first three make its share-back."""

    FIRST = "first", _("First theme")
    SECOND = "second", _("Second theme")
    SLOT = "slot", _("What we ask, or take responsibility for")
    QUESTION = "question", _("A question to the others")
    RESPONSE = "response", _("A response to the others")


class SignalKind(models.TextChoices):
    """What a member can tell the facilitators without a word."""

    MOMENT = "moment", _("I need a moment")
    COME = "come", _("Please come to our space")
    CALL = "call", _("Please call me afterwards")


class CommitmentState(models.TextChoices):
    """How a commitment stands at a session."""

    UNDER_WAY = "under_way", _("Under way")
    KEPT = "kept", _("Kept")
    NOT_KEPT = "not_kept", _("Not kept")
