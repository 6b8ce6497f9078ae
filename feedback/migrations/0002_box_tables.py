"""What the database itself enforces on the box: sizes, storage, and what never changes."""

from django.db import migrations

SIZES = """
ALTER TABLE feedback_envelope
    ALTER COLUMN ciphertext SET STORAGE EXTERNAL,
    ADD CONSTRAINT envelope_fixed_length CHECK (octet_length(ciphertext) = 16384),
    ADD CONSTRAINT envelope_ballot_sha CHECK (octet_length(ballot_sha) = 32);
ALTER TABLE feedback_atom
    ALTER COLUMN ciphertext SET STORAGE EXTERNAL,
    ADD CONSTRAINT atom_fixed_length CHECK (
        octet_length(ciphertext) = CASE WHEN kind = 'comment' THEN 8448 ELSE 256 END
    );
"""
SIZES_BACK = """
ALTER TABLE feedback_envelope
    DROP CONSTRAINT envelope_fixed_length, DROP CONSTRAINT envelope_ballot_sha;
ALTER TABLE feedback_atom DROP CONSTRAINT atom_fixed_length;
"""

RELEASED = """
CREATE FUNCTION feedback_released_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'released figures never change';
END $$;
CREATE TRIGGER feedback_released_insert_only BEFORE UPDATE OR DELETE ON feedback_released
    FOR EACH ROW EXECUTE FUNCTION feedback_released_insert_only();
CREATE FUNCTION feedback_released_not_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Tests empty every table between them, and say so.
    IF current_setting('circle.testing', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION 'released figures never change';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER feedback_released_not_emptied BEFORE TRUNCATE ON feedback_released
    FOR EACH STATEMENT EXECUTE FUNCTION feedback_released_not_emptied();
"""
RELEASED_BACK = """
DROP TRIGGER feedback_released_not_emptied ON feedback_released;
DROP FUNCTION feedback_released_not_emptied();
DROP TRIGGER feedback_released_insert_only ON feedback_released;
DROP FUNCTION feedback_released_insert_only();
"""

# Whom a survey asks is decided while it is prepared, and added to until the register closes.
ELIGIBLE = """
CREATE FUNCTION feedback_eligible_until_register_closes() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE CONSTRAINT TRIGGER feedback_eligible_until_register_closes
    AFTER INSERT OR UPDATE OF survey_id, member_id ON feedback_eligibility
    FOR EACH ROW EXECUTE FUNCTION feedback_eligible_until_register_closes();
"""
ELIGIBLE_BACK = """
DROP TRIGGER feedback_eligible_until_register_closes ON feedback_eligibility;
DROP FUNCTION feedback_eligible_until_register_closes();
"""

FROZEN = """
CREATE FUNCTION feedback_survey_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER feedback_survey_frozen BEFORE UPDATE ON feedback_survey
    FOR EACH ROW EXECUTE FUNCTION feedback_survey_frozen();
"""
FROZEN_BACK = """
DROP TRIGGER feedback_survey_frozen ON feedback_survey;
DROP FUNCTION feedback_survey_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_initial")]
    operations = [
        migrations.RunSQL(SIZES, SIZES_BACK),
        migrations.RunSQL(RELEASED, RELEASED_BACK),
        migrations.RunSQL(ELIGIBLE, ELIGIBLE_BACK),
        migrations.RunSQL(FROZEN, FROZEN_BACK),
    ]
