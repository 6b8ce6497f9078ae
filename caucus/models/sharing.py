"""What a caucus agreed to tell the others."""

from django.db import models
from django.db.models import Q

from caucus.enums import Place, Voice
from caucus.models.caucuses import Caucus
from sessions_app.models import Session


class ShareBackQuerySet(models.QuerySet["ShareBack"]):
    def released(self) -> "ShareBackQuerySet":
        """What anybody outside the caucus may read."""
        return self.filter(released_at__isnull=False)


class ShareBack(models.Model):
    """What a caucus agreed to tell the others after a session: at most two themes (R6).

    Made when it is released, out of the points nobody struck; ``released_at`` is set last, and
    then the row and its themes never change again.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="share_backs")
    caucus = models.ForeignKey(Caucus, on_delete=models.CASCADE, related_name="share_backs")
    ask = models.TextField(blank=True)
    responsibility = models.TextField(blank=True)
    voice = models.CharField(max_length=12, choices=Voice, default=Voice.FACILITATOR)
    released_at = models.DateTimeField(null=True, blank=True)

    objects = ShareBackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "caucus"], name="share_back_once"),
            models.CheckConstraint(
                condition=Q(ask="") | Q(responsibility=""), name="share_back_one_equal_slot"
            ),
        ]

    def __str__(self) -> str:
        return str(self.session)


class SharedTheme(models.Model):
    share_back = models.ForeignKey(ShareBack, on_delete=models.CASCADE, related_name="themes")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    body = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["share_back", "position"], name="shared_theme_once"),
            models.CheckConstraint(
                condition=Q(position__in=[1, 2]), name="shared_themes_at_most_two"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class GroupVoice(models.Model):
    """A question or a response in the dialogue, from a caucus and never from a person."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="group_voices")
    caucus = models.ForeignKey(Caucus, on_delete=models.CASCADE, related_name="group_voices")
    kind = models.CharField(
        max_length=10, choices=[(one.value, one.label) for one in (Place.QUESTION, Place.RESPONSE)]
    )
    words = models.CharField(max_length=400)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["session", "position"], name="group_voice_once")
        ]

    def __str__(self) -> str:
        return self.words
