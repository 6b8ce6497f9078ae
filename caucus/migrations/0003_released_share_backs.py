"""What people have read stays as it is. Deleting with the session or the community stays possible."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION caucus_released_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a released share-back never changes';
END $$;
CREATE TRIGGER caucus_released_stays BEFORE UPDATE ON caucus_shareback
    FOR EACH ROW WHEN (OLD.state = 'released') EXECUTE FUNCTION caucus_released_stays();
CREATE FUNCTION caucus_released_theme_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM caucus_shareback WHERE id = NEW.share_back_id AND state = 'released'
    ) THEN
        RAISE EXCEPTION 'a released share-back never changes';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER caucus_released_theme_stays BEFORE INSERT OR UPDATE ON caucus_sharedtheme
    FOR EACH ROW EXECUTE FUNCTION caucus_released_theme_stays();
"""
BACKWARDS = """
DROP TRIGGER caucus_released_stays ON caucus_shareback;
DROP TRIGGER caucus_released_theme_stays ON caucus_sharedtheme;
DROP FUNCTION caucus_released_stays();
DROP FUNCTION caucus_released_theme_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("caucus", "0002_choice_unlogged")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
