"""Reading a file of responses: one row is one anonymous answer to one session."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caucus.selectors import caucus_matcher
from cop.core import clock
from cop.core.errors import Refused
from cop.core.names import folded
from cop.core.tables import Problems, Row, RowCheck, Table, read_table
from cop.members.models import Community
from feedback.box import keys
from feedback.box.responses import LONGEST_TEXT, Response, TextTooLong, packed
from feedback.box.typography import fold
from feedback.questionnaire import Choice, Questionnaire
from sessions_app.models import Session


@dataclass(repr=False)
class Batch:
    """The responses to one session, and the row in which they begin."""

    session: Session
    row: int
    responses: list[Response] = field(default_factory=list)

    @cached_property
    def content(self) -> str:
        """The answers in any order, as one text; equal for equal answers."""
        rows = sorted(
            json.dumps(
                [
                    one.label,
                    sorted(one.ratings.items()),
                    sorted(one.texts.items()),
                    *([sorted(one.choices.items())] if one.choices else []),
                ]
            )
            for one in self.responses
        )
        return json.dumps(rows)

    @cached_property
    def digest(self) -> str:
        """What recognises the answers: 64 hexadecimal digits, keyed and slow (0.1 s, 32 MB).

        Never stored for fewer than T answers, of which there are too few to hide among: whoever has
        digest and pepper could try them all.
        """
        digest = hashlib.scrypt(
            self.content.encode(), salt=keys.pepper(), n=2**15, r=8, p=1, dklen=32, maxmem=2**26
        )
        return digest.hex()

    def is_told_apart(self, t: int) -> bool:
        """Whether a digest may be kept of it, where figures need ``t`` answers."""
        return len(self.responses) >= t


@dataclass(repr=False)
class ResponseFile:
    """What a file holds, by session in date order. ``questions``: its columns of text."""

    name: str
    questions: tuple[str, ...]
    batches: list[Batch]
    warnings: list[str]


def read_responses(
    community: Community, file: Path, asked: Questionnaire, problems: Problems
) -> ResponseFile:
    """Read the file; every bad row goes to ``problems``, with what to do."""
    keys = tuple(one.key for one in asked.questions)
    table = read_table(file, problems, required=("session", "caucus", *asked.items), optional=keys)
    questions = tuple(key for key in keys if key in table.columns)
    reader = _Reader(community, table, asked, questions, problems)
    for row in table.rows:
        reader.read(row)
    if table.is_readable and not table.rows and not problems.found:
        problems.add(table.file, _("The file has a header and no row. Nothing to import."))
    batches = sorted(
        reader.batches.values(), key=lambda batch: (batch.session.held_on, batch.session.pk)
    )
    return ResponseFile(table.file, questions, batches, [*table.warnings, *reader.warnings()])


class _Reader:
    """Turns rows into responses, session by session."""

    def __init__(
        self,
        community: Community,
        table: Table,
        asked: Questionnaire,
        questions: tuple[str, ...],
        problems: Problems,
    ) -> None:
        self.table, self.questions, self.problems = table, questions, problems
        self.statements = [one.key for one in asked.statements]
        self.choices = {one.key: _readings(one) for one in asked.choices}
        self.meant = caucus_matcher(community)
        self.today = clock.today(community.time_zone)
        self.sessions = {
            session.key: session for session in Session.objects.filter(community=community)
        }
        self.batches: dict[str, Batch] = {}
        self.unknown_caucuses = 0

    def read(self, row: Row) -> None:
        check = RowCheck(self.table, row, self.problems)
        session = self._session(check)
        label = self._label(row["caucus"])
        ratings = {key: check.read(key, read_rating) for key in self.statements}
        choices = {
            key: check.read(key, partial(read_option, meant)) for key, meant in self.choices.items()
        }
        texts = {key: check.read(key, read_text) for key in self.questions}
        response = Response(
            label,
            {item: rating for item, rating in ratings.items() if rating is not None},
            {key: text for key, text in texts.items() if text},
            {key: option for key, option in choices.items() if option is not None},
        )
        if check.is_fine:
            try:
                packed(response)
            except TextTooLong:
                check.refuse("", _("The comments of this row are too long together."))
        if session is not None and check.is_fine:
            batch = self.batches.setdefault(session.key, Batch(session, row.number))
            batch.responses.append(response)

    def _session(self, check: RowCheck) -> Session | None:
        key = check.row["session"]
        session = self.sessions.get(key)
        if not key:
            check.refuse("session", _("Enter the session’s own key, like S1."))
        elif session is None:
            check.refuse("session", _("There is no session “%s”. Import the register first.") % key)
        elif session.is_cancelled:
            check.refuse("session", _("This session was cancelled, so nobody could answer."))
        elif session.held_on > self.today:
            check.refuse("session", _("This session lies in the future. Check the key."))
        return session

    def _label(self, text: str) -> str | None:
        if not text:
            return None
        caucus = self.meant(text)
        if caucus is None:
            self.unknown_caucuses += 1
            return None
        return caucus.key

    def warnings(self) -> list[str]:
        number = self.unknown_caucuses
        if not number:
            return []
        return [
            ngettext(
                "%(file)s: %(number)d row states no caucus of this community; it counts as "
                "not stated.",
                "%(file)s: %(number)d rows state no caucus of this community; they count as "
                "not stated.",
                number,
            )
            % {"file": self.table.file, "number": number}
        ]


def read_rating(text: str) -> int:
    """Read a rating from 1 to 5."""
    if text not in {"1", "2", "3", "4", "5"}:
        raise Refused(_("Enter a whole number from 1 to 5, or leave it empty for no view."))
    return int(text)


def _readings(choice: Choice) -> dict[str, str]:
    """What stands for an option: its key, or its words."""
    words = {folded(option.text): option.key for option in choice.options}
    return words | {option.key: option.key for option in choice.options}


def read_option(meant: Mapping[str, str], text: str) -> str:
    """Read a choice: an option's key or its words."""
    option = meant.get(text) or meant.get(folded(text))
    if option is None:
        known = ", ".join(dict.fromkeys(meant.values()))
        raise Refused(_("Enter one of these, or leave it empty: %s.") % known)
    return option


def read_text(text: str) -> str:
    """Read a comment, in plain typography."""
    folded = fold(text)
    if len(folded) > LONGEST_TEXT:
        raise Refused(_("Shorten this comment to at most %d characters.") % LONGEST_TEXT)
    return folded
