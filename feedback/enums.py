from django.db import models
from django.utils.translation import gettext_lazy as _

from feedback import disclosure


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


class ReviewState(models.TextChoices):
    """How far the review of one slip is; before it there is none."""

    BEGUN = "begun", _("Begun")
    PROPOSED = "proposed", _("With the second reviewer")
    RETURNED = "returned", _("Sent back")
    CONFIRMED = "confirmed", _("Confirmed")


class Outcome(models.TextChoices):
    """What becomes of a slip."""

    AS_WRITTEN = "as_written", _("Release as it is")
    REDACTED = "redacted", _("Release with my edits")
    PARAPHRASE = "paraphrase", _("Release a paraphrase")
    TOPICS = "topics", _("Hand on as topics only")
    WITHHELD = "withheld", _("Withhold")


NOT_IN_WORDS = (Outcome.TOPICS, Outcome.WITHHELD)
IN_THEIR_WORDS = (Outcome.AS_WRITTEN, Outcome.REDACTED)


class WithheldBecause(models.TextChoices):
    HOSTILE = "hostile", _("It attacks somebody")
    IDENTIFIES = "identifies", _("Whatever is cut, it tells who wrote it or about whom")
    NOT_FEEDBACK = "other", _("It is about something else")
    EMPTY = "empty", _("It holds nothing to pass on")


class Reading(models.TextChoices):
    """What the evaluator may pass on of a slip."""

    TEXT = disclosure.Reading.TEXT.value, _("The text")
    TOPICS = disclosure.Reading.TOPICS.value, _("Topics only")
