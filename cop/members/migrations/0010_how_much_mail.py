from django.db import migrations, models

NO_REMINDERS = "UPDATE members_member SET mail = 'no_reminders' WHERE NOT wants_reminders"
REMINDERS = "UPDATE members_member SET wants_reminders = (mail = 'everything')"


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0009_a_year_of_sessions"),
    ]

    operations = [
        migrations.AddField(
            model_name="member",
            name="mail",
            field=models.CharField(
                choices=[
                    ("everything", "Everything"),
                    ("no_reminders", "No reminders"),
                    ("necessary", "Only what must be"),
                ],
                default="everything",
                max_length=12,
            ),
        ),
        migrations.RunSQL(NO_REMINDERS, REMINDERS),
        migrations.RemoveField(model_name="member", name="wants_reminders"),
    ]
