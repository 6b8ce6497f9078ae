"""A survey may ask everybody who came in some days, and then has no session."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

FROZEN = """
CREATE OR REPLACE FUNCTION feedback_survey_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.parameters <> OLD.parameters OR NEW.period_id <> OLD.period_id
        OR NEW.session_id IS DISTINCT FROM OLD.session_id
        OR NEW.from_on IS DISTINCT FROM OLD.from_on OR NEW.to_on IS DISTINCT FROM OLD.to_on
        OR NEW.title <> OLD.title
        OR NEW.questionnaire <> OLD.questionnaire OR NEW.asked <> OLD.asked
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

# Whom such a survey asks is settled when it opens.
ELIGIBLE = """
CREATE OR REPLACE FUNCTION feedback_eligible_until_register_closes() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM feedback_survey survey
        LEFT JOIN sessions_app_session session ON session.id = survey.session_id
        WHERE survey.id = NEW.survey_id AND (
            survey.state = 'draft'
            OR (survey.state = 'open' AND survey.present IS NULL
                AND session.id IS NOT NULL AND session.register_closed_at IS NULL)
        );
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the register is closed: nobody can be added to the survey'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
"""
# Taken back first: until then it names columns that are about to go.
FROZEN_BACK = """
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
ELIGIBLE_BACK = """
CREATE OR REPLACE FUNCTION feedback_eligible_until_register_closes() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM feedback_survey survey
        JOIN sessions_app_session session ON session.id = survey.session_id
        WHERE survey.id = NEW.survey_id AND (
            survey.state = 'draft'
            OR (survey.state = 'open' AND survey.present IS NULL
                AND session.register_closed_at IS NULL)
        );
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the register is closed: nobody can be added to the survey'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("feedback", "0009_no_statistics")]

    operations = [
        migrations.AlterField(
            "survey",
            "session",
            models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="survey",
                to="sessions_app.session",
            ),
        ),
        migrations.AddField(
            "survey",
            "title",
            models.CharField(
                blank=True, default="", help_text="Where there is no session.", max_length=100
            ),
            preserve_default=False,
        ),
        migrations.AddField("survey", "from_on", models.DateField(blank=True, null=True)),
        migrations.AddField(
            "survey",
            "to_on",
            models.DateField(
                blank=True,
                help_text="Who came from–to is asked, where there is no session.",
                null=True,
            ),
        ),
        migrations.AddConstraint(
            "survey",
            models.CheckConstraint(
                condition=Q(session__isnull=False, title="", from_on=None, to_on=None)
                | (Q(session=None, from_on__lte=F("to_on")) & ~Q(title="")),
                name="survey_of_a_session_or_of_days",
            ),
        ),
        migrations.RunSQL(FROZEN, FROZEN_BACK),
        migrations.RunSQL(ELIGIBLE, ELIGIBLE_BACK),
    ]
