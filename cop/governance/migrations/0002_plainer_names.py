from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_facts")]

    operations = [
        migrations.RenameField("governance", "race_aware_support", "informed_support"),
        migrations.RenameField("governance", "consent_of_caucus", "consent_asked"),
    ]
