"""Who gets what from the pages of documents."""

from typing import Any

from cop.documents.services import give_consent
from tests.access.matrix import BELONGING, MEMBERS, STRANGERS, page
from tests.documents.world import adopt, adopt_all, draft
from tests.people import Cast

CO_CHAIRS = {"amara", "tom"}
NOT_GUESTS = BELONGING - {"grace"}


def with_texts(cast: Cast) -> dict[str, Any]:
    """All is adopted, and members have agreed to what they are asked."""
    texts = adopt_all(cast.actor("amara"))
    asked = texts["consent-to-choice"]
    for name in MEMBERS:
        give_consent(actor=cast.actor(name), kind=asked.kind, version_id=asked.pk)
    return {}


def with_rules(cast: Cast) -> dict[str, Any]:
    with_texts(cast)
    return {"kind": "ground-rules"}


def with_two_versions(cast: Cast) -> dict[str, Any]:
    with_texts(cast)
    adopt(cast.actor("tom"), "caucusing", "We meet apart, and then together.", "Shorter.")
    return {"kind": "caucusing"}


def with_first_version(cast: Cast) -> dict[str, Any]:
    return {**with_two_versions(cast), "number": 1}


def with_draft(cast: Cast) -> dict[str, Any]:
    """The second version of the introduction, not adopted yet."""
    with_texts(cast)
    draft(cast.actor("amara"), "introduction", "Welcome.\n\n- Come as you are.", "Shorter.")
    return {"kind": "introduction"}


def with_draft_number(cast: Cast) -> dict[str, Any]:
    return {**with_draft(cast), "number": 2}


MATRIX = [
    page("documents:document_list", BELONGING),
    page("documents:document_list", BELONGING, world=with_texts),
    page(
        "documents:document_read",
        BELONGING,
        world=with_texts,
        never_refused="one button, and what is not there any more is left out",
    ),
    page(
        "documents:document_read",
        MEMBERS,
        redirects=MEMBERS,
        method="post",
        data={"version": "1"},
        world=with_texts,
        looks=False,
    ),
    page("documents:document_opening", BELONGING, world=with_texts),
    page(
        "documents:leading_declare",
        MEMBERS,
        redirects=MEMBERS,
        method="post",
        data={"leads": "yes"},
        looks=False,
    ),
    page("documents:document_begin", CO_CHAIRS, invalid={}),
    page("documents:document_detail", BELONGING, world=with_rules, never_refused="one button"),
    page(
        "documents:document_detail",
        NOT_GUESTS,
        strangers=STRANGERS | {"grace"},
        world=with_draft,
        never_refused="one button",
    ),
    page("documents:document_compare", BELONGING - {"grace"}, world=with_rules),
    page(
        "documents:document_compare",
        NOT_GUESTS,
        strangers=STRANGERS | {"grace"},
        world=with_two_versions,
    ),
    page(
        "documents:version_detail",
        NOT_GUESTS,
        strangers=STRANGERS | {"grace"},
        world=with_first_version,
    ),
    page(
        "documents:version_detail",
        CO_CHAIRS,
        strangers=STRANGERS | BELONGING - CO_CHAIRS,
        world=with_draft_number,
    ),
    page("documents:draft_edit", CO_CHAIRS, world=with_rules, invalid={"text": ""}),
    page("documents:draft_edit", CO_CHAIRS, world=with_draft, invalid={"text": ""}),
    page("documents:draft_adopt", CO_CHAIRS, world=with_draft, invalid={}),
    page(
        "documents:draft_discard",
        CO_CHAIRS,
        redirects=CO_CHAIRS,
        method="post",
        world=with_draft,
        looks=False,
    ),
    page("documents:document_review", CO_CHAIRS, world=with_rules, invalid={}),
    page(
        "documents:consent_list",
        MEMBERS,
        world=with_texts,
        never_refused="buttons only, and an old text is a message",
    ),
]
