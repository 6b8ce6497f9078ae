"""A survey keeps the content it was opened with; what is released names its questionnaire."""

from django.db import migrations, models

USUAL = "PPN-1"

# What every survey before this one asked.
CONTENT = {
    "code": "PPN-1",
    "title": "After the session",
    "source": "PPN Anti-Racism Community of Practice, Year 1 Report, Table X",
    "scale": {
        "min": 1,
        "max": 5,
        "min_label": "strongly disagree",
        "max_label": "strongly agree",
        "note": "only the two ends are labelled in the source",
    },
    "items": [
        {
            "key": "1",
            "kind": "rating_block",
            "stem": "Within the Anti-Racism Community of Practice, I felt...",
            "statements": [
                {"key": "a", "text": "Listened to", "polarity": "positive"},
                {"key": "b", "text": "Confident in my abilities", "polarity": "positive"},
                {"key": "c", "text": "Connected", "polarity": "positive"},
                {"key": "d", "text": "Oppressed", "polarity": "negative"},
                {"key": "e", "text": "Motivated and empowered", "polarity": "positive"},
                {
                    "key": "f",
                    "text": "Burdened by addressing anti-racism and inequity",
                    "polarity": "negative",
                },
                {"key": "g", "text": "That others are committed", "polarity": "positive"},
            ],
        },
        {
            "key": "2",
            "kind": "text",
            "purpose": "findings",
            "text": "How did you find the experience of caucusing this time?",
        },
        {
            "key": "3",
            "kind": "text",
            "purpose": "findings",
            "text": "What learning did you take away from the Anti-Racist CoP this time?",
        },
        {
            "key": "4",
            "kind": "text",
            "purpose": "findings",
            "text": "Is there anything you would do differently in practice in response to the most recent CoP?",
        },
        {
            "key": "5",
            "kind": "text",
            "purpose": "planning",
            "text": "Are there any particular themes you would like the caucused group to focus on in future sessions?",
        },
        {
            "key": "6",
            "kind": "text",
            "purpose": "planning",
            "text": "Do you have any thoughts about how we continue to work towards inter-caucus dialogue over the next 12 months?",
        },
    ],
}


def usual_content():
    return CONTENT


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
# Taken back first: until then it names columns that are about to go.
FROZEN_BACK = """
CREATE OR REPLACE FUNCTION feedback_survey_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.parameters <> OLD.parameters OR NEW.period_id <> OLD.period_id
        OR NEW.session_id <> OLD.session_id OR NEW.questionnaire <> OLD.questionnaire
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
        migrations.RunSQL(FROZEN, FROZEN_BACK),
    ]
