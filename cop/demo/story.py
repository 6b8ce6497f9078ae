"""What happened in the fictional year: sessions, what the caucuses shared, and the report's words.

Dates are relative: the year has just ended, and the next session lies ahead.
"""

import datetime as dt
from dataclasses import dataclass, field

MONTHS_BEFORE_THE_END = (11, 9, 7, 5, 3, 1)  # the first, third, … month of the year


@dataclass(frozen=True)
class Shared:
    """What one caucus shared back: at most two themes, and an ask or a responsibility."""

    caucus: str
    themes: tuple[tuple[str, str], ...]
    ask: str = ""
    responsibility: str = ""


@dataclass(frozen=True)
class Chapter:
    """One session of the year."""

    key: str
    title: str
    format: str
    topics: tuple[str, ...]
    shared: tuple[Shared, ...] = field(default=())


RM, W = "racially_minoritised", "white"

CHAPTERS = (
    Chapter(
        "S1",
        "Beginning together",
        "2 topics",
        ("Who speaks in our meetings", "Supervision"),
        (
            Shared(
                RM,
                (
                    (
                        "Being asked to explain",
                        (
                            "We spend much of our energy on making others comfortable before "
                            "we can say what is wrong."
                        ),
                    ),
                ),
                ask="Before you ask one of us a question, find out what has been written already.",
            ),
            Shared(
                W,
                (
                    (
                        "Wanting to be good",
                        "We noticed how soon we turn to proving that we are not the problem.",
                    ),
                ),
                responsibility="Each of us raises race in one supervision before we meet again.",
            ),
        ),
    ),
    Chapter(
        "S2",
        "Supervision and silence",
        "2 topics",
        ("What is never said in supervision", "Complaints"),
        (
            Shared(
                RM,
                (
                    ("Complaints cost the one who complains", ""),
                    (
                        "Relief",
                        (
                            "Being in a room where nothing needs translating is rest, and we "
                            "want to protect it."
                        ),
                    ),
                ),
                ask="Tell us what happened to the last three complaints about racism in your team.",
            ),
            Shared(
                W,
                (("Silence", "We wait for somebody else to begin, and we call it listening."),),
                responsibility="Two of us ask our trusts for the figures on complaints.",
            ),
        ),
    ),
    Chapter(
        "S3",
        "Staying with one thing",
        "1 topic + reflection",
        ("Who is called difficult",),
        (
            Shared(
                RM,
                (("Words in letters", "‘Hard to engage’ is often a service hard to trust."),),
                ask="Read ten of your own letters with that in mind, and tell us what you found.",
            ),
            Shared(
                W,
                (("Intentions", "Good intentions need a date in the diary."),),
                responsibility="We review our letters and bring what we changed.",
            ),
        ),
    ),
    Chapter(
        "S4",
        "Money and time",
        "1 topic + reflection",
        ("Pay bands, contracts and who is asked to cover",),
        (
            Shared(
                RM,
                (("The unpaid hours", "Diversity work is added to our jobs and never taken off."),),
                ask="Put this work into job plans, for everybody who does it.",
            ),
            Shared(
                W,
                (("Tears", "Our distress can take over a room. We will notice it earlier."),),
                responsibility="Those of us who manage teams look at who does the unpaid work.",
            ),
        ),
    ),
    Chapter(
        "S5",
        "A quiet summer session",
        "1 topic + reflection",
        ("Courage in ordinary meetings",),
        (
            Shared(
                W,
                (("Doing, not learning", "We have treated learning as if it were doing."),),
                responsibility="One change each in how work is allocated, named next time.",
            ),
        ),
    ),
    Chapter(
        "S6",
        "What we heard this year",
        "1 topic + reflection",
        ("Asks, commitments and what became of them",),
        (
            Shared(
                RM,
                (
                    ("Being answered", "Today we heard answers we had stopped expecting."),
                    ("Two voices", "We want the report to keep our voices apart."),
                ),
                ask="Publish each ask and what was done, side by side.",
            ),
            Shared(
                W,
                (("Dates", "A commitment with a date is easier to keep, and to be asked about."),),
                responsibility="Each open commitment gets a name and a date before we meet.",
            ),
        ),
    ),
)

NEXT_TITLES = ("Repair: the day after we get it wrong", "Welcoming the next people")

GOVERNANCE = {
    "controller_name": "Northern Care Trust (fictional)",
    "controller_contact": "information.governance@example.org",
    "lawful_basis": "public_task",
    "staff_support": "Staff psychological support, staff.support@example.org (fictional)",
    "informed_support": "The Black, African and Asian Therapy Network, https://www.baatn.org.uk/",
    "union": "Your union or professional body",
    "speak_up": "Freedom to Speak Up Guardian, speak.up@example.org (fictional)",
    "samaritans": "Samaritans, day and night, 116 123",
    "independent_name": "Marian Bell (fictional)",
    "independent_contact": "marian.bell@example.org",
    "special_condition": "equality",
    "confirm_retention": True,
    "confirm_thresholds": True,
    "validation": "In the second half of the October session, with a week to write in.",
    "consent_asked": "Its facilitator asks at a session; silence keeps its findings out.",
}
SCREENING = (
    "A full assessment is not needed: no caucus is stored beside a name for longer than a session. "
    "To be looked at again after the first year. Dana Whitfield."
)
REPORT_TITLE = "Annual report: our first year (fictional)"


def year_ended_on(today: dt.date) -> dt.date:
    """The last day of the story's year: the end of last month."""
    return today.replace(day=1) - dt.timedelta(days=1)


def year_began_on(today: dt.date) -> dt.date:
    """The first day of the twelve months that ended last month."""
    return today.replace(year=today.year - 1, day=1)


def held_on(chapter: int, today: dt.date) -> dt.date:
    """The day of the chapter (0 to 5): the second Thursday of every other month of the year."""
    months = today.year * 12 + today.month - 1 - MONTHS_BEFORE_THE_END[chapter]
    first = dt.date(months // 12, months % 12 + 1, 1)
    return first + dt.timedelta(days=(3 - first.weekday()) % 7 + 7)


def next_on(number: int, today: dt.date) -> dt.date:
    """A Thursday three weeks ahead, and eight weeks after that."""
    day = today + dt.timedelta(days=21 + 56 * number)
    return day + dt.timedelta(days=(3 - day.weekday()) % 7)
