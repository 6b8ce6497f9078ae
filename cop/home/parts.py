"""What each role can do here, in one sentence, for the first page."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cop.core.policy import Actor
from cop.members.enums import Role

PARTS: dict[str, str | Promise] = {
    Role.CO_CHAIR: _("You plan sessions, appoint people, and publish the annual report."),
    Role.FACILITATOR: _("You plan and run sessions, and open feedback while people are together."),
    Role.SECRETARY: _("You keep members and the register, send invitations, and make the report."),
    Role.EVALUATOR: _(
        "You review comments, and read released figures and the draft report, never members’ names."
    ),
    Role.SECOND_REVIEWER: _(
        "You read comments a second time, released figures and the draft report, and question all."
    ),
    Role.OVERSIGHT_CHAIR: _("You see totals and released figures, and read the draft report."),
    Role.DATA_PROTECTION_CONTACT: _(
        "You read released figures and the draft report, and answer for how data are handled."
    ),
    Role.GUEST: _("You are a guest: you see the session you were invited to, and what it shared."),
}


def parts_of(actor: Actor) -> list[tuple[str, str | Promise]]:
    """The actor's roles of today with what they are for, in the order of the roles."""
    return [(str(Role(role).label), PARTS[role]) for role in Role if role in actor.roles]
