"""What a rule of the publication check has to say."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    ERROR = "error"  # holds the publishing
    WARNING = "warning"  # is confirmed


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: ``words`` say what to do, ``url`` leads to where."""

    level: Level
    code: str
    words: str
    url: str

    @property
    def is_error(self) -> bool:
        return self.level == Level.ERROR


def error(code: str, words: str, url: str) -> Problem:
    """It holds the publishing."""
    return Problem(Level.ERROR, code, words, url)


def warning(code: str, words: str, url: str) -> Problem:
    """It is confirmed."""
    return Problem(Level.WARNING, code, words, url)
