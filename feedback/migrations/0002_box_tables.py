"""What the database itself enforces on the box: sizes, storage, and figures that never change."""

from django.db import migrations

FORWARDS = """
ALTER TABLE feedback_envelope
    ALTER COLUMN ciphertext SET STORAGE EXTERNAL,
    ADD CONSTRAINT envelope_fixed_length CHECK (octet_length(ciphertext) = 16384),
    ADD CONSTRAINT envelope_ballot_sha CHECK (octet_length(ballot_sha) = 32);
ALTER TABLE feedback_atom ALTER COLUMN ciphertext SET STORAGE EXTERNAL;
CREATE FUNCTION feedback_released_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'released figures never change';
END $$;
CREATE TRIGGER feedback_released_insert_only BEFORE UPDATE OR DELETE ON feedback_released
    FOR EACH ROW EXECUTE FUNCTION feedback_released_insert_only();
"""
BACKWARDS = """
DROP TRIGGER feedback_released_insert_only ON feedback_released;
DROP FUNCTION feedback_released_insert_only();
ALTER TABLE feedback_envelope
    DROP CONSTRAINT envelope_fixed_length, DROP CONSTRAINT envelope_ballot_sha;
"""


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
