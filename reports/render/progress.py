"""How far a drawing is, told as it goes on. Whoever asks for one needs nothing that draws."""

from collections.abc import Callable

Progress = Callable[[int, int, str], None]
"""Steps done, steps in all, and what is being done now, as a sentence."""

# Steps of a hundred, so that a bar moves evenly whatever the length of the report.
TOTAL = 100


def ignore_progress(done: int, total: int, step: str) -> None:
    """For callers that only want the file."""
