"""The append-only record of who did what. Never content, never a caucus."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

# How long an entry is kept; the trigger of migration 0002 refuses to delete a younger one.
KEPT_MONTHS = 24


class Entry(models.Model):
    """One act. Keys are opaque: members may look names up, the record itself holds none."""

    at = models.DateTimeField(auto_now_add=True)
    actor_key = models.UUIDField(null=True, help_text="Null: the system itself.")
    community_key = models.UUIDField()
    verb = models.CharField(max_length=40)
    target_kind = models.CharField(max_length=40)
    target_key = models.CharField(max_length=40)
    fields = ArrayField(models.CharField(max_length=40), default=list)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "entries"
        indexes = [models.Index(fields=["community_key", "-at"])]

    def __str__(self) -> str:
        return f"{self.verb} {self.target_kind} {self.target_key}"
