"""A community's register as spreadsheets: the scenario year, and any other."""

import csv
from dataclasses import dataclass
from pathlib import Path

SCENARIO = Path(__file__).parent.parent / "data" / "scenario"
STARTS = {
    "S1": "2025-07-10T13:00",
    "S2": "2025-10-09T13:00",
    "S3": "2026-01-15T13:00",
    "S4": "2026-04-16",
    "S5": "2026-07-09T13:00",
    "S6": "2026-10-15T13:00",
}


@dataclass
class Register:
    """Three files, and how a command names them."""

    folder: Path

    def path(self, kind: str) -> Path:
        return self.folder / f"{kind}.csv"

    def write(self, kind: str, text: str | bytes) -> None:
        content = text.encode() if isinstance(text, str) else text
        self.path(kind).write_bytes(content)

    def replace(self, kind: str, old: str, new: str) -> None:
        text = self.path(kind).read_text()
        assert old in text
        self.write(kind, text.replace(old, new, 1))

    @property
    def options(self) -> dict[str, str]:
        return {kind: str(self.path(kind)) for kind in ("members", "sessions", "attendance")}


def scenario_register(folder: Path) -> Register:
    """The scenario year: 40 members, six sessions, 99 attendances."""
    register = Register(folder)
    members = ["member_id,name,email,organisation,profession,joined_on"]
    for number in range(1, 41):
        organisation = "" if number % 8 == 0 else f"Trust {number % 5}"
        joined_on = "" if number % 10 == 0 else "2025-06-01"
        members.append(
            f"M{number:02},Member {number},m{number:02}@example.org,{organisation},Therapist,"
            f"{joined_on}"
        )
    register.write("members", "\n".join(members))
    sessions = ["session,starts_at,minutes,title,format,topics"]
    with (SCENARIO / "sessions.csv").open() as stream:
        for row in csv.DictReader(stream):
            key = row["session"]
            topics = ";".join(f"Topic {n} of {key}" for n in range(1, int(row["topics"]) + 1))
            sessions.append(f"{key},{STARTS[key]},120,Session {key},{row['format']},{topics}")
    register.write("sessions", "\n".join(sessions))
    register.write("attendance", (SCENARIO / "attendance.csv").read_bytes())
    return register
