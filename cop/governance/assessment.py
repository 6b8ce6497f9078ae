"""The draft of the impact assessment, written from what is set; the officer completes it.

It repeats the notice's sentences where they answer the question, so the two cannot disagree.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from cop.governance.models import Governance
from cop.governance.notice import Notice, notice_of
from cop.governance.risks import RISKS, Risk
from cop.members.models import Community, Organisation
from cop.members.selectors import members_of

PURPOSES: tuple[str | Promise, ...] = (
    lazy("To run meetings about racism in which people talk apart, in caucuses they choose, and "
         "then together."),
    lazy("To invite members, and to know how many came."),
    lazy("To hear anonymously how the meetings were, and to show the community what was said."),
    lazy("To show once a year what came of it."),
)  # fmt: skip
CONTEXT: tuple[str | Promise, ...] = (
    lazy("Members are mostly colleagues, some of them each other’s managers. Saying no, or saying "
         "what is hard, can cost something; so nothing is recorded of who declined or who said "
         "what."),
    lazy("Seniors and line managers say so when they join."),
    lazy("Members expect that what is said in a caucus stays there. The limits (a risk of harm, a "
         "professional duty, a request for what is stored) are in the ground rules."),
)  # fmt: skip
NECESSITY: tuple[str | Promise, ...] = (
    lazy("Without names and addresses nobody can be invited. Nothing on race is asked when "
         "somebody joins, nor kept on the roster or in a profile."),
    lazy("Without the choice of a space nobody can be shown the way in. It is needed until the "
         "session ends, and deleted then."),
    lazy("Feedback is asked without demographic questions. The caucus is asked inside the sealed "
         "answer, optionally, because the two caucuses’ experience differs and one figure for all "
         "would hide it."),
    lazy("Less would do where a community wants it: without the stage “Listen” no choice of a "
         "space and no answer is stored at all."),
)  # fmt: skip

# What the notice says to the reader, said of members.
OF_MEMBERS: dict[str, str | Promise] = {
    "answers": lazy(
        "Answers are not stored with a name. Once sent, an answer cannot be found, shown to its "
        "author, changed or deleted, by anybody."
    ),
    "own": lazy(
        "Members may see, correct, take with them and erase what is kept about them, object to "
        "it, and leave at any time. Erasing leaves a nameless mark, so that no published figure "
        "moves; answers stay, since nobody can find whose they are."
    ),
}


@dataclass(frozen=True)
class Section:
    """One question of the assessment, with what is known."""

    key: str
    heading: str | Promise
    points: list[str]


@dataclass(frozen=True)
class Assessment:
    """The whole draft."""

    notice: Notice
    sections: list[Section]
    risks: tuple[Risk, ...]


def assessment_of(community: Community, facts: Governance) -> Assessment:
    """The draft as it stands now."""
    notice = notice_of(community, facts)
    said = {line.key: line.text for line in notice.lines}
    said |= {key: str(sentence) for key, sentence in OF_MEMBERS.items()}
    where = [line.text for line in notice.lines if line.section == "where"]
    sections = [
        Section("nature", lazy("Nature of the processing"), [said["host"], *where]),
        Section("scope", lazy("Scope"), _scope(community, notice)),
        Section("context", lazy("Context"), [said["voluntary"], *map(str, CONTEXT)]),
        Section("purposes", lazy("Purposes"), [str(purpose) for purpose in PURPOSES]),
        Section(
            "necessity",
            lazy("Lawfulness, necessity and proportion"),
            [said["basis"], said["condition"], *map(str, NECESSITY)],
        ),
        Section(
            "feedback",
            lazy("What protects those who answer"),
            [said[key] for key in ("answers", "comments", "thresholds", "rhythm", "results")],
        ),
        Section(
            "rights", lazy("Rights"), [said[key] for key in ("own", "independent", "complaints")]
        ),
        Section("consultation", lazy("Consultation"), _consultation(said)),
    ]
    return Assessment(notice, sections, RISKS)


def _scope(community: Community, notice: Notice) -> list[str]:
    people = members_of(community).count()
    organisations = Organisation.objects.filter(community=community).count()
    members = ngettext("%d member", "%d members", people) % people
    hosts = ngettext("%d organisation", "%d organisations", organisations) % organisations
    kinds = ngettext("%d kind of data", "%d kinds of data", len(notice.kept)) % len(notice.kept)
    return [
        _("%(members)s from %(organisations)s today.")
        % {"members": members, "organisations": hosts},
        _("%(kinds)s; the table says what, why, who reads it and for how long.") % {"kinds": kinds},
        _("Special-category data: which caucus somebody chooses, and may state in an answer."),
        _("No children, no patients; nobody is profiled and no decision is made by the program."),
    ]


def _consultation(said: dict[str, str]) -> list[str]:
    return [
        said["contact"],
        _("To be completed: how members were asked, and what they said."),
        _("To be completed: union, staff networks and information security, with the day."),
    ]
