import django.db.models.deletion
from django.db import migrations, models

import feedback.models


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0002_box_tables"),
        ("members", "0002_thresholds_reason"),
    ]

    operations = [
        migrations.AddField(
            model_name="eligibility",
            name="mark",
            field=models.CharField(
                default=feedback.models.new_mark,
                help_text="Random; tells this member's unused paper from another's in one browser.",
                max_length=32,
            ),
        ),
        migrations.CreateModel(
            name="Told",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "survey_id",
                        "member_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.member",
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="feedback.survey",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "told",
            },
        ),
    ]
