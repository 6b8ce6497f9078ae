"""Only what a room declared gets on record, and nothing declared leads to a caucus."""

import ast
import re
from collections.abc import Iterable, Iterator

import pytest
from django.apps import apps

from cop.audit.enums import Verb
from cop.audit.models import Entry
from cop.audit.services import record, record_export, record_reading
from cop.core import registry
from cop.core.registry import Audited
from tests.architecture.rooms import modules

# Words of the room where nobody may be followed to, and words for people's identity.
LEADS_TO_A_CAUCUS = re.compile(
    r"caucus|space|choice|chosen|identit|rac(e|ial)|ethnic|minorit|majorit|white|black|colour",
    re.IGNORECASE,
)
# A number a community sets for itself: it is nobody's.
FINE = {"community: t_text_caucus"}


def suspicious(declared: Iterable[Audited]) -> list[str]:
    """Every kind, verb and field that speaks of a caucus, or is a model of that room."""
    forbidden = {model._meta.model_name for model in apps.get_app_config("caucus").get_models()}
    found = []
    for one in declared:
        words = [one.kind, *one.acts, *(field for fields in one.acts.values() for field in fields)]
        led = {f"{one.kind}: {word}" for word in words if LEADS_TO_A_CAUCUS.search(word)}
        found += sorted(led - FINE)
        if one.kind in forbidden:
            found.append(f"{one.kind} is a model of caucus")
    return found


def test_nothing_on_the_list_leads_to_a_caucus():
    assert registry.audited, "the rooms have entered theirs"
    assert suspicious(registry.audited) == []


def test_walker_sees_what_leads_to_a_caucus():
    bad = [
        Audited("session", "a session", {Verb.CHANGE: frozenset({"title", "space"})}),
        Audited("publishedfacilitator", "a name", {Verb.CREATE: frozenset()}),
        Audited("member", "a member", {"choose_caucus": frozenset({"name"})}),
    ]
    assert suspicious(bad) == [
        "session: space",
        "publishedfacilitator is a model of caucus",
        "member: choose_caucus",
    ]


def test_every_act_on_the_list_has_a_word_of_its_own():
    assert {verb for one in registry.audited for verb in one.acts} <= set(Verb)
    assert {one.kind: one.words for one in registry.audited if not str(one.words)} == {}


def verbs_used(tree: ast.AST) -> Iterator[str]:
    """The verbs that calls of ``record`` name outright."""
    for node in ast.walk(tree):
        called = getattr(node, "func", None)
        if isinstance(node, ast.Call) and getattr(called, "id", "") == "record":
            for word in node.keywords:
                if word.arg == "verb":
                    yield from (
                        leaf.value
                        for leaf in ast.walk(word.value)
                        if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str)
                    )


def test_no_room_records_a_verb_that_nobody_declared():
    declared = {str(verb) for one in registry.audited for verb in one.acts}
    found = {
        f"{dotted}: {verb}"
        for dotted, path in modules()
        for verb in verbs_used(ast.parse(path.read_text()))
        if verb not in declared
    }
    assert found == set(), "declare these in the room’s audited.py, and the verb in cop.audit.enums"


def test_walker_sees_both_verbs_of_a_choice():
    tree = ast.parse("record(actor=a, verb='open' if fine else 'shut', target=t)")
    assert list(verbs_used(tree)) == ["open", "shut"]


class TestRecord:
    def test_takes_what_is_declared(self, cast):
        record(
            actor=cast.actor("bilal"),
            verb="change",
            target=cast.members["rosa"],
            fields=["name", "email", "name"],
        )

        entry = Entry.objects.get(target_kind="member", verb="change")
        assert entry.fields == ["email", "name"]
        assert entry.target_key == str(cast.members["rosa"].audit_key)
        assert (entry.actor_key, entry.community_key) == (
            cast.bilal.audit_key,
            cast.community.audit_key,
        )

    @pytest.mark.parametrize(
        ("verb", "fields", "problem"),
        [
            ("change", ["name", "caucus"], "may not name these fields: caucus"),
            ("change", ["Rosa Delgado"], "may not name these fields: Rosa Delgado"),
            ("shred", [], "not on the list"),
            ("publish", [], "not on the list"),  # of a report, but not of a member
        ],
    )
    def test_refuses_anything_else(self, cast, verb, fields, problem):
        before = Entry.objects.count()

        with pytest.raises(ValueError, match=problem):
            record(actor=cast.system, verb=verb, target=cast.members["rosa"], fields=fields)

        assert Entry.objects.count() == before

    def test_refuses_every_model_of_the_room_of_caucuses(self, cast):
        for model in apps.get_app_config("caucus").get_models():
            for verb in Verb:
                with pytest.raises(ValueError, match="not on the list"):
                    record(actor=cast.system, verb=verb, target=model())

    def test_refuses_a_list_nobody_declared(self, cast):
        with pytest.raises(ValueError, match="not on the list"):
            record_reading(actor=cast.system, what="spaces", target=cast.community)
        with pytest.raises(ValueError, match="not on the list"):
            record_export(actor=cast.system, what="choices", target=cast.community)

    def test_people_and_communities_stand_under_their_opaque_keys(self, cast):
        record(actor=cast.system, verb="change", target=cast.rosa, fields=["email"])
        record(actor=cast.system, verb="change", target=cast.community, fields=["name"])

        person, community = Entry.objects.order_by("-pk")[:2][::-1]
        assert person.target_key == str(cast.rosa.audit_key)
        assert community.target_key == str(cast.community.audit_key)
        assert (person.actor_key, community.actor_key) == (None, None)
