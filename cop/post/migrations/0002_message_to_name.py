from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("post", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="to_name",
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
