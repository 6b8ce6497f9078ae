"""What the installation has found out about itself. Nobody is named, and no community."""

from django.db import models


class Certificate(models.Model):
    """One look at everything that could break anonymity here, in the words that were true then."""

    made_on = models.DateField()
    content = models.JSONField(help_text="What is printed; the fingerprint is taken over it.")
    fingerprint = models.CharField(max_length=64, help_text="SHA-256.")
    failed = models.PositiveSmallIntegerField()
    unknown = models.PositiveSmallIntegerField(help_text="What could not be looked at.")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.made_on}"
