from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="sent_on",
            field=models.DateField(blank=True, help_text="Empty: not sent by mail.", null=True),
        ),
    ]
