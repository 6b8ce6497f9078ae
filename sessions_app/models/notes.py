"""What was said together, and what people took upon themselves, without names."""

from django.db import models

from sessions_app.models.sessions import Session


class PlenaryNotes(models.Model):
    """Notes of the parts everybody was in. Nothing of a caucus, and no names."""

    session = models.OneToOneField(
        Session, on_delete=models.CASCADE, related_name="plenary_notes", primary_key=True
    )
    words = models.TextField(blank=True)

    def __str__(self) -> str:
        return str(self.session)


class Action(models.Model):
    """Something the community means to do, with a role that sees to it and no name."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="actions")
    words = models.CharField(max_length=300)
    role = models.CharField(max_length=80, blank=True, help_text="Who sees to it, as a role.")
    due_on = models.DateField(null=True, blank=True)
    is_done = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.words
