"""The personal data of surveys: whom one asks, and who has a paper (cop.core.registry.Holding)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core import registry
from cop.core.registry import Holding, Subject
from cop.members.enums import Role
from cop.members.models import Community
from feedback import expiry
from feedback.models import Eligibility, Told
from feedback.policies import READS_COMMENTS


def kept_until_count(_community: Community) -> str:
    """The count deletes both."""
    return _("Until the survey is counted, some minutes after its last day.")


def kept_comments(_community: Community) -> str:
    """Until they have done their work."""
    return _(
        "Until %(edition)d months after the annual report over them is published, or %(without)d "
        "months after the count if none is."
    ) % {"edition": expiry.KEPT.after_edition, "without": expiry.KEPT.without_edition}


def export_asked(subject: Subject) -> list[dict[str, Any]]:
    """The open surveys that ask the person. Nothing here tells whether they answered."""
    told = set(Told.objects.filter(member=subject.member).values_list("survey_id", flat=True))
    asked = Eligibility.objects.filter(member=subject.member)
    surveys = {row.survey_id: row.survey for row in asked.select_related("survey__session")}
    return [
        {
            "about": survey.name,
            "from_on": survey.days[0],
            "to_on": survey.days[1],
            "closes_on": survey.closes_on,
            "was_told_by_mail": key in told,
        }
        for key, survey in surveys.items()
    ]


def erase_nothing(_subject: Subject) -> int:
    """Nothing leads from a person to their comments.

    The rest stays on the nameless entry until the count: no number of a survey may move, and nobody
    may have two papers.
    """
    return 0


def export_nothing(_subject: Subject) -> list[dict[str, Any]]:
    """Only the box reads who collected; docs/decisions says why a file holds it for nobody."""
    return []


ASKED = Holding(
    key="asked",
    title=gettext_lazy("Open surveys"),
    models=("feedback.Eligibility", "feedback.Told"),
    what=gettext_lazy("That an open survey asks you, because you came, and that you had its mail."),
    why=gettext_lazy("So that everybody who came can answer once, and is told so."),
    readers=("own",),
    kept=kept_until_count,
    export=export_asked,
    erase=erase_nothing,
)
COLLECTED = Holding(
    key="collected",
    title=gettext_lazy("Tickets for feedback"),
    models=("feedback.Collected",),
    what=gettext_lazy(
        "That you took a ticket for an open survey. Not whether you used it. Answers "
        "cannot be found: not by you, not by anybody."
    ),
    why=gettext_lazy("So that nobody gets two."),
    readers=("own",),
    kept=kept_until_count,
    export=export_nothing,
    erase=erase_nothing,
    data_class="D5",
    withheld=gettext_lazy(
        "In a small survey it is half of an answer, and others can ask you for a file. No page "
        "shows it: only whoever asks for a second is told that they have one."
    ),
)

NOBODY_S = gettext_lazy("Nobody can find yours: nothing leads from a comment to a person.")
COMMENTS = Holding(
    key="comments",
    title=gettext_lazy("Comments"),
    models=("feedback.Slip", "feedback.Review"),
    what=gettext_lazy(
        "Comments given as feedback, each on its own: without a name, a time or anything that "
        "leads to a person, unless somebody wrote it into the comment. They are deleted when what "
        "a review made of them is released."
    ),
    why=gettext_lazy("So that the community learns from what was said."),
    readers=(Role.EVALUATOR, Role.SECOND_REVIEWER),
    kept=kept_comments,
    export=export_nothing,
    erase=erase_nothing,
    expire=expiry.expire_slips,
    data_class="D5",
    withheld=NOBODY_S,
)

REVIEWED = Holding(
    key="reviewed_comments",
    title=gettext_lazy("Reviewed comments"),
    models=("feedback.Comment", "feedback.Topic"),
    what=gettext_lazy(
        "What two independent readers released of comments: their words without what could tell "
        "who wrote them, a paraphrase, or topics in a few words. Suggested topics stand with the "
        "results, for whoever may read those."
    ),
    why=gettext_lazy("So that the community learns from what was said."),
    readers=READS_COMMENTS,
    kept=kept_comments,
    export=export_nothing,
    erase=erase_nothing,
    expire=expiry.expire_comments,
    data_class="D7",
    withheld=NOBODY_S,
)


def register() -> None:
    """Enter this room's holdings."""
    registry.hold(ASKED, COLLECTED, COMMENTS, REVIEWED)
