"""Texts that come with the program, in the words a community has for its own caucuses."""

import re
from functools import lru_cache
from pathlib import Path

from cop.core.registry import CaucusWords, caucuses_in_words
from cop.members.models import Community

TEXTS = Path(__file__).parent / "texts"
RATIONALE = "rationale"
PLACE = re.compile(r"\{(\w+)\}")


def shipped_text(community: Community, kind: str, rationale: str = "") -> str:
    """The text of the kind for this community, as Markdown, ready to adopt or to change.

    ``rationale`` goes into its slot in the terms of reference: the community's own reasons for
    meeting apart. Where it is empty, reasons that hold in general stand there.
    """
    words = _words(community)
    words["rationale"] = _quoted(rationale) or _file(RATIONALE).strip()
    return PLACE.sub(lambda place: words[place[1]], _file(kind))


@lru_cache
def _file(name: str) -> str:
    return (TEXTS / f"{name}.md").read_text(encoding="utf-8")


def _words(community: Community) -> dict[str, str]:
    """What stands in each place of the texts."""
    caucuses = caucuses_in_words(community)
    answered_to = [each for each in caucuses if each.is_answered_to] or caucuses[:1]
    others = [each for each in caucuses if each not in answered_to]
    first = _listed(answered_to)
    return {
        "community": community.name,
        "caucuses": _listed(caucuses),
        "answered_to": first,
        "answered_to_first": first[:1].upper() + first[1:],
        "others": _listed(others),
        "definitions": "\n".join(f"- **{each.name}**: {each.definition}" for each in caucuses),
    }


def _listed(caucuses: list[CaucusWords]) -> str:
    """``the A and the B``; a community without caucuses yet has some all the same."""
    names = [f"the {each.name}" for each in caucuses]
    if len(names) < 2:
        return "".join(names) or "the caucuses"
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _quoted(text: str) -> str:
    """Somebody's own words as one quotation in Markdown."""
    lines = text.strip().splitlines()
    return "\n".join(f"> {line}".rstrip() for line in lines)
