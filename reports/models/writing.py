"""What the authors of a report write: sections and their history, remarks, recommendations."""

from django.db import models
from django.db.models import Q

from cop.members.models import User
from reports.enums import RecommendationStatus, SectionKind
from reports.models.reports import Report


class KeptSections(models.Manager["Section"]):
    """Sections that stand in the report; dropped ones are found through ``everywhere`` alone."""

    def get_queryset(self) -> models.QuerySet["Section"]:
        return super().get_queryset().filter(dropped_at__isnull=True)


class Section(models.Model):
    """A section, in its order: authored Markdown, and what the program makes of the data.

    A dropped one keeps its words, history and remarks, so that it can be put back.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="sections")
    kind = models.CharField(max_length=20, choices=SectionKind)
    title = models.CharField(max_length=120)
    body = models.TextField(blank=True, help_text="Markdown.")
    position = models.PositiveSmallIntegerField()
    revision = models.PositiveIntegerField(default=1, help_text="Rises with every saved wording.")
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = KeptSections()
    everywhere: "models.Manager[Section]" = models.Manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "kind"], condition=~Q(kind="text"), name="section_kind_once"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Wording(models.Model):
    """A section as it once was saved.

    Every press of “Save” closes one; what the editor saves by itself within some minutes goes on in
    one. ``at`` is when it was begun.
    """

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="wordings")
    revision = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    body = models.TextField(blank=True)
    person = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    is_closed = models.BooleanField(
        default=False, help_text="What is saved next is another wording."
    )

    class Meta:
        ordering = ["-revision"]
        constraints = [
            models.UniqueConstraint(fields=["section", "revision"], name="wording_revision_once")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.revision})"


class Remark(models.Model):
    """What a reader of the draft says about a section, to its authors."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="remarks")
    person = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    words = models.TextField()
    at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True, help_text="How it was resolved.")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return "remark"


class Editor(models.Model):
    """Somebody the secretary asked to write along; named on the cover only if they agree."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="editors")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    named_as = models.CharField(
        max_length=120, blank=True, help_text="Their own words; empty: not named."
    )
    agreed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "person"], name="editor_once"),
            models.CheckConstraint(
                condition=Q(named_as="", agreed_on__isnull=True)
                | (~Q(named_as="") & Q(agreed_on__isnull=False)),
                name="editor_named_once_agreed",
            ),
        ]

    def __str__(self) -> str:
        return "editor"


class OwnReflection(models.Model):
    """A facilitator's or secretary's reflection on the year: theirs alone until they release it.

    Printed word for word; nobody else can change it.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="reflections")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    words = models.TextField(blank=True)
    named_as = models.CharField(max_length=120, help_text="As they wish to stand there.")
    released_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "person"], name="own_reflection_once")
        ]

    def __str__(self) -> str:
        return "reflection"


class Recommendation(models.Model):
    """A numbered recommendation; the next report lists it with its status."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="recommendations")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    responsible = models.CharField(max_length=120, blank=True, help_text="A role, no name.")
    due_on = models.DateField(null=True, blank=True)
    status = models.CharField(
        max_length=10, choices=RecommendationStatus, default=RecommendationStatus.OPEN
    )
    status_words = models.CharField(max_length=300, blank=True)
    status_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1, help_text="Rises with every saved wording.")

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title
