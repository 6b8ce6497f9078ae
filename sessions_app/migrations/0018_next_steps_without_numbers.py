import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A random key; the table is new in this release, so nothing is in it."""

    dependencies = [
        ("members", "__first__"),
        ("sessions_app", "0017_minutes_left"),
    ]

    operations = [
        migrations.DeleteModel(name="NextStep"),
        migrations.CreateModel(
            name="NextStep",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(help_text="Among the member's own."),
                ),
                ("words", models.CharField(max_length=300)),
                ("is_done", models.BooleanField(default=False)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="next_steps",
                        to="members.member",
                    ),
                ),
            ],
            options={"ordering": ["is_done", "position"]},
        ),
    ]
