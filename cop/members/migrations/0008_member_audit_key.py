import uuid

from django.db import migrations, models

KEY = {
    "default": uuid.uuid4,
    "editable": False,
    "help_text": "As the record names them; another once they are erased.",
}


class Migration(migrations.Migration):
    dependencies = [("members", "0007_organisation_aliases")]

    operations = [
        migrations.AddField("member", "audit_key", models.UUIDField(null=True, **KEY)),
        migrations.RunSQL(
            "UPDATE members_member SET audit_key = gen_random_uuid()", migrations.RunSQL.noop
        ),
        migrations.AlterField("member", "audit_key", models.UUIDField(unique=True, **KEY)),
    ]
