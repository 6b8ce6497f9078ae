"""What slips and comments answer, in the words that were asked."""

from typing import cast

from cop.members.models import Community
from feedback.models import Period, Slip, Survey
from feedback.questionnaire import Question, parse

Asked = dict[tuple[str, str], Question]


def questions_asked(community: Community) -> Asked:
    """Every open question the community has asked, by questionnaire and key; one query.

    All surveys of a code have the same content.
    """
    surveys = Survey.objects.filter(community=community).order_by("questionnaire")
    contents = surveys.distinct("questionnaire").values_list("questionnaire", "asked")
    return {(code, one.key): one for code, asked in contents for one in parse(asked).questions}


def question_of(slip: Slip) -> Question:
    """What it answers. All surveys of a code have the same content."""
    unit = slip.survey or cast("Period", slip.period)
    surveys = [unit] if isinstance(unit, Survey) else unit.surveys.all()
    asked = next(one.asked for one in surveys if one.questionnaire == slip.questionnaire)
    return next(one for one in parse(asked).questions if one.key == slip.question)
