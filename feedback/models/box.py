"""The sealed box: no person, no time, no serial number, nothing in clear."""

import uuid

from django.db import models

from feedback.enums import AtomKind
from feedback.models.surveys import Period, Survey


class Envelope(models.Model):
    """One sealed response. Deleted at the count."""

    ballot_sha = models.BinaryField(primary_key=True)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="+")
    ciphertext = models.BinaryField()

    def __str__(self) -> str:
        return "envelope"


class Atom(models.Model):
    """One rating, one comment or one tally, sealed alone to its period's key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=AtomKind)
    ciphertext = models.BinaryField()

    def __str__(self) -> str:
        return "atom"
