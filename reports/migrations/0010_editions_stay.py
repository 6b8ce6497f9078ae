"""What was published stays, word for word: an edition is neither changed nor deleted."""

from django.db import migrations

STAYS = """
CREATE FUNCTION reports_edition_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an edition stays as it was published: correct the report'
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER reports_edition_stays BEFORE UPDATE OR DELETE ON reports_edition
    FOR EACH ROW EXECUTE FUNCTION reports_edition_stays();
"""
GOES = """
DROP TRIGGER reports_edition_stays ON reports_edition;
DROP FUNCTION reports_edition_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0009_dropped_sections")]
    operations = [migrations.RunSQL(STAYS, GOES)]
