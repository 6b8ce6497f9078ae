"""Somebody whose every mark can be found, and where it stands."""

import datetime as dt
from urllib.parse import unquote_plus

from django.apps import apps
from django.contrib.sessions.models import Session as BrowserSession
from django.db import connection
from django.db.models import ForeignKey
from django.test import Client

from cop.core.registry import Subject
from cop.members.models import Member, User
from cop.members.selectors import actor_in
from cop.members.services import save_member
from cop.rights.selectors import subject_of
from cop.rights.services import erase_own
from tests.people import Cast
from tests.privacy.walk import world_of

NAME = "Zelda Quillfeather"
EMAIL = "zelda.quill@example.org"
MARKS = (NAME, "Zelda", EMAIL, "REF-ZQ-77", "Cartographer", "ze/zir", "a quiet door")


def zelda(cast: Cast, **fields: object) -> Member:
    """A member of the cast's community, at a one-person organisation."""
    values = {
        "reference": "REF-ZQ-77",
        "name": NAME,
        "email": EMAIL,
        "organisation": "Lighthouse Trust",
        "profession": "Cartographer",
        "joined_on": dt.date(2020, 1, 1),
    }
    member, _changed = save_member(actor=cast.system, **(values | fields))
    member.pronouns, member.access_needs = "ze/zir", "a quiet door"
    member.save()
    return member


def subject(cast: Cast, person: User) -> Subject:
    found = subject_of(cast.community, person)
    assert found is not None
    return found


def erase(cast: Cast, person: User) -> bool:
    """The person does it."""
    actor = actor_in(person, cast.community)
    return erase_own(actor=actor, subject=subject(cast, person))


def where(*marks: str) -> set[str]:
    """Tables in which one of the marks stands, in whatever column; sessions are decoded."""
    with connection.cursor() as cursor:
        world = world_of(cursor)
    world["public.django_session"] = [
        unquote_plus(repr(one.get_decoded())) for one in BrowserSession.objects.all()
    ]
    return {
        table.removeprefix("public.")
        for table, rows in world.items()
        if any(mark.lower() in row.lower() for row in rows for mark in marks)
    }


def pointing_at(person_id: int) -> set[str]:
    """Models with a row that leads to the person, and browsers signed in as them."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            leads = isinstance(field, ForeignKey) and field.related_model is User
            if leads and model._base_manager.filter(**{field.attname: person_id}).exists():
                found.add(model._meta.label)
    for one in BrowserSession.objects.all():
        if one.get_decoded().get("_auth_user_id") == str(person_id):
            found.add("sessions.Session")
    return found


def half_done_about(person: User, by: User) -> Client:
    """A browser of somebody else in which a form about the person waits to be sent again."""
    client = browser_of(by)
    session = client.session
    session["account_authentication_methods"] = []  # signed in long ago
    session.save()
    asked = client.post(
        "/in/c/northern/people/appoint/",
        {"email": person.email, "name": NAME, "role": "oversight_chair"},
    )
    assert asked["Location"].startswith("/in/account/reauthenticate/")
    return client


def browser_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client
