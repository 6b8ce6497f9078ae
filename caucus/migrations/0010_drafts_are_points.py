"""A share-back nobody has released is a draft, and a draft is made of points."""

from django.db import migrations

FORWARDS = """
DROP TRIGGER caucus_released_stays ON caucus_shareback;
DROP TRIGGER caucus_released_theme_stays ON caucus_sharedtheme;
INSERT INTO caucus_point
        (session_id, caucus_id, place, heading, words, is_struck, revision, kept_until)
    SELECT draft.session_id, draft.caucus_id,
        CASE theme.position WHEN 1 THEN 'first' ELSE 'second' END,
        theme.title, theme.body, false, 0,
        CASE WHEN session.imported OR session.ended_at IS NOT NULL THEN current_date + 14 END
    FROM caucus_sharedtheme theme JOIN caucus_shareback draft ON draft.id = theme.share_back_id
        JOIN sessions_app_session session ON session.id = draft.session_id
    WHERE draft.state = 'draft';
INSERT INTO caucus_point
        (session_id, caucus_id, place, heading, words, is_struck, revision, kept_until)
    SELECT draft.session_id, draft.caucus_id, 'slot', '', draft.ask || draft.responsibility, false, 0,
        CASE WHEN session.imported OR session.ended_at IS NOT NULL THEN current_date + 14 END
    FROM caucus_shareback draft JOIN sessions_app_session session ON session.id = draft.session_id
    WHERE draft.state = 'draft' AND draft.ask || draft.responsibility <> '';
DELETE FROM caucus_sharedtheme theme USING caucus_shareback draft
    WHERE draft.id = theme.share_back_id AND draft.state = 'draft';
DELETE FROM caucus_shareback WHERE state = 'draft';
UPDATE caucus_shareback SET released_at = now() WHERE released_at IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("caucus", "0009_long_doors")]
    operations = [migrations.RunSQL(FORWARDS, elidable=False)]
