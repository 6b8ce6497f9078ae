"""What people may ask for about their data, how long it is kept, and who did what."""

from django.db import models

from cop.members.models import Community, Member, User
from cop.rights.enums import RequestKind


class DataRequest(models.Model):
    """Somebody asked for their data by letter: opens that person's data to who answers it.

    Only for a time, and nobody else's. Once it has outlived its use nobody is named in it.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=RequestKind)
    email = models.EmailField(blank=True, help_text="Who asks; empty: erased since.")
    person = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    member = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True, help_text="Why it came by letter.")
    received_on = models.DateField()
    logged_on = models.DateField()
    logged_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    done_on = models.DateField(null=True, blank=True, help_text="Downloaded, or erased.")

    class Meta:
        ordering = ["-logged_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(received_on__lte=models.F("logged_on")),
                name="data_request_received_before_logged",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.received_on})"

    @property
    def found_somebody(self) -> bool:
        """Whether the community knows whoever asks."""
        return self.person_id is not None or self.member_id is not None


class RetentionRun(models.Model):
    """One day's look at everything a community keeps. Numbers alone: nobody is named."""

    community = models.ForeignKey(
        Community, on_delete=models.CASCADE, related_name="retention_runs"
    )
    day = models.DateField(help_text="The community's own date.")
    is_complete = models.BooleanField(default=False, help_text="Every kind of data was looked at.")

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["community", "day"], name="retention_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.community}: {self.day}"


class RetentionLine(models.Model):
    """What became of one kind of data on that day, in the words that were true then."""

    run = models.ForeignKey(RetentionRun, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    holding = models.CharField(max_length=60, help_text="The key of a holding.")
    what = models.TextField()
    kept = models.TextField(help_text="The period in words.")
    deleted = models.PositiveIntegerField(
        null=True, blank=True, help_text="Empty: no days to count."
    )
    left = models.PositiveIntegerField(
        null=True, blank=True, help_text="Past its period and there."
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["run", "holding"], name="retention_holding_once")
        ]

    def __str__(self) -> str:
        return f"{self.holding}: {self.deleted}"
