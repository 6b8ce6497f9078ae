"""The rest of what decides a release is frozen, and slips and comments keep their rules."""

from django.db import migrations, models
from django.db.models import Q

FROZEN = """
CREATE OR REPLACE FUNCTION feedback_survey_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.community_id <> OLD.community_id OR NEW.digest <> OLD.digest
        -- Earlier it may end; later it would gather answers nobody was promised to be among.
        OR NEW.opens_on <> OLD.opens_on OR NEW.closes_on > OLD.closes_on
        OR NEW.parameters <> OLD.parameters OR NEW.period_id <> OLD.period_id
        OR NEW.session_id IS DISTINCT FROM OLD.session_id
        OR NEW.from_on IS DISTINCT FROM OLD.from_on OR NEW.to_on IS DISTINCT FROM OLD.to_on
        OR NEW.title <> OLD.title
        OR NEW.questionnaire <> OLD.questionnaire OR NEW.asked <> OLD.asked
        OR NEW.box_public_key <> OLD.box_public_key
        OR NEW.paper_public_key <> OLD.paper_public_key OR NEW.fingerprint <> OLD.fingerprint
        OR (OLD.present IS NOT NULL AND NEW.present IS DISTINCT FROM OLD.present)
        OR (OLD.could_answer IS NOT NULL AND NEW.could_answer IS DISTINCT FROM OLD.could_answer)
        OR (OLD.state = 'counted' AND NEW IS DISTINCT FROM OLD)
    THEN
        RAISE EXCEPTION 'what decides a survey''s release is frozen'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""
FROZEN_BACK = """
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

SLIPS = """
CREATE FUNCTION feedback_slip_unchanged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'slips never change' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER feedback_slip_unchanged BEFORE UPDATE ON feedback_slip
    FOR EACH ROW EXECUTE FUNCTION feedback_slip_unchanged();
"""
SLIPS_BACK = """
DROP TRIGGER feedback_slip_unchanged ON feedback_slip;
DROP FUNCTION feedback_slip_unchanged();
"""


class Migration(migrations.Migration):
    dependencies = [("feedback", "0014_period_lost")]

    operations = [
        migrations.RunSQL(FROZEN, FROZEN_BACK),
        migrations.RunSQL(SLIPS, SLIPS_BACK),
        migrations.AddConstraint(
            "survey",
            models.CheckConstraint(
                condition=Q(is_lost=False) | Q(responses=None),
                name="lost_survey_has_no_responses",
            ),
        ),
        migrations.AddConstraint(
            "comment",
            models.CheckConstraint(
                condition=(Q(outcome="withheld") & ~Q(withheld_because=""))
                | (~Q(outcome="withheld") & Q(withheld_because="")),
                name="comment_withheld_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            "comment",
            models.CheckConstraint(
                condition=Q(is_about_facilitator=False) | ~Q(outcome="as_written"),
                name="comment_about_facilitator_not_as_written",
            ),
        ),
        migrations.AddConstraint(
            "comment",
            models.CheckConstraint(
                condition=Q(reply="") | Q(outcome="paraphrase"),
                name="comment_reply_to_a_paraphrase",
            ),
        ),
    ]
