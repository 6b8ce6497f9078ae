"""The moment of its release alone says that a share-back is released, and from then on it stays."""

from django.db import migrations

FORWARDS = """
CREATE TRIGGER caucus_released_stays BEFORE UPDATE ON caucus_shareback
    FOR EACH ROW WHEN (OLD.released_at IS NOT NULL) EXECUTE FUNCTION caucus_released_stays();
CREATE OR REPLACE FUNCTION caucus_released_theme_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM caucus_shareback
        WHERE id IN (NEW.share_back_id, OLD.share_back_id) AND released_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'a released share-back never changes';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER caucus_released_theme_stays BEFORE INSERT OR UPDATE ON caucus_sharedtheme
    FOR EACH ROW EXECUTE FUNCTION caucus_released_theme_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("caucus", "0010_drafts_are_points")]
    operations = [
        migrations.RemoveField(model_name="shareback", name="state"),
        migrations.RunSQL(FORWARDS),
    ]
