"""The day's choice never reaches the write-ahead log, and the shipped backup leaves it out."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("caucus", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE caucus_choice SET UNLOGGED", "ALTER TABLE caucus_choice SET LOGGED"
        )
    ]
