"""Who is who in the demonstration. All people and organisations are fictional."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cop.members.enums import Role

SLUG = "northern-psychological-professions"
NAME = "Northern Psychological Professions Anti-Racism CoP (fictional)"


@dataclass(frozen=True)
class Part:
    """A person of the demonstration: how they sign in, and what they come to do."""

    name: str
    email: str
    part: str | Promise
    does: str | Promise
    roles: tuple[str, ...] = ()


CAST = [
    Part(
        "Amara Osei",
        "amara.m01@example.org",
        _("Co-chair and member"),
        _("plans the year, runs sessions, writes the share-back with her caucus"),
        (Role.CO_CHAIR,),
    ),
    Part(
        "Tom Hartley",
        "tom.m02@example.org",
        _("Co-chair, facilitator and member"),
        _("runs sessions with Amara and answers for what his caucus takes on"),
        (Role.CO_CHAIR, Role.FACILITATOR),
    ),
    Part(
        "Bilal Rahman",
        "bilal.m03@example.org",
        _("Secretary and member"),
        _("keeps members and the register, sends invitations, makes the annual report"),
        (Role.SECRETARY,),
    ),
    Part(
        "Priya Nair",
        "priya.m04@example.org",
        _("Member"),
        _("answers the invitation, chooses a space on the day, gives feedback"),
    ),
    Part(
        "Peter Langley",
        "peter.m10@example.org",
        _("Member"),
        _("the same, from another phone"),
    ),
    Part(
        "Ines Moreau",
        "ines@example.org",
        _("Evaluator, independent of the community"),
        _("reviews comments, reads released figures; never sees members’ names"),
        (Role.EVALUATOR,),
    ),
    Part(
        "Nkechi Eze",
        "nkechi@example.org",
        _("Second reviewer"),
        _("reads and questions the evaluator’s work; nothing is released without her"),
        (Role.SECOND_REVIEWER,),
    ),
    Part(
        "Dr Okafor",
        "okafor@example.org",
        _("Oversight chair"),
        _("sees totals and reads the report before it is published"),
        (Role.OVERSIGHT_CHAIR,),
    ),
    Part(
        "Dana Whitfield",
        "dana@example.org",
        _("Data protection contact"),
        _("reads the report and answers for how data are handled"),
        (Role.DATA_PROTECTION_CONTACT,),
    ),
    Part(
        "Joy Lindqvist",
        "joy@example.org",
        _("Administrator of the installation"),
        _("keeps the program running; sees nothing of the community"),
    ),
]
