"""The scenario year's answers as a file the command reads."""

import csv
from pathlib import Path

from tests.factories.registers import SCENARIO

HEADER = ["session", "caucus", *"abcdefg"]
CAUCUSES = {"rm": "racially minoritised", "w": "White", "": ""}


def scenario_responses(folder: Path, *sessions: str, texts: bool = False) -> Path:
    """The responses to these sessions (all six, if none is named), with comments if wanted."""
    path = folder / "responses.csv"
    with (SCENARIO / "ratings.csv").open(newline="") as given, path.open("w", newline="") as made:
        writer = csv.writer(made)
        writer.writerow([*HEADER, *("23456" if texts else "")])
        for number, (session, label, *ratings) in enumerate(list(csv.reader(given))[1:]):
            if sessions and session not in sessions:
                continue
            comments = [f"Question {key}, voice {number}" for key in "23456"] if texts else []
            writer.writerow([session, CAUCUSES[label], *ratings, *comments])
    return path
