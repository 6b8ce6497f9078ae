"""Who came, and the spreadsheets they come from."""

import uuid

from django.db import models

from cop.members.models import Community, Member, User
from sessions_app.enums import UploadKind, UploadState
from sessions_app.models.sessions import Session


class Attendance(models.Model):
    """A member came. When they checked in is not kept."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendances")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="attendances")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "member"], name="attendance_once")
        ]

    def __str__(self) -> str:
        return str(self.member)


class Apology(models.Model):
    """A member told the secretary that they cannot come.

    Whoever answers the invitation themselves has said so there. Nobody is ever called absent.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="apologies")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="apologies")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "member"], name="apology_once")]

    def __str__(self) -> str:
        return str(self.member)


class RegisterChange(models.Model):
    """The secretary saved the register: on which day, how many marks came and went, and why.

    It names nobody. Members who check in themselves are no change of the secretary's.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="register_changes")
    made_on = models.DateField(help_text="The local day; the hour is not kept.")
    added = models.PositiveIntegerField()
    removed = models.PositiveIntegerField()
    reason = models.CharField(max_length=200, blank=True)
    from_list = models.BooleanField(default=False, help_text="Taken from a meeting tool's list.")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(removed=0) | ~models.Q(reason=""), name="taken_off_with_a_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.session}: +{self.added} −{self.removed}"


class RegisterUpload(models.Model):
    """A spreadsheet on its way into the register. Its cells are erased once they are taken over.

    The file itself is never kept, and columns that seem to tell of race are left out of ``cells``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="uploads")
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="register_uploads")
    kind = models.CharField(max_length=10, choices=UploadKind)
    session = models.ForeignKey(
        Session,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="uploads",
        help_text="Of the plenary whose attendance a meeting tool listed.",
    )
    name = models.CharField(max_length=200, help_text="Of the file, as people know it.")
    cells = models.BinaryField(help_text="Packed by imports.sheets; empty once it is done.")
    columns = models.JSONField(default=dict, help_text="Place of a column -> what it holds.")
    state = models.CharField(max_length=10, choices=UploadState, default=UploadState.NEW)
    leaves_out = models.BooleanField(default=False, help_text="Rows with problems stay behind.")
    seen = models.CharField(max_length=64, blank=True, help_text="Digest of what was confirmed.")
    problem = models.TextField(blank=True)
    result = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, help_text="When a worker was asked last.")

    class Meta:
        indexes = [models.Index(fields=["state", "asked_at"])]

    def __str__(self) -> str:
        return self.name
