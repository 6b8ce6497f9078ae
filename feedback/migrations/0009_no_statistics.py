"""PostgreSQL keeps samples of columns for its planner, and keeps them when the rows are gone.

It would go on knowing who had collected a paper after the count, and comments after their
deletion. So it takes none of these tables. Writing a column's type anew drops what it has.
"""

from django.db import migrations

NONE_TAKEN = """
DO $$
DECLARE place record;
BEGIN
    FOR place IN
        SELECT attrelid::regclass AS held, quote_ident(attname) AS name,
            format_type(atttypid, atttypmod) AS kind
        FROM pg_attribute
        WHERE attnum > 0 AND NOT attisdropped AND attrelid IN (
            'feedback_eligibility'::regclass, 'feedback_collected'::regclass,
            'feedback_told'::regclass, 'feedback_envelope'::regclass,
            'feedback_atom'::regclass, 'feedback_slip'::regclass, 'feedback_review'::regclass
        )
    LOOP
        EXECUTE format('ALTER TABLE %s ALTER COLUMN %s SET STATISTICS 0', place.held, place.name);
        IF place.held = ANY (ARRAY['feedback_collected'::regclass, 'feedback_slip'::regclass]) THEN
            EXECUTE format(
                'ALTER TABLE %s ALTER COLUMN %s TYPE %s', place.held, place.name, place.kind
            );
        END IF;
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("feedback", "0008_review")]
    operations = [migrations.RunSQL(NONE_TAKEN, migrations.RunSQL.noop)]
