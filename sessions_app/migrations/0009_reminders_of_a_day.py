import datetime as dt

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sessions_app", "0008_topics_without_order"),
    ]

    operations = [
        migrations.RemoveConstraint("reminder", "reminder_once_a_day"),
        migrations.AddField(
            "reminder",
            "held_on",
            # There are no rows yet: nothing has sent reminders so far.
            models.DateField(
                default=dt.date(2026, 1, 1), help_text="The day of the session it told of."
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "reminder",
            models.UniqueConstraint(fields=("session", "moment", "held_on"), name="reminder_once"),
        ),
    ]
