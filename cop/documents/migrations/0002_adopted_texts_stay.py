"""What a community has adopted stays word for word; only its day of review may move."""

from django.db import migrations

STAYS = """
CREATE FUNCTION documents_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.adopted_on IS NULL THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'UPDATE' AND
       (NEW.id, NEW.community_id, NEW.kind, NEW.number, NEW.text, NEW.note, NEW.adopted_on)
       IS NOT DISTINCT FROM
       (OLD.id, OLD.community_id, OLD.kind, OLD.number, OLD.text, OLD.note, OLD.adopted_on) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an adopted text stays as it is: adopt a new version'
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER documents_version_stays BEFORE UPDATE OR DELETE ON documents_version
    FOR EACH ROW EXECUTE FUNCTION documents_version_stays();
"""
GOES = """
DROP TRIGGER documents_version_stays ON documents_version;
DROP FUNCTION documents_version_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_texts_and_consents")]
    operations = [migrations.RunSQL(STAYS, GOES)]
