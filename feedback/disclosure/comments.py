"""Comments: which groups of slips may be opened, and which wait for the pool (L6).

Numbers count responses, blank comments included, of surveys whose own number is shown. Nothing here
sees a text; the slips of a group are shuffled question by question by whoever opens it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from feedback.disclosure.figures import Nothing, Reason
from feedback.disclosure.parameters import POOL_LEAST, POOL_SURVEYS, Parameters
from feedback.disclosure.ratings import ALL
from feedback.disclosure.turnout import Rhythm, Turnout

POOL = "pool"


class Purpose(StrEnum):
    FINDINGS = "findings"
    PLANNING = "planning"


class Reading(StrEnum):
    TEXT = "text"
    TOPICS = "topics"
    """The evaluator reads and passes on coded topics, no text."""


class Waiting(StrEnum):
    """Whose comments stay sealed until the pool."""

    NOBODY = "nobody"
    NOT_STATED = "not_stated"
    EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class SlipGroup:
    """Slips that may be opened together: ``cell`` is ``all``, a caucus's key or ``pool``.

    ``n`` is the number of responses that met the bar, and the most slips a question may have: one
    more would tell of a survey whose number is hidden.
    """

    cell: str
    n: int
    reading: Reading = Reading.TEXT


@dataclass(frozen=True, slots=True, repr=False)
class CommentRelease:
    """What opens now, and whose comments wait, with their responses by survey (not for showing).

    Comments of a survey whose number is hidden wait without a number: they may be opened beside
    others, and help nobody over a bar.
    """

    groups: tuple[SlipGroup, ...]
    waiting: Waiting
    waiting_numbers: Mapping[str, int] = field(default_factory=dict)


def session_planning(turnout: Turnout, parameters: Parameters) -> CommentRelease:
    """Comments for planning: by session, never by caucus, or never.

    A pool of those that wait would need T responses from one survey, and each has fewer.
    """
    _require(turnout, Rhythm.SESSION)
    return _without_caucus(turnout, parameters)


def session_findings(turnout: Turnout, parameters: Parameters) -> CommentRelease:
    """Comments for findings by session: by caucus where each meets its bar, else without."""
    _require(turnout, Rhythm.SESSION)
    return _by_caucus(turnout, parameters) or _without_caucus(turnout, parameters)


def period_findings(turnout: Turnout, parameters: Parameters) -> CommentRelease:
    """Comments for findings sealed to a period: by caucus and without session, else the pool."""
    _require(turnout, Rhythm.PERIOD)
    found = _by_caucus(turnout, parameters)
    return found or CommentRelease((), Waiting.EVERYBODY, turnout.everybody())


def open_pool(waiting_numbers: Mapping[str, int], parameters: Parameters) -> SlipGroup | Nothing:
    """The pool at the period's close, once: no session, no caucus.

    ``waiting_numbers`` are the responses by survey whose comments waited. Under the bar they are
    destroyed unread, and members are told.
    """
    numbers = [number for number in waiting_numbers.values() if number]
    enough = sum(numbers) >= max(POOL_LEAST, parameters.t_text)
    if enough and len(numbers) >= POOL_SURVEYS and max(numbers) >= parameters.t:
        return SlipGroup(POOL, sum(numbers))
    return Nothing(Reason.DESTROYED_UNREAD)


def _require(turnout: Turnout, rhythm: Rhythm) -> None:
    if turnout.rhythm is not rhythm:
        raise ValueError(f"these comments are opened by {rhythm}")


def _by_caucus(turnout: Turnout, parameters: Parameters) -> CommentRelease | None:
    named = sorted(turnout.named)
    groups = []
    for caucus in named:
        by_survey = turnout.stating(caucus)
        n, people = sum(by_survey.values()), max(by_survey.values(), default=0)
        if n < parameters.t_text_caucus or people < parameters.t:
            return None
        groups.append(SlipGroup(caucus, n))
    if len(groups) < 2:
        return None
    not_stated = turnout.stating(None)
    waiting = Waiting.NOT_STATED if not_stated else Waiting.NOBODY
    return CommentRelease(tuple(groups), waiting, not_stated)


def _without_caucus(turnout: Turnout, parameters: Parameters) -> CommentRelease:
    n = sum(turnout.everybody().values())
    if parameters.hides(n):
        return CommentRelease((), Waiting.EVERYBODY)
    reading = Reading.TEXT if n >= parameters.t_text else Reading.TOPICS
    return CommentRelease((SlipGroup(ALL, n, reading),), Waiting.NOBODY)
