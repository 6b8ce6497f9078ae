from typing import Any

from django.db import migrations, models


def together(apps: Any, _schema: Any) -> None:
    """Sessions whose parts hold no caucus meet together; those of an import have no parts."""
    sessions = apps.get_model("sessions_app", "Session").objects
    apart = sessions.filter(segments__kind__in=["caucus", "inter_caucus"])
    planned = sessions.filter(grouping="caucuses", segments__isnull=False)
    planned.exclude(pk__in=apart.values("pk")).update(grouping="together")


class Migration(migrations.Migration):
    dependencies = [
        ("sessions_app", "0013_topics_of_proposals"),
    ]

    operations = [
        migrations.AlterField(
            model_name="remindertext",
            name="format",
            field=models.CharField(
                help_text="Of sessions (selectors.key_of): a key, or what a deleted one was called.",
                max_length=80,
            ),
        ),
        migrations.RunPython(together, migrations.RunPython.noop, elidable=True),
    ]
