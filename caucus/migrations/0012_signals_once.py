"""A person or space has one word of a kind at a time; what a caucus put to the others stays."""

from django.db import migrations, models

FORWARDS = """
CREATE FUNCTION caucus_voice_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what a caucus put to the others never changes';
END $$;
CREATE TRIGGER caucus_voice_stays BEFORE UPDATE ON caucus_groupvoice
    FOR EACH ROW EXECUTE FUNCTION caucus_voice_stays();
"""
BACKWARDS = """
DROP TRIGGER caucus_voice_stays ON caucus_groupvoice;
DROP FUNCTION caucus_voice_stays();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("caucus", "0011_released_at_says_it"),
        ("members", "0010_how_much_mail"),
        ("sessions_app", "0016_live_session"),
    ]

    operations = [
        migrations.RunSQL(FORWARDS, BACKWARDS),
        migrations.AddConstraint(
            model_name="signal",
            constraint=models.UniqueConstraint(
                fields=("session", "kind", "member"), name="signal_once_each"
            ),
        ),
        migrations.AddConstraint(
            model_name="signal",
            constraint=models.UniqueConstraint(
                fields=("session", "space"), name="signal_once_a_space"
            ),
        ),
    ]
