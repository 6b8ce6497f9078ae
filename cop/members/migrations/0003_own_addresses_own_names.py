"""Whose address it is, and what each community calls the people it appointed."""

from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def keep_what_is_known(apps: Any, schema_editor: Any) -> None:
    """Who was here before may have signed in; who was appointed keeps the name shown so far."""
    person = apps.get_model("members", "User")
    person.objects.update(has_signed_in=True)
    named = person.objects.filter(pk=OuterRef("person")).values("name")
    apps.get_model("members", "Appointment").objects.update(name=Subquery(named))


class Migration(migrations.Migration):
    dependencies = [("members", "0002_thresholds_reason")]
    operations = [
        migrations.AddField(
            "user",
            "has_signed_in",
            models.BooleanField(
                default=False,
                editable=False,
                help_text=(
                    "From then on the address is theirs alone to change. When it was is not kept."
                ),
            ),
        ),
        migrations.AddField(
            "appointment",
            "name",
            models.CharField(blank=True, help_text="As this community knows them.", max_length=200),
        ),
        migrations.RunPython(keep_what_is_known, migrations.RunPython.noop),
    ]
