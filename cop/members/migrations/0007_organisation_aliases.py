"""An organisation has one name and any number of aliases; no two meet, however they are typed."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import cop.core.fields
from cop.core.names import folded

# Names and aliases lie in two tables. The lock lets one writer in at a time: of two at once,
# neither could see the other's row.
APART = """
CREATE FUNCTION members_organisation_names_apart() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    other text := CASE TG_TABLE_NAME
        WHEN 'members_organisation' THEN 'members_organisationalias'
        ELSE 'members_organisation' END;
    taken boolean;
BEGIN
    PERFORM 1 FROM members_community WHERE id = NEW.community_id FOR NO KEY UPDATE;
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE community_id = $1 AND key = $2)', other)
        INTO taken USING NEW.community_id, NEW.key;
    IF taken THEN
        RAISE EXCEPTION 'an organisation of the community has this name' USING
            ERRCODE = 'unique_violation', CONSTRAINT = 'organisation_names_apart';
    END IF;
    IF TG_TABLE_NAME = 'members_organisationalias' THEN
        IF NOT EXISTS (
            SELECT 1 FROM members_organisation
            WHERE id = NEW.organisation_id AND community_id = NEW.community_id
        ) THEN
            RAISE EXCEPTION 'the organisation is of another community' USING
                ERRCODE = 'check_violation', CONSTRAINT = 'organisation_alias_at_home';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER organisation_names_apart
    BEFORE INSERT OR UPDATE OF community_id, key ON members_organisation
    FOR EACH ROW EXECUTE FUNCTION members_organisation_names_apart();
CREATE TRIGGER organisation_names_apart
    BEFORE INSERT OR UPDATE OF community_id, organisation_id, key ON members_organisationalias
    FOR EACH ROW EXECUTE FUNCTION members_organisation_names_apart();
"""
TOGETHER = """
DROP TRIGGER organisation_names_apart ON members_organisationalias;
DROP TRIGGER organisation_names_apart ON members_organisation;
DROP FUNCTION members_organisation_names_apart();
"""


def enter_keys(apps: Any, schema_editor: Any) -> None:
    """Give every organisation its key.

    Where a community has two that differ in their spelling alone, both stay as they are, so that
    no figure moves; the later one's key is marked, and the secretary may merge them.
    """
    organisation = apps.get_model("members", "Organisation")
    taken = set()
    for row in organisation.objects.order_by("pk"):
        key = folded(row.name)
        if (row.community_id, key) in taken:
            key = f"{key} #{row.pk}"
        taken.add((row.community_id, key))
        organisation.objects.filter(pk=row.pk).update(key=key)


class Migration(migrations.Migration):
    dependencies = [("members", "0006_erased_leave_a_count")]
    operations = [
        migrations.AddField(
            "organisation",
            "key",
            cop.core.fields.FoldedNameField(default="", editable=False, max_length=800),
            preserve_default=False,
        ),
        migrations.RunPython(enter_keys, migrations.RunPython.noop),
        migrations.RemoveConstraint("organisation", "organisation_once"),
        migrations.AddConstraint(
            "organisation",
            models.UniqueConstraint(fields=("community", "key"), name="organisation_once"),
        ),
        migrations.AlterField(
            "member",
            "organisation",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="members",
                to="members.organisation",
            ),
        ),
        migrations.AlterField(
            "erasedmembership",
            "organisation",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="erased",
                to="members.organisation",
            ),
        ),
        migrations.CreateModel(
            "OrganisationAlias",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("key", cop.core.fields.FoldedNameField(editable=False, max_length=800)),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.community",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aliases",
                        to="members.organisation",
                    ),
                ),
            ],
            options={"ordering": ["name", "pk"], "verbose_name_plural": "organisation aliases"},
        ),
        migrations.AddConstraint(
            "organisationalias",
            models.UniqueConstraint(fields=("community", "key"), name="organisation_alias_once"),
        ),
        migrations.RunSQL(APART, TOGETHER),
    ]
