"""The cast: one person for every part in a community, so that tests read like a story."""

import datetime as dt
import time
from dataclasses import dataclass

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.contrib.auth.hashers import make_password
from django.test import Client

from cop.core.policy import Actor
from cop.members.enums import Role
from cop.members.models import Appointment, Community, Member, User
from cop.members.selectors import actor_in, system_actor
from cop.members.services import create_community
from tests.factories.governance import open_all_stages

MEMBERS = {
    "amara": "Amara Osei",
    "tom": "Tom Hartley",
    "bilal": "Bilal Rahman",
    "rosa": "Rosa Delgado",
    "will": "Will Turner",
}
OUTSIDERS = {
    "ines": "Ines Moreau",
    "nkechi": "Nkechi Eze",
    "okafor": "Dr Okafor",
    "dana": "Dana Whitfield",
    "joy": "Joy Lindqvist",
    "grace": "Grace Mbeki",
    "sam": "Sam Stranger",
}
ROLES = {
    "amara": [Role.CO_CHAIR],
    "tom": [Role.CO_CHAIR, Role.FACILITATOR],
    "bilal": [Role.SECRETARY],
    "ines": [Role.EVALUATOR],
    "nkechi": [Role.SECOND_REVIEWER],
    "okafor": [Role.OVERSIGHT_CHAIR],
    "dana": [Role.DATA_PROTECTION_CONTACT],
    "grace": [Role.GUEST],
}
EVERYBODY = [*MEMBERS, *OUTSIDERS]
NO_PASSWORD = make_password(None)


@dataclass
class Cast:
    """``cast.amara`` is a person, ``cast.actor("amara")`` that person in the community."""

    community: Community
    people: dict[str, User]
    members: dict[str, Member]

    def __getattr__(self, name: str) -> User:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    def actor(self, name: str) -> Actor:
        return actor_in(self.people[name], self.community)

    @property
    def system(self) -> Actor:
        return system_actor(self.community)


def build_cast(
    slug: str = "northern",
    name: str = "Northern Community of Practice",
    domain: str = "example.org",
) -> Cast:
    """A community with everybody in it and every stage open.

    Joy runs the installation, Sam knows nobody. Another ``domain`` makes another Amara.
    """
    community = create_community(slug=slug, name=name)
    long_ago = dt.date(2020, 1, 1)
    # In bulk, as their rows would be: nearly every test begins here.
    people = {
        who: User(
            email=f"{who}@{domain}",
            name=full_name,
            password=NO_PASSWORD,
            is_staff=who == "joy",
            is_superuser=who == "joy",
        )
        for who, full_name in {**MEMBERS, **OUTSIDERS}.items()
    }
    User.objects.bulk_create(people.values())
    members = {
        who: Member(
            community=community,
            person=people[who],
            reference=f"M{number:02}",
            name=full_name,
            email=f"{who}@{domain}",
            joined_on=long_ago,
        )
        for number, (who, full_name) in enumerate(MEMBERS.items(), start=1)
    }
    Member.objects.bulk_create(members.values())
    Appointment.objects.bulk_create(
        Appointment(
            community=community,
            person=people[who],
            name=OUTSIDERS.get(who, ""),
            role=role,
            from_on=long_ago,
        )
        for who, roles in ROLES.items()
        for role in roles
    )
    open_all_stages(community)
    return Cast(community, people, members)


def sign_in(
    client: Client, person: User, *, second_step: bool = True, seconds_ago: int = 0
) -> None:
    """Sign a test's browser in, with a code and (unless told otherwise) a second step."""
    client.force_login(person)
    at = time.time() - seconds_ago
    records = [{"method": "code", "at": at}, {"method": "mfa", "type": "totp", "at": at}]
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = records[: 2 if second_step else 1]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person.pk)
    session.save()
