"""Words of papers for the tests: an ordinary one, the longest, and the barest of each."""

from typing import Any

from reports.certificates import CertificateWords
from reports.summaries import SummaryWords

SHARED = {
    "caucus": "White Caucus",
    "themes": [
        {"title": "Who takes the minutes", "body": "It is nearly always the same people."},
        {"title": "Silence in meetings", "body": "We noticed what we do not say."},
    ],
    "label": "What we take responsibility for",
    "slot": "We will share out the minutes before the next meeting.",
}


def summary_words(**changes: Any) -> SummaryWords:
    """After a session with two caucuses."""
    actions = [
        {"words": "Send the list", "role": "the secretary", "due": "1 December 2026"},
        {"words": "Book a larger room", "role": "", "due": ""},
    ]
    words: dict[str, Any] = {
        "community": "Northern Community of Practice",
        "day": "Thursday 19 November 2026",
        "topics": ["Listening well"],
        "came": "16 people came.",
        "share_backs": [
            {**SHARED, "caucus": "Racially Minoritised Caucus", "label": "What we ask"},
            SHARED,
        ],
        "next_steps": "You asked for more time in caucuses; there are ten minutes more now.",
        "decided": ["Racism in supervision: taken up. For January."],
        "notes": "We agreed to begin on time.\n\nA member asked what happens in between.",
        "actions": [one | {"is_done": False} for one in actions],
        "next": "Thursday 14 January 2027, 1pm to 3pm (GMT)",
    }
    words["leaders"] = {
        "topics": words["topics"],
        "came": words["came"],
        "actions": words["actions"],
        "asks": "Please keep the two hours free for everybody who wants to come.",
        "next": words["next"],
    }
    return words | changes  # type: ignore[return-value]


def bare_words() -> SummaryWords:
    """Nothing was released, nothing written, nothing is planned."""
    nothing = {"topics": [], "came": "", "actions": [], "next": ""}
    rest = {"share_backs": [], "next_steps": "", "decided": [], "notes": ""}
    return summary_words(**nothing, **rest, leaders={**nothing, "asks": ""})


def certificate(name: str = "Amara Żółć-Osei", **changes: Any) -> CertificateWords:
    """Of one session."""
    words: dict[str, Any] = {
        "community": "Northern Community of Practice",
        "name": name,
        "issued": "Sunday 22 November 2026",
        "sessions": [{"day": "Thursday 19 November 2026", "length": "2 hours"}],
        "year": 0,
        "total": "2 hours",
        "unknown": 0,
    }
    return words | changes  # type: ignore[return-value]


def year(number: int = 6) -> CertificateWords:
    """Of a year, one session of it without its times."""
    known = [{"day": f"Thursday {day} October 2026", "length": "2 hours"} for day in range(number)]
    sessions = [*known, {"day": "Thursday 19 November 2026", "length": ""}]
    return certificate(sessions=sessions, year=2026, unknown=1, total=f"{2 * number} hours")
