from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person may be appointed to in a community."""

    CO_CHAIR = "co_chair", _("Co-chair")
    FACILITATOR = "facilitator", _("Facilitator")
    SECRETARY = "secretary", _("Secretary")
    EVALUATOR = "evaluator", _("Evaluator")
    SECOND_REVIEWER = "second_reviewer", _("Second reviewer")
    OVERSIGHT_CHAIR = "oversight_chair", _("Oversight chair")
    DATA_PROTECTION_CONTACT = "data_protection_contact", _("Data protection contact")
    GUEST = "guest", _("Guest")


# Whoever may plan sessions, and be named as facilitator of one.
FACILITATES = frozenset({Role.CO_CHAIR, Role.FACILITATOR})

# Nobody may know names and read unreviewed answers in one community. The data protection contact
# comes to know names with each complaint and each request by letter.
KNOWS_NAMES = FACILITATES | {Role.SECRETARY, Role.DATA_PROTECTION_CONTACT}
READS_ANSWERS = frozenset({Role.EVALUATOR, Role.SECOND_REVIEWER})


class SwapState(models.TextChoices):
    """How far two communities are with lending each other a reader."""

    OFFERED = "offered", _("Offered")
    ANSWERED = "answered", _("Answered, to be confirmed")
    AGREED = "agreed", _("Agreed")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class TermSet(models.TextChoices):
    """The ready-made words a community may begin with."""

    RACIALLY_MINORITISED = "racially-minoritised", _("Racially minoritised / white")
    GLOBAL_MAJORITY = "global-majority", _("Global majority / non-global majority")
    BLACK_PEOPLE_OF_COLOUR = (
        "black-people-of-colour",
        _("Black and people of colour / white"),
    )


class Rhythm(models.TextChoices):
    """When feedback is released."""

    PERIOD = "period", _("Once for a whole period")
    SESSION = "session", _("After each session")


class PeriodLength(models.TextChoices):
    HALF_YEAR = "half_year", _("Half a year")
    YEAR = "year", _("A year")


class ResultsMoment(models.TextChoices):
    """When members may read released figures."""

    COUNT = "count", _("As soon as they are counted")
    EDITION = "edition", _("With the annual report")


class Mail(models.TextChoices):
    """How much mail a member wants."""

    EVERYTHING = "everything", _("Everything")
    NO_REMINDERS = "no_reminders", _("No reminders")
    NECESSARY = "necessary", _("Only what must be")


class Many(models.TextChoices):
    """Who reads a kind of data (``registry.Holding.readers``) beside those who hold a role."""

    OWN = "own", _("you")
    EVERYBODY = "everybody", _("everybody, signed in or not")
    MEMBER = "member", _("every member")
    ADMINISTRATOR = "administrator", _("whoever runs the installation")


def readers_in_words(readers: tuple[str, ...]) -> list[str]:
    """Each of them as people say it, you before the others."""
    ordered = sorted(readers, key=Many.OWN.__ne__)
    return [str((Many if one in Many else Role)(one).label) for one in ordered]


class Nation(models.TextChoices):
    """Whose bank holidays a community keeps; the values are those of the ``holidays`` package."""

    ENGLAND = "ENG", _("England")
    WALES = "WLS", _("Wales")
    SCOTLAND = "SCT", _("Scotland")
    NORTHERN_IRELAND = "NIR", _("Northern Ireland")
    NONE = "", _("None of these")
