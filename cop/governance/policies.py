"""Who may see and change what a community has in place, and whether a stage is open."""

from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _

from cop.core.policy import Actor
from cop.governance.enums import Stage
from cop.governance.selectors import missing_items
from cop.members.enums import READS_ANSWERS, Role
from cop.members.models import Community

READS = (Role.CO_CHAIR, Role.SECRETARY, Role.DATA_PROTECTION_CONTACT)


def can_view_stages(actor: Actor) -> bool:
    """Which stage is open, and what is missing, is for everybody who belongs."""
    return actor.belongs


def can_view_governance(actor: Actor) -> bool:
    """The facts themselves: who runs the community, and its data protection contact."""
    return actor.holds(*READS)


def can_change_governance(actor: Actor) -> bool:
    """Co-chairs answer for what the community says."""
    return actor.holds(Role.CO_CHAIR)


def can_record_screening(actor: Actor) -> bool:
    """The officer's decision: theirs to enter, or a co-chair's who was told it."""
    return actor.holds(Role.CO_CHAIR, Role.DATA_PROTECTION_CONTACT)


def why_stage_is_shut(community: Community, stage: str) -> str:
    """Why what the stage opens is shut, in one sentence that says what to do; "" when open.

    A stage stands on those before it. What was begun while it was open is carried through: the
    callers ask before something begins. Commands, the demonstration and reports do not ask.
    """
    missing = missing_items(community, stage)
    if not missing:
        return ""
    titles = [str(item.title) for item in missing]
    return _("“%(stage)s” is not open yet. Missing: %(missing)s. A co-chair completes it.") % {
        "stage": capfirst(Stage(stage).label),
        "missing": get_text_list(titles, _("and")),
    }


def has_come_to_listen(community: Community) -> bool:
    """Whether the community may keep sensitive answers, so that its roles ask for more.

    A notice that is to be confirmed again shuts the stage, and does not make it less sensitive.
    """
    return not [item for item in missing_items(community, Stage.LISTEN) if item.key != "notice"]


def can_file_complaint(actor: Actor) -> bool:
    """Everybody who comes to the community, guests too."""
    return actor.is_system or actor.is_member or bool(actor.roles)


def can_work_complaints(actor: Actor) -> bool:
    """What complaints say is the data protection contact's alone: one may concern a co-chair.

    Not while they read unreviewed answers: complaints hold names.
    """
    return actor.holds(Role.DATA_PROTECTION_CONTACT) and not actor.roles & READS_ANSWERS


def can_count_complaints(actor: Actor) -> bool:
    """How many there are, and how many are overdue."""
    return actor.holds(Role.DATA_PROTECTION_CONTACT, Role.OVERSIGHT_CHAIR, Role.CO_CHAIR)


def can_work_breaches(actor: Actor) -> bool:
    """Whoever notices one first enters it: hours count."""
    return actor.holds(Role.DATA_PROTECTION_CONTACT, Role.CO_CHAIR)


def can_count_breaches(actor: Actor) -> bool:
    """How many there are, and how many are overdue."""
    return can_work_breaches(actor) or actor.holds(Role.OVERSIGHT_CHAIR)
