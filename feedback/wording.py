"""Released figures in words. Only words are chosen here, never figures.

What is missing is always a sentence that says why: never a blank, never a nought.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop.core.figures import rate_text
from feedback.disclosure import (
    ALL,
    POOL,
    AtLeast,
    Band,
    FewerThan,
    Figure,
    Lost,
    NoAnswers,
    NotAsked,
    Nothing,
    Release,
    Responses,
    YearFigure,
)
from feedback.enums import SurveyState
from feedback.models import Comment
from feedback.progress import Phase
from feedback.questionnaire import Choice, Statement
from feedback.results import NotCounted, PeriodResult, SurveyResult, WithPeriod
from feedback.reviewed import CommentGroup, QuestionComments, ReviewNumbers


def cell_name(cell: str, names: Mapping[str, str]) -> str:
    """Who answered: everybody together, or a caucus by its name."""
    together = {ALL: _("All who answered"), POOL: _("Several sessions together")}
    return together.get(cell) or names.get(cell, cell)


def whom_words(release: Release, *, is_caucused: bool) -> str:
    """Whose answers the figures are; a warning where caucuses might have been told apart."""
    if release.cells[0].cell != ALL:
        return _(
            "Each caucus answered for itself; answers that state no caucus are in none of these "
            "figures. With so few people a difference between them may be chance."
        )
    if is_caucused:
        return _(
            "These figures are for all who answered together. This can hide everyone in a smaller "
            "caucus."
        )
    return _("These figures are for all who answered together.")


def band_word(band: Band) -> str:
    """A band as people read it."""
    return {Band.LOW: _("low"), Band.MID: _("middle"), Band.HIGH: _("high")}[band]


def figure_words(figure: Figure) -> str:
    """``at least 6 of 8 high``, ``low 1, middle 3, high 4``."""
    if isinstance(figure, AtLeast):
        return _("at least %(least)d of %(n)d %(band)s") % {
            "least": figure.at_least,
            "n": figure.n,
            "band": band_word(Band(figure.band)),
        }
    return _("low %(low)d, middle %(mid)d, high %(high)d") % dict(
        zip(figure.bands, figure.numbers, strict=True)
    )


def option_name(choice: Choice, band: str) -> str:
    """The words of an option, or of having chosen none."""
    names = {option.key: option.text for option in choice.options}
    return names.get(band, _("No answer"))


def heading_of(statement: Statement) -> str:
    """A statement above its bars, with what must be known to read them."""
    if statement.polarity == "negative":
        return _("%s (agreeing is not good news)") % statement.text
    return statement.text


def band_words(figure: YearFigure, band: str) -> str:
    """How many gave one answer: ``3``, ``at least 6 of 8``, ``1 to 4``."""
    least, most = figure.bounds(band)
    if least == most:
        return str(least)
    if least and isinstance(figure, AtLeast):
        return _("at least %(least)d of %(n)d") % {"least": least, "n": figure.n}
    if isinstance(figure, AtLeast):
        return _("not shown apart")
    return _("%(least)d to %(most)d") % {"least": least, "most": most}


def responses_words(result: SurveyResult) -> str:
    """How many answered: five different things, told apart."""
    match result.responses:
        case Responses(n):
            return rate_text(n, result.attended)
        case FewerThan(t) if result.survey and (result.survey.could_answer or 0) < t:
            return _("too few of %(n)s to be shown") % {"n": result.attended}
        case FewerThan(t):
            return _("fewer than %(t)d of %(n)s") % {"t": t, "n": result.attended}
        case NoAnswers():
            return _("no answers: nobody could be asked")
        case NotAsked():
            return _("not asked")
        case Lost():
            return _("lost")
        case NotCounted() if is_counting(result):
            return _("being counted")
        case NotCounted():
            return _("not counted yet")


def is_counting(result: SurveyResult) -> bool:
    """Whether its box is shut and being counted."""
    return result.survey is not None and result.survey.state == SurveyState.COUNTING


def phase_words(phase: Phase | None) -> str:
    """How far a count is: phases, never numbers of answers."""
    match phase:
        case Phase.OPENING:
            return _("Step 1 of 4: opening the envelopes, in random order")
        case Phase.COUNTING:
            return _("Step 2 of 4: counting")
        case Phase.SEALING:
            return _("Step 3 of 4: sealing again what waits for others")
        case Phase.STORING:
            return _("Step 4 of 4: emptying the box")
        case None:
            return ""


def missing_words(result: SurveyResult) -> list[str]:
    """Whose view may be missing, from numbers alone: nobody knows who answered."""
    survey = result.survey
    if survey is None or not isinstance(result.responses, Responses | FewerThan):
        return []
    said = []
    could, came = survey.could_answer or 0, survey.present or 0
    if came > could:
        said.append(
            ngettext(
                "%(n)d of those who came facilitated and was not asked.",
                "%(n)d of those who came facilitated and were not asked.",
                came - could,
            )
            % {"n": came - could}
        )
    if isinstance(result.responses, FewerThan):
        said.append(_("Too few answered for their number to be shown."))
    elif silent := could - result.responses.n:
        said.append(
            ngettext(
                "%(n)d person who could answer did not.",
                "%(n)d people who could answer did not.",
                silent,
            )
            % {"n": silent}
        )
    said.append(
        _(
            "Who stays away or silent may have felt otherwise, and nobody can look up who they "
            "are. Read the figures as those of the people who answered."
        )
    )
    return said


def ratings_words(result: SurveyResult) -> str:
    """Why a session has no figures of its own; empty where it has."""
    match result.ratings:
        case NotCounted() if is_counting(result):
            return _("The box is open, and all that is in it is being counted together.")
        case NotCounted():
            day = date_format(result.survey.closes_on, "l j F Y") if result.survey else ""
            return _("Counted after %s, when the box is opened.") % day
        case WithPeriod():
            return _("Shown together with the other sessions of the period, never alone.")
        case Nothing():
            return _(
                "Too few answered to show figures without showing who did. Their ratings are in "
                "no figure, neither here nor over a period or a year, and what they wrote for "
                "planning is gone unread. What else they wrote is read only if enough comments "
                "from other sessions come with it."
            )
        case NoAnswers():
            return _("There was a survey, and nobody could be asked.")
        case NotAsked():
            return _("There was no survey.")
        case Lost():
            return _(
                "The key of this box was lost before it was opened. Nobody can open it any more; "
                "the answers were destroyed unread. We are sorry."
            )
        case _:
            return ""


def period_words(result: PeriodResult) -> str:
    """Why a period has no figures; empty where it has."""
    match result.ratings:
        case NotCounted():
            day = date_format(result.to_on, "l j F Y")
            return _("Counted once, after %s and when its last survey is closed.") % day
        case Nothing():
            return _(
                "Too few answers to show figures without showing who gave them, so none are shown."
            )
        case Lost():
            return unread_words(is_lost=True)
        case _:
            return ""


def unread_words(*, is_lost: bool) -> str:
    """Why nobody has read what waited in a period."""
    if is_lost:
        return _(
            "The key of this period was lost before it was opened. Nobody can open it any more; "
            "the answers were destroyed unread. We are sorry."
        )
    return _(
        "Some comments of this period never had enough others beside them. As promised, they were "
        "destroyed unread."
    )


def numbers_words(numbers: ReviewNumbers) -> list[tuple[str, str]]:
    """What became of the comments of a period, each with its number in words."""
    named = (
        (_("Released as written"), numbers.as_written),
        (_("Released with edits in brackets"), numbers.redacted),
        (_("Paraphrased"), numbers.paraphrased),
        (_("Handed on as topics only"), numbers.topics),
        (_("Withheld"), numbers.withheld),
    )
    return [
        (
            label,
            _("fewer than %d") % number.t if isinstance(number, FewerThan) else str(number),
        )
        for label, number in named
    ]


@dataclass(frozen=True, slots=True)
class CommentsView:
    """Comments on one question; ``groups`` are (whose, comments)."""

    question: str
    groups: tuple[tuple[str, tuple[Comment, ...]], ...]


def comments_view(
    questions: Iterable[QuestionComments], names: Mapping[str, str]
) -> list[CommentsView]:
    """Where a comment has its caucus, its heading says so and names no session."""
    return [
        CommentsView(
            asked.question.text,
            tuple((_whose(group, names), group.comments) for group in asked.groups),
        )
        for asked in questions
    ]


def _whose(group: CommentGroup, names: Mapping[str, str]) -> str:
    if group.survey is not None:
        return f"{group.survey.name} · {date_format(group.survey.days[1], 'j F Y')}"
    return cell_name(group.cell, names)
