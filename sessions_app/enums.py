from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class SessionState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    CANCELLED = "cancelled", _("Cancelled")


class SegmentKind(models.TextChoices):
    PLENARY = "plenary", _("Together")
    CAUCUS = "caucus", _("Caucuses")
    INTER_CAUCUS = "inter_caucus", _("Inter-caucus dialogue")
    FEEDBACK = "feedback", _("Feedback")
    GROUPS = "groups", _("In groups or pairs")
    BREAK = "break", _("Break")
    DEBRIEF = "debrief", _("Facilitators’ debrief")


class Act(models.TextChoices):
    """What whoever runs a session presses."""

    BEGIN = "begin", _("Begin now")
    NEXT = "next", _("Go on to the next part")
    EXTEND_5 = "extend_5", _("5 minutes more")
    EXTEND_10 = "extend_10", _("10 minutes more")
    BACK = "back", _("Go back one part")
    APART = "apart", _("Follow the plan without dialogue")
    TOGETHER = "together", _("Follow the plan with dialogue")


class Grouping(models.TextChoices):
    """How people sit in a session of some format."""

    CAUCUSES = "caucuses", _("In caucuses")
    TOGETHER = "together", _("All together")
    CLOSED_GROUP = "closed_group", _("In one closed group")
    PARALLEL = "parallel", _("In groups side by side")
    PAIRS = "pairs", _("In pairs")


class ProgrammeRhythm(models.TextChoices):
    """How often a planned run of sessions meets."""

    QUARTERLY = "quarterly", _("Every three months")
    TWO_MONTHS = "two_months", _("Every two months")
    MONTHLY = "monthly", _("Every month")
    FORTNIGHTLY = "fortnightly", _("Every two weeks")
    OWN = "own", _("On dates we choose")


class Scope(models.TextChoices):
    """Which sessions of a programme are changed or cancelled together."""

    ONE = "one", _("Only this one")
    LATER = "later", _("This one and all later ones")
    ALL = "all", _("All that lie ahead")


class DayKind(models.TextChoices):
    """Why a day is marked when the year is planned."""

    OBSERVANCE = "observance", _("Day of observance")
    SCHOOL_HOLIDAY = "school_holiday", _("School holiday")
    OTHER = "other", _("Another day to keep free")


class ProposalSource(models.TextChoices):
    MEMBER = "member", _("From a member")
    FEEDBACK = "feedback", _("From feedback")
    CAUCUS = "caucus", _("First call")


class ProposalState(models.TextChoices):
    OPEN = "open", _("Open")
    ADOPTED = "adopted", _("Taken up")
    PARKED = "parked", _("Parked")
    DECLINED = "declined", _("Not taken up")


class DecisionKind(models.TextChoices):
    FORMAT = "format", _("Format")
    TOPIC = "topic", _("Topic")
    OTHER = "other", _("Another decision")


class Moment(models.TextChoices):
    """When members are written to about a session they were invited to."""

    TWO_WEEKS = "two_weeks", _("Two weeks before")
    TWO_DAYS = "two_days", _("Two days before")
    MORNING = "morning", _("The morning of the day")
    AFTER = "after", _("The day after")


class UploadKind(models.TextChoices):
    """What one uploaded spreadsheet is a list of."""

    MEMBERS = "members", _("Members")
    SESSIONS = "sessions", _("Sessions")
    ATTENDANCE = "attendance", _("Attendance")
    MEETING = "meeting", _("Who was in the meeting")

    @classmethod
    def for_people(cls) -> list[tuple[str, Promise]]:
        """What a spreadsheet of one's own may be; a meeting's list belongs to its session."""
        return [choice for choice in cls.choices if choice[0] != cls.MEETING]


class UploadState(models.TextChoices):
    NEW = "new", _("Columns are not matched yet")
    MATCHED = "matched", _("Waits to be confirmed")
    WAITING = "waiting", _("Is being imported")
    DONE = "done", _("Imported")
    FAILED = "failed", _("Could not be imported")


class HeadcountKind(models.TextChoices):
    """How exactly a number of people is known; the values of ``cop.core.figures.Bound``."""

    EXACT = "exact", _("Exactly so many")
    ABOUT = "about", _("About so many")
    AT_LEAST = "at_least", _("At least so many")
    OVER = "over", _("More than so many")


class Answer(models.TextChoices):
    """What a member says to an invitation."""

    COMING = "coming", _("Coming")
    NOT_COMING = "not_coming", _("Not coming")
    NOT_SURE = "not_sure", _("Not sure yet")
