from typing import Any

from django.db import migrations, models


def without_a_caucus(apps: Any, _schema: Any) -> None:
    """Sessions planned without a part in caucuses were asked the webinar's questions."""
    sessions = apps.get_model("sessions_app", "Session").objects.filter(segments__isnull=False)
    sessions.exclude(segments__kind="caucus").update(questionnaire="WEBINAR-1")


class Migration(migrations.Migration):
    dependencies = [
        ("sessions_app", "0005_a_year_of_sessions"),
    ]

    operations = [
        migrations.AddField(
            model_name="session",
            name="questionnaire",
            field=models.CharField(
                blank=True,
                default="PPN-1",
                help_text="Its key, like PPN-1, of what people are asked afterwards; empty: they are not.",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="segment",
            name="kind",
            field=models.CharField(
                choices=[
                    ("plenary", "Together"),
                    ("caucus", "Caucuses"),
                    ("inter_caucus", "Inter-caucus dialogue"),
                    ("feedback", "Feedback"),
                    ("groups", "In groups or pairs"),
                    ("break", "Break"),
                    ("debrief", "Facilitators’ debrief"),
                ],
                max_length=20,
            ),
        ),
        migrations.RunPython(without_a_caucus, migrations.RunPython.noop, elidable=True),
    ]
