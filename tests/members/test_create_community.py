"""The command that begins a community."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command

from cop.audit.models import Entry
from cop.members.enums import Role
from cop.members.models import Appointment, Community, User
from cop.members.selectors import actor_in


def create(slug="north", **options) -> str:
    out = io.StringIO()
    call_command("create_community", slug, **{"name": "North", **options}, stdout=out)
    return out.getvalue()


def test_a_community_needs_a_slug_and_a_name(db):
    assert create() == "Created “North” (north).\n"
    community = Community.objects.get()
    assert (community.term_set, community.time_zone) == ("racially-minoritised", "Europe/London")
    assert (community.starts_on, community.appointments.count()) == (None, 0)
    entry = Entry.objects.get(verb="create", target_kind="community")
    assert entry.actor_key is None


def test_terms_start_and_the_first_co_chair_may_be_given(db):
    create(terms="global-majority", start="2026-01-31", co_chair="Amara@Example.org")
    community = Community.objects.get()
    assert (community.term_set, community.starts_on) == ("global-majority", dt.date(2026, 1, 31))
    amara = User.objects.get(email="amara@example.org")
    assert actor_in(amara, community).roles == {Role.CO_CHAIR}
    assert not amara.has_usable_password()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"slug": "no spaces"}, "Use letters, digits and hyphens"),
        ({"slug": "n" * 51}, "at most 50 characters"),
        ({"name": " "}, "Give the community a name"),
        ({"start": "31/01/2026"}, "Write the date as year-month-day"),
        ({"start": "2026-02-30"}, "This day does not exist"),
        ({"co_chair": "amara"}, "Enter an e-mail address"),
        ({"slug": "taken"}, "There is a community “taken” already"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_stays(db, options, said):
    create("taken", name="Taken")
    with pytest.raises(CommandError, match=said):
        create(**options)
    assert Community.objects.count() == 1
    assert not Appointment.objects.exists()


def test_unknown_terms_are_refused_by_the_parser(db):
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("create_community", "north", "--name", "North", "--terms", "other")
