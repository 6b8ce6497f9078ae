"""Who would like to come: an open page, a request that waits, an invitation that stands."""

from django.utils.translation import gettext as _

from cop.core.policy import Actor
from cop.demo.cast import NAME
from cop.joining.services import (
    Application,
    Invitee,
    change_join_page,
    invite_to_join,
    make_request,
)
from cop.joining.wording import default_text

INVITED = Invitee(email="nura.bello@example.org", name="Nura Bello")
APPLICANT = Application(
    name="Femi Adeyemi",
    email="femi.adeyemi@example.org",
    profession="Assistant psychologist",
    organisation="Calder Vale Mental Health Trust (fictional)",
    why="A colleague came back from your October session and would not stop talking about it.",
)


def open_the_door(co_chairs: list[Actor], secretary: Actor) -> None:
    """Both co-chairs agree to be named; somebody asks to join, and somebody else is invited."""
    for co_chair in co_chairs:
        change_join_page(
            actor=co_chair,
            headline=_("Join %s") % NAME,
            text=default_text(),
            is_open=True,
            names_me=True,
        )
    make_request(community=secretary.community, application=APPLICANT)
    invite_to_join(
        actor=secretary,
        people=[INVITED],
        words="Bilal from the community here. You asked about it after the network day.",
    )
