import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0011_programme_form_key")]

    operations = [
        migrations.AddField(
            model_name="guest",
            name="uid",
            field=models.UUIDField(
                db_default=RandomUUID(),
                default=uuid.uuid4,
                editable=False,
                help_text="Of the entry in the guest's calendar; the same whatever changes.",
                unique=True,
            ),
        ),
    ]
