"""Numbers of responses, and the four different things that are not a number (L7)."""

from collections.abc import Iterable
from dataclasses import dataclass

from cop.core.figures import Count, add_up
from feedback.disclosure.parameters import Parameters


@dataclass(frozen=True, slots=True)
class Responses:
    """A number of responses that may be shown."""

    n: int


@dataclass(frozen=True, slots=True)
class FewerThan:
    """Fewer responses than T, none included."""

    t: int


@dataclass(frozen=True, slots=True)
class NoAnswers:
    """There was a survey, and nobody could answer it."""


@dataclass(frozen=True, slots=True)
class NotAsked:
    """There was no survey."""


@dataclass(frozen=True, slots=True)
class Lost:
    """There was a survey, and its box was destroyed unopened: the key was lost."""


ResponseCount = Responses | FewerThan | NoAnswers | NotAsked | Lost


def count_from_store(
    stored: int | None, *, could_answer: int, parameters: Parameters
) -> ResponseCount:
    """L7. What may be said of a counted survey's number of responses: under T none is kept (None).

    ``could_answer`` is how many people could have answered. Where there was no survey, say
    ``NotAsked()``.
    """
    if stored is None:
        return FewerThan(parameters.t) if could_answer else NoAnswers()
    if stored < parameters.t:
        raise ValueError("a number of responses under T was kept")
    return Responses(stored)


@dataclass(frozen=True, slots=True)
class ResponseTotal:
    """Over sessions whose number is shown; those ``hidden`` and those ``lost`` are left out."""

    n: int
    attended: Count
    sessions: int
    hidden: int
    lost: int = 0


def total_responses(rows: Iterable[tuple[ResponseCount, Count]]) -> ResponseTotal | None:
    """The total of (count, attended) rows: both numbers over the shown ones alone.

    ``None`` where no row shows a number. Sessions that were not asked are not hidden ones.
    """
    listed = list(rows)
    shown = [(count.n, attended) for count, attended in listed if isinstance(count, Responses)]
    if not shown:
        return None
    hidden = sum(isinstance(count, FewerThan) for count, _ in listed)
    n, attended = sum(n for n, _ in shown), add_up(attended for _, attended in shown)
    lost = sum(isinstance(count, Lost) for count, _ in listed)
    return ResponseTotal(n, attended, len(shown), hidden, lost)
