from django.db import models
from django.utils.translation import gettext_lazy as _


class SurveyState(models.TextChoices):
    DRAFT = "draft", _("Not open yet")
    OPEN = "open", _("Open")
    COUNTING = "counting", _("Being counted")
    COUNTED = "counted", _("Counted")


class PeriodState(models.TextChoices):
    OPEN = "open", _("Running")
    COUNTED = "counted", _("Counted")


class AtomKind(models.TextChoices):
    RATING = "rating", _("One rating")
    COMMENT = "comment", _("One comment")
    TALLY = "tally", _("A number of responses")


class FigureKind(models.TextChoices):
    EXACT = "exact", _("Exact")
    AT_LEAST = "at_least", _("At least")


class SlipState(models.TextChoices):
    UNREAD = "unread", _("Unread")


class Reading(models.TextChoices):
    """What the evaluator may pass on of a slip."""

    TEXT = "text", _("The text")
    TOPICS = "topics", _("Topics only")
