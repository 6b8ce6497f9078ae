"""A survey keeps the content it was opened with; what is released names its questionnaire."""

import json
from pathlib import Path

from django.db import migrations, models

USUAL = "PPN-1"
FOLDER = Path(__file__).parents[1] / "questionnaires"


def usual_content():
    return json.loads((FOLDER / "ppn-1.json").read_text(encoding="utf-8"))


FROZEN = """
CREATE OR REPLACE FUNCTION feedback_survey_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.parameters <> OLD.parameters OR NEW.period_id <> OLD.period_id
        OR NEW.session_id <> OLD.session_id OR NEW.questionnaire <> OLD.questionnaire
        OR NEW.asked <> OLD.asked
        OR NEW.box_public_key <> OLD.box_public_key
        OR NEW.paper_public_key <> OLD.paper_public_key OR NEW.fingerprint <> OLD.fingerprint
        OR (OLD.present IS NOT NULL AND NEW.present IS DISTINCT FROM OLD.present)
        OR (OLD.state = 'counted' AND NEW IS DISTINCT FROM OLD)
    THEN
        RAISE EXCEPTION 'what decides a survey''s release is frozen'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("feedback", "0005_counted_list")]

    operations = [
        migrations.AddField(
            "survey",
            "asked",
            models.JSONField(
                default=usual_content,
                help_text="The questionnaire's file as it was at the opening.",
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            "survey",
            "questionnaire",
            models.CharField(max_length=40, help_text="Its code: figures add up by it."),
        ),
        migrations.AddField(
            "released",
            "questionnaire",
            models.CharField(default=USUAL, max_length=40),
            preserve_default=False,
        ),
        migrations.AddField(
            "slip",
            "questionnaire",
            models.CharField(default=USUAL, max_length=40),
            preserve_default=False,
        ),
        migrations.AlterField(
            "released",
            "value",
            models.JSONField(help_text="A number for each band, or {band, at_least}."),
        ),
        migrations.RemoveConstraint("released", "released_period_item_once"),
        migrations.AddConstraint(
            "released",
            models.UniqueConstraint(
                condition=models.Q(period__isnull=False),
                fields=("period", "questionnaire", "cell", "item"),
                name="released_period_item_once",
            ),
        ),
        migrations.RunSQL(FROZEN, migrations.RunSQL.noop),
    ]
