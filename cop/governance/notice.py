"""The privacy notice, written from what is really set: one sentence for each fact.

A line's ``values`` are what it says, whatever the language: when they change, the notice that was
confirmed no longer holds. ``cop.governance.sentences`` has the words.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

from cop.core import registry
from cop.governance import installation
from cop.governance.clocks import DAYS_TO_ACKNOWLEDGE
from cop.governance.enums import Stage
from cop.governance.models import Governance
from cop.governance.sentences import CONDITIONS, HEADINGS, LINES
from cop.members.enums import Role, readers_in_words
from cop.members.models import Community
from cop.members.selectors import people_holding

# Rooms whose data a community does not touch before it listens.
LISTENING = frozenset({"caucus", "feedback", "reports"})


@dataclass(frozen=True)
class Line:
    """One fact of the notice, and the sentence that says it."""

    key: str
    section: str
    stage: Stage
    text: str
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The same for the same facts."""
        said = json.dumps(self.values, sort_keys=True, default=str)
        return hashlib.sha256(said.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Kept:
    """One kind of data: a row of the notice's table."""

    key: str
    what: str
    why: str
    readers: str
    period: str
    stage: Stage

    @property
    def line(self) -> Line:
        values = {"readers": self.readers, "period": self.period}
        return Line(f"kept.{self.key}", "kept", self.stage, self.what, values)


@dataclass(frozen=True)
class Notice:
    """Everything the notice says."""

    lines: list[Line]
    kept: list[Kept]
    listens: bool = True  # False: no choice of a space is stored and no feedback asked

    @property
    def sections(self) -> list[tuple[str, str | Promise, list[Line]]]:
        """Key, heading and lines, in reading order; nothing of what is not asked yet."""
        said = [
            line
            for line in self.lines
            if self.listens or line.stage != Stage.LISTEN or line.key == "condition"
        ]
        sections = [
            (key, heading, [line for line in said if line.section == key])
            for key, heading in HEADINGS.items()
        ]
        return [section for section in sections if section[2]]

    def digests(self) -> dict[str, str]:
        """What was said, by topic: kept when somebody confirms the notice."""
        return {line.key: line.digest for line in self._facts()}

    @property
    def print(self) -> str:
        """One short mark of everything the notice says."""
        said = json.dumps(self.digests(), sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    def changed_since(self, confirmed: dict[str, str], stages: Iterable[str]) -> list[str]:
        """Titles of what the notice says otherwise than when it was confirmed."""
        asked = set(stages)
        facts = [line for line in self._facts() if line.stage in asked]
        changed = [line.key for line in facts if confirmed.get(line.key) != line.digest]
        gone = [key for key in confirmed if key not in {line.key for line in self._facts()}]
        return [self.title_of(key) for key in [*changed, *(gone if Stage.MEET in asked else [])]]

    def title_of(self, key: str) -> str:
        """What a topic is called where the notice is said to have changed."""
        kept = {f"kept.{row.key}": row.what for row in self.kept}
        if key in LINES:
            return str(LINES[key].title)
        return kept.get(key) or key.removeprefix("kept.").replace("_", " ")

    def _facts(self) -> list[Line]:
        return [*self.lines, *(row.line for row in self.kept)]


def notice_of(community: Community, facts: Governance) -> Notice:
    """The notice as it stands now, in the language of the reader."""
    values = _values(community, facts)
    lines = [
        Line(key, words.section, words.stage, words.say(values[key]), values[key])
        for key, words in LINES.items()
    ]
    rows = [_row(holding, community) for holding in sorted(registry.holdings, key=_place)]
    return Notice(lines, rows, listens=facts.special_condition in CONDITIONS)


def confirmed_words(community: Community, facts: Governance) -> Notice:
    """The notice in the installation's own language: what digests are made of."""
    with translation.override(settings.LANGUAGE_CODE):
        return notice_of(community, facts)


def asks_comments(community: Community, facts: Governance) -> bool:
    """Whether comments are asked for: somebody independent is there, and they are wanted."""
    return not facts.figures_only and people_holding(community, Role.EVALUATOR).exists()


def _place(holding: registry.Holding) -> tuple[bool, int]:
    """Name and address come first, then by data class."""
    return holding.key not in ("membership", "account"), int(holding.data_class[1:] or 99)


def _row(holding: registry.Holding, community: Community) -> Kept:
    rooms = {label.partition(".")[0] for label in holding.models}
    return Kept(
        key=holding.key,
        what=str(holding.what),
        why=str(holding.why),
        readers=", ".join(readers_in_words(holding.readers)),
        period=holding.kept(community),
        stage=Stage.LISTEN if rooms & LISTENING else Stage.MEET,
    )


def _values(community: Community, facts: Governance) -> dict[str, dict[str, Any]]:
    contacts = people_holding(community, Role.DATA_PROTECTION_CONTACT)
    found: dict[str, dict[str, Any]] = {
        "controller": {"name": facts.controller_name, "contact": facts.controller_contact},
        "contact": {"people": [f"{person} ({person.email})" for person in contacts]},
        "basis": {"basis": facts.lawful_basis},
        "condition": {"condition": facts.special_condition},
        "comments": {"asked": asks_comments(community, facts)},
        "thresholds": {
            "figures": community.t_figures,
            "text": community.t_text,
            "caucus": community.t_text_caucus,
        },
        "rhythm": {
            "figures": community.figures_rhythm,
            "comments": community.comments_rhythm,
            "period": community.period_length,
        },
        "results": {"moment": community.results_moment},
        "independent": {"name": facts.independent_name, "contact": facts.independent_contact},
        "complaints": {"register": facts.keeps_complaints, "days": DAYS_TO_ACKNOWLEDGE},
    }
    return {key: found.get(key, {}) for key in LINES} | installation.values()
