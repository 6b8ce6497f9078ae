"""Who gets what from the support desk. See ``matrix.py`` for the shape."""

from typing import Any

from cop.members.models import User
from tests.access.matrix import EVERYBODY, page
from tests.people import Cast

JOY = {"joy"}
NOBODY: set[str] = set()
DOORS = {"strangers": NOBODY, "outside": True}


def a_person(cast: Cast) -> dict[str, Any]:
    """Somebody who has not signed in yet, so that support may still correct their address."""
    return {"object_id": User.objects.create_user("new@example.org", "New Person").pk}


def the_community(cast: Cast) -> dict[str, Any]:
    return {"object_id": cast.community.pk}


MATRIX = [
    page("admin:index", JOY, **DOORS),
    page("admin:app_list", JOY, **DOORS, world=lambda cast: {"app_label": "members"}),
    page("admin:members_user_changelist", JOY, **DOORS),
    page("admin:members_community_changelist", JOY, **DOORS),
    page(
        "admin:members_user_change",
        JOY,
        **DOORS,
        world=a_person,
        invalid={"email": "rosa"},
    ),
    page("admin:members_community_change", JOY, **DOORS, world=the_community, invalid={"name": ""}),
    # There is no history of its own: the address shows the page itself.
    page("admin:members_user_history", JOY, **DOORS, world=a_person, looks=False),
    page("admin:members_community_history", JOY, **DOORS, world=the_community, looks=False),
    page("admin:members_community_add", JOY, **DOORS, invalid={"name": ""}),
    # Nobody is added or deleted here.
    page("admin:members_user_add", NOBODY, **DOORS),
    page("admin:members_user_delete", NOBODY, **DOORS, world=a_person),
    page("admin:members_community_delete", NOBODY, **DOORS, world=the_community),
    # There is no password, and no form that completes names.
    page("admin:login", JOY, **DOORS, redirects=JOY, looks=False),
    page("admin:logout", EVERYBODY, **DOORS, redirects=EVERYBODY, method="post", looks=False),
    page("admin:password_change", NOBODY, strangers=JOY, outside=True),
    page("admin:password_change_done", NOBODY, strangers=JOY, outside=True),
    page("admin:autocomplete", NOBODY, **DOORS),
    page("admin:jsi18n", JOY, **DOORS, looks=False),
]
