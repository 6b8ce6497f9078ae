"""The mail to somebody who was given a role: what they are asked for, and where to begin."""

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor
from cop.members.models import Appointment
from cop.members.second_step import asks_second_step, has_second_step
from cop.post.services import post_letter, write_letter


def tell_appointed(appointment: Appointment) -> None:
    """How to sign in, and whether a second step awaits.

    The mail leaves out what holds one of the community's own words for race, since mail never
    carries one: its name, or the role as it is called.
    """
    community, person = appointment.community, appointment.person
    begins = appointment.from_on
    actor = Actor(community=community, person=person, roles=frozenset({appointment.role}))
    context = {
        "from_on": date_format(begins, "j F Y")
        if begins > clock.today(community.time_zone)
        else "",
        "asks_second_step": asks_second_step(actor) and not has_second_step(person),
        "url": settings.SITE_URL + reverse("account_login"),
    }
    role = appointment.get_role_display()
    for name, called in ((community.name, role), ("", role), ("", "")):
        letter = write_letter(
            subject=_("You have been given a role"),
            text_template="mail/appointed.txt",
            context={**context, "name": name, "role": called},
        )
        try:
            post_letter(
                community_id=community.pk,
                kind="appointed",
                recipients=[(person.email, "")],
                letter=letter,
            )
        except Refused:
            continue
        return
