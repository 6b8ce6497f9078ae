"""What slips and comments answer, in the words that were asked."""

from cop.members.models import Community
from feedback.models import Comment, Slip, Survey, Topic
from feedback.questionnaire import Question, parse

Asked = dict[tuple[str, str], Question]


def questions_asked(community: Community) -> Asked:
    """Every open question the community has asked, by questionnaire and key; one query.

    All surveys of a code have the same content.
    """
    surveys = Survey.objects.filter(community=community).order_by("questionnaire")
    contents = surveys.distinct("questionnaire").values_list("questionnaire", "asked")
    return {(code, one.key): one for code, asked in contents for one in parse(asked).questions}


def question_of(slip: Slip | Comment | Topic) -> Question:
    """What one of them answers."""
    unit = slip.survey or slip.period
    return questions_asked(unit.community)[slip.questionnaire, slip.question]  # type: ignore[union-attr]
