"""The record cannot be emptied either, and its guards stand even while triggers are told to sleep."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION audit_entry_not_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Tests empty every table between them, and say so.
    IF current_setting('circle.testing', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION 'audit entries are append-only';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER audit_entry_not_emptied BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_not_emptied();
-- With session_replication_role = replica an ordinary trigger does not fire; these do.
ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_append_only;
ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_not_emptied;
"""
BACKWARDS = """
ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_append_only;
DROP TRIGGER audit_entry_not_emptied ON audit_entry;
DROP FUNCTION audit_entry_not_emptied();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
