import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0014_together_without_caucuses")]

    operations = [
        migrations.AddField(
            model_name="facilitator",
            name="uid",
            field=models.UUIDField(
                db_default=RandomUUID(),
                default=uuid.uuid4,
                editable=False,
                help_text="Of the entry in the calendar of a facilitator who is no member.",
                unique=True,
            ),
        ),
        migrations.AddField(
            model_name="facilitator",
            name="sent_on",
            field=models.DateField(blank=True, help_text="Empty: sent no such entry.", null=True),
        ),
    ]
