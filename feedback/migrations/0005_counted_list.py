import django.db.models.deletion
from django.db import migrations, models

KEPT = """
ALTER TABLE feedback_countedlist
    ALTER COLUMN hashes SET STORAGE EXTERNAL,
    ADD CONSTRAINT counted_list_is_filled_up CHECK (
        octet_length(hashes) > 0 AND octet_length(hashes) % (512 * 32) = 0
    );
CREATE FUNCTION feedback_counted_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Tests empty every table between them, and say so.
    IF TG_OP <> 'TRUNCATE' OR current_setting('circle.testing', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION 'what was counted never changes' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER feedback_counted_insert_only BEFORE UPDATE OR DELETE ON feedback_countedlist
    FOR EACH ROW EXECUTE FUNCTION feedback_counted_insert_only();
CREATE TRIGGER feedback_counted_not_emptied BEFORE TRUNCATE ON feedback_countedlist
    FOR EACH STATEMENT EXECUTE FUNCTION feedback_counted_insert_only();
"""
KEPT_BACK = """
DROP TRIGGER feedback_counted_not_emptied ON feedback_countedlist;
DROP TRIGGER feedback_counted_insert_only ON feedback_countedlist;
DROP FUNCTION feedback_counted_insert_only();
ALTER TABLE feedback_countedlist DROP CONSTRAINT counted_list_is_filled_up;
"""


class Migration(migrations.Migration):
    dependencies = [("feedback", "0004_retention")]

    operations = [
        migrations.CreateModel(
            name="CountedList",
            fields=[
                (
                    "survey",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="feedback.survey",
                    ),
                ),
                (
                    "hashes",
                    models.BinaryField(
                        help_text="SHA-256 after SHA-256, a multiple of 512 of them."
                    ),
                ),
            ],
        ),
        migrations.RunSQL(KEPT, KEPT_BACK),
    ]
