"""What a co-chair has approved stays word for word, as members and leaders have read it."""

from django.db import migrations

STAYS = """
CREATE FUNCTION reports_summary_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'approved' THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an approved summary stays as it is: draft a new one'
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER reports_summary_stays BEFORE UPDATE OR DELETE ON reports_sessionsummary
    FOR EACH ROW EXECUTE FUNCTION reports_summary_stays();
"""
GOES = """
DROP TRIGGER reports_summary_stays ON reports_sessionsummary;
DROP FUNCTION reports_summary_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_summaries_and_sheets")]
    operations = [migrations.RunSQL(STAYS, GOES)]
