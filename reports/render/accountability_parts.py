"""Share-backs, asks and commitments: what fills this section."""

from typing import Any

from django.utils.translation import gettext as _

from caucus.enums import CommitmentState
from reports.render import words
from reports.render.accountability import accountability_sentences, accountability_table
from reports.render.document import Builder, Section
from reports.schema_ledger import CommitmentLine


def share_backs(builder: Builder, section: Section) -> None:
    """What was shared, then what was asked and what became of it; nothing without caucuses."""
    data = builder.data
    if not words.is_caucused(data):
        return
    given = [
        {**share_back, "date_words": words.day(share_back["date"])}
        for share_back in data["share_backs"]
    ]
    builder.fill(section, "share-backs", share_backs=given)
    found = data.get("accountability")
    if found is None:
        return
    builder.part(
        section,
        "accountability",
        _("Asks and commitments"),
        sentences=accountability_sentences(found),
        table=builder.table(accountability_table(found)),
        asks=[
            {
                **ask,
                "date_words": words.day(ask["date"]),
                "answers": [_commitment(one) for one in ask["answers"]],
            }
            for ask in data.get("asks", [])
        ],
        unasked=[_commitment(one) for one in data.get("commitments", [])],
    )


def _commitment(line: CommitmentLine) -> dict[str, Any]:
    """One line of facts below the words: who sees to it, by when, and how it stood."""
    who = line["responsible"] or _("Nobody named yet")
    if line["due_on"]:
        who = _("%(who)s, by %(day)s") % {"who": who, "day": words.day(line["due_on"])}
    return {**line, "facts": f"{who} · {_standing(line)}"}


def _standing(line: CommitmentLine) -> str:
    if not line["state"]:
        said = _("Nothing said of it yet")
    else:
        said = _("%(state)s, as of session %(session)s") % {
            "state": CommitmentState(line["state"]).label,
            "session": line["said_at"],
        }
    return _("%s; its day has passed") % said if line["is_overdue"] else said
