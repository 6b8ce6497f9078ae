"""Nothing reads the former fields."""

import django.db.models.deletion
from django.db import migrations, models


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
        migrations.AlterField(
            model_name="recommendation",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="recommendations",
                to="reports.report",
            ),
        ),
    ]
