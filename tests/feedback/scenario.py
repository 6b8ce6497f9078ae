"""The scenario's ratings as answers, read without the code under test."""

import csv
from pathlib import Path

from feedback.disclosure import BANDS, Answer, Band, RatingAtom, TallyAtom

DATA = Path(__file__).parent.parent / "data" / "scenario"
ITEMS = dict.fromkeys("abcdefg", BANDS)
CAUCUSES = ("racially_minoritised", "white")
LABELS = {"rm": "racially_minoritised", "w": "white", "": None}
RATED = {"1": Band.LOW, "2": Band.LOW, "3": Band.MID, "": Band.MID, "4": Band.HIGH, "5": Band.HIGH}


def answers() -> dict[str, list[Answer]]:
    """The opened responses of every session, in the file's order."""
    found: dict[str, list[Answer]] = {}
    with (DATA / "ratings.csv").open(newline="") as lines:
        for session, label, *ratings in list(csv.reader(lines))[1:]:
            bands = {item: RATED[rating] for item, rating in zip(ITEMS, ratings, strict=True)}
            found.setdefault(session, []).append(Answer(LABELS[label], bands))
    return found


def atoms(*sessions: str) -> tuple[list[RatingAtom], list[TallyAtom]]:
    """The same taken apart for a period: loose ratings, and one tally by session and label."""
    opened = {session: answers()[session] for session in sessions}
    ratings = [
        RatingAtom(answer.label, item, band)
        for responses in opened.values()
        for answer in responses
        for item, band in answer.bands.items()
    ]
    tallies = [
        TallyAtom(session, label, sum(answer.label == label for answer in responses))
        for session, responses in opened.items()
        for label in {answer.label for answer in responses}
    ]
    return ratings, tallies
