from django.db import models
from django.utils.translation import gettext_lazy as _


class RenderingState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Being made")
    DONE = "done", _("Ready")
    FAILED = "failed", _("Did not work")
    CANCELLED = "cancelled", _("Stopped")


class FileFormat(models.TextChoices):
    """What a published report is downloaded as."""

    PDF = "pdf", _("PDF")
    HTML = "html", _("One HTML file")
    WORD = "docx", _("Word")
    DATA = "zip", _("Data pack")
    BRIEFING = "briefing", _("Briefing for leaders, two pages")


class ReportKind(models.TextChoices):
    SUMMARY = "summary", _("Annual summary: figures, topics and share-backs")
    FULL = "full", _("Full report: the summary, with findings and quotes")


class Gate(models.TextChoices):
    """What a full report passes, in this order, before it is published."""

    FINDINGS = "findings", _("Findings agreed")
    VALIDATION = "validation", _("Validated by members")
    CONSENT = "consent", _("Consent of the caucus the others answer to")
    APPROVAL = "approval", _("Approved by the oversight chair")


class SectionKind(models.TextChoices):
    """What a section is. ``TEXT`` is any other, as often as wanted; the others stand once."""

    SUMMARY = "summary", _("Summary")
    INTRODUCTION = "introduction", _("Introduction")
    CONTEXT = "context", _("Context")
    APPROACH = "approach", _("Approach")
    SETTING_UP = "setting_up", _("Setting up")
    MEMBERSHIP = "membership", _("Membership")
    SESSIONS = "sessions", _("Topics and sessions")
    ATTENDANCE = "attendance", _("Attendance")
    FEEDBACK = "feedback", _("Feedback")
    RATINGS = "ratings", _("Ratings")
    FINDINGS = "findings", _("Findings")
    SHARE_BACKS = "share_backs", _("Share-backs and accountability")
    REFLECTIONS = "reflections", _("Facilitators’ and secretary’s reflections")
    TESTIMONIALS = "testimonials", _("In members’ own words")
    LAST_YEAR = "last_year", _("Against last year")
    DISCUSSION = "discussion", _("Discussion")
    RECOMMENDATIONS = "recommendations", _("Recommendations")
    LIMITATIONS = "limitations", _("Limitations")
    REFERENCES = "references", _("References")
    DATA_PROTECTION = "data_protection", _("Data protection")
    ACCESSIBILITY = "accessibility", _("Accessibility")
    HELP = "help", _("How to get help")
    OTHER_FORMATS = "other_formats", _("Other formats")
    TEXT = "text", _("A section of your own")


class RecommendationStatus(models.TextChoices):
    OPEN = "open", _("Not begun")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Not pursued")


class RelationKind(models.TextChoices):
    SUPPORTS = "supports", _("supports")
    LEADS_TO = "leads_to", _("leads to")
    TENSION = "tension", _("stands in tension with")


class Lineage(models.TextChoices):
    """What a theme is to themes of the report before."""

    NEW = "new", _("New this year")
    CONTINUED = "continued", _("Continued from last year")
    RENAMED = "renamed", _("Renamed since last year")
    MERGED = "merged", _("Merged from themes of last year")


class Colleague(models.TextChoices):
    """Whether a colleague who knows who came could recognise who said this."""

    NO = "no", _("No")
    UNSURE = "unsure", _("Not sure")
    YES = "yes", _("Yes")


class TestimonialUse(models.TextChoices):
    """Where a member lets their own words stand."""

    REPORT = "report", _("The annual report")
    NEWSLETTER = "newsletter", _("A newsletter")
    LEADERS = "leaders", _("A briefing for leaders")


class OrganisationsShown(models.TextChoices):
    GROUPED = "grouped", _("Small organisations joined into one row")
    FULL = "full", _("Every organisation by name")


class SummaryState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")


class SheetKind(models.TextChoices):
    """What one page on paper is."""

    SUMMARY = "summary", _("Summary of a session")
    LEADERS = "leaders", _("Summary for leaders")
    CERTIFICATE = "certificate", _("Certificate of attendance")
    YEAR = "year", _("Sessions attended in a year")
