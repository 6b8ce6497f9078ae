"""What lives only while a session runs never reaches the write-ahead log, nor a shipped backup."""

from django.db import migrations

TABLES = ("livespace", "note", "point", "signal")


class Migration(migrations.Migration):
    dependencies = [("caucus", "0005_live_session")]
    operations = [
        migrations.RunSQL(
            f"ALTER TABLE caucus_{table} SET UNLOGGED", f"ALTER TABLE caucus_{table} SET LOGGED"
        )
        for table in TABLES
    ]
