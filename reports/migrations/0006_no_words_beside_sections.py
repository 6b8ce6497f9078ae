"""Nothing reads the former fields."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_words_into_sections")]

    operations = [
        migrations.RemoveField(
            model_name="rendering",
            name="pdf",
        ),
        migrations.RemoveField(
            model_name="report",
            name="introduction",
        ),
        migrations.RemoveField(
            model_name="report",
            name="recommendations",
        ),
    ]
