"""Every kind of personal data is in one holding, and the words agree with the numbers."""

from collections import Counter

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from cop.core import registry
from cop.core.registry import Subject
from cop.members.enums import Many, Role
from cop.members.models import Member, User

# Whoever is pointed at by a row, the row is about.
PERSONS = (User, Member, EmailAddress)
# Columns that name somebody without a foreign key.
NAMING = {"actor_key", "email", "to"}
# These have a key column of their own or none at all, and still belong to a person.
BESIDES = {
    "sessions.Session",
    "members.User",
    "members.ErasedMembership",
    # Somebody wrote it, and may have written of somebody; and so on to what is released of it.
    "feedback.Slip",
    "feedback.Review",
    "feedback.Comment",
    "feedback.Topic",
    # The reason of a correction is somebody's own words.
    "sessions_app.RegisterChange",
    "sessions_app.Proposal",
    # The facilitators' own words, which may be of somebody.
    "sessions_app.Debrief",
    # A name, as a co-chair typed it.
    "reports.NamedReader",
}


def is_personal(model: type[models.Model]) -> bool:
    """Whether a row of the model leads to a person."""
    fields = [field for field in model._meta.get_fields() if getattr(field, "concrete", False)]
    return model._meta.label in BESIDES or any(
        (field.is_relation and not field.many_to_many and field.related_model in PERSONS)
        or isinstance(field, models.EmailField)
        or field.name in NAMING
        for field in fields
    )


def personal_models() -> list[str]:
    kinds = apps.get_models(include_auto_created=True)
    return sorted(model._meta.label for model in kinds if is_personal(model))


def test_every_personal_model_is_in_exactly_one_holding():
    held = Counter(label for holding in registry.holdings for label in holding.models)
    assert sorted(held) == personal_models()
    assert {label: times for label, times in held.items() if times > 1} == {}


@isolate_apps("django.contrib.messages")
def test_the_walk_sees_a_model_nobody_entered():
    class Diary(models.Model):
        whose = models.ForeignKey("members.Member", on_delete=models.CASCADE)

        class Meta:
            app_label = "messages"

    class Postcard(models.Model):
        address = models.EmailField()

        class Meta:
            app_label = "messages"

    class Weather(models.Model):
        wind = models.TextField()

        class Meta:
            app_label = "messages"

    Diary._meta.get_field("whose").remote_field.model = Member
    assert [is_personal(one) for one in (Diary, Postcard, Weather)] == [True, True, False]


def test_keys_and_labels_are_real():
    keys = Counter(holding.key for holding in registry.holdings)
    assert [key for key, times in keys.items() if times > 1] == []
    for holding in registry.holdings:
        for label in holding.models:
            apps.get_model(label)


def test_readers_are_roles_or_words_for_many():
    known = {*Role.values, *Many.values}
    for holding in registry.holdings:
        assert set(holding.readers) <= known, holding.key
        assert holding.readers, holding.key


def test_every_holding_says_what_why_and_how_long(cast):
    for holding in registry.holdings:
        assert str(holding.title)[0].isupper(), holding.key
        assert str(holding.what).endswith("."), holding.key
        assert str(holding.why).endswith("."), holding.key
        assert holding.kept(cast.community).endswith("."), holding.key


def test_exports_of_somebody_unknown_are_empty(cast):
    nobody = Subject(cast.community, cast.sam, None)
    full = {
        holding.key: holding.export(nobody)
        for holding in registry.holdings
        if holding.export(nobody)
    }
    assert set(full) == {"account"}  # what they sign in with
