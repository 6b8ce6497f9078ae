"""What people wrote, as safe HTML inside a document: the one way for sections and narratives.

Markdown with marks of our own: ``{{ attendance.total }}`` prints a figure, ``{{ see
table.attendance_by_session }}`` leads to a table, ``[@key]`` cites a work, ``[^1]`` is an endnote.
What leads nowhere is printed as a visible mark and told as ``Unresolved``.
"""

import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it.token import Token

from cop.core.errors import Refused
from cop.core.text import cleaned, nest_headings
from reports.render import marks
from reports.render.citations import Cited, Cluster, Entry, cite, works_in
from reports.render.tables import NoteView

Kind = Literal["placeholder", "reference", "citation", "footnote"]
SEE = "see "


@dataclass(frozen=True)
class Unresolved:
    """Something an author named that is not there. ``section`` is the key of a section."""

    section: str
    kind: Kind
    name: str

    @property
    def words(self) -> str:
        """What is wrong, for whoever wrote it."""
        sentences = {
            "placeholder": _("There is no figure called “%s”."),
            "reference": _("There is no table, figure, section or recommendation “%s”."),
            "citation": _("No work in the references has the key “%s”."),
            "footnote": _(
                "The footnote “%s” is called and not written, or written and not called."
            ),
        }
        return sentences[self.kind] % self.name


@dataclass(frozen=True)
class Target:
    """A place that a sentence can lead to, and what it is called there."""

    anchor: str
    words: str


# What no XML may hold, and so no Word file.
NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass
class Authored:
    """Words somebody wrote, and what they become; a template prints ``html``."""

    section: str  # the key of the section they stand in
    markdown: str
    offset: int = 2  # the level of the heading above them
    html: SafeString = field(default_factory=SafeString)  # made last


@dataclass
class Bibliography:
    """The works that were cited; filled when every citation is known."""

    entries: tuple[Entry, ...] = ()


@dataclass
class _Read:
    """One text, read and not yet written, and its footnotes by number."""

    text: Authored
    tokens: list[Token]
    notes: dict[int, tuple[NoteView, list[Token]]]


class Author:
    """Reads the texts of a document one after another, then writes them all.

    Citations can only be written together, and notes be numbered when all are known: so each text
    is read first, in the order of the document, and written last.
    """

    def __init__(
        self, figures: Mapping[str, str], targets: Mapping[str, Target], references: str
    ) -> None:
        self._figures, self._targets, self._references = figures, targets, references
        self._works: frozenset[str] = frozenset()
        self._unread = ""  # why the works cannot be cited
        try:
            self._works = frozenset(works_in(references))
        except Refused as problem:
            self._unread = problem.message
        self._read: list[_Read] = []
        self._clusters: list[Cluster] = []
        self.unresolved: list[Unresolved] = []

    def read(self, text: Authored) -> list[NoteView]:
        """Take in a text. Its footnotes are endnotes of the document, in this order."""
        environment: dict[str, Any] = {}
        tokens = marks.report_parser().parse(NO_XML.sub("", text.markdown), environment)
        marks.flatten_links(tokens)
        body, footnotes = _apart(tokens)
        nest_headings(body, text.offset)
        notes = {number: (NoteView(), held) for number, held in footnotes.items()}
        self._read.append(_Read(text, body, notes))
        self._gather(text, tokens)
        known = environment.get("footnotes", {}).get("refs", {})
        for label in (label for label, number in known.items() if number < 0):
            self._miss(text, "footnote", label.removeprefix(":"))
        return [note for note, _held in notes.values()]

    @property
    def cites(self) -> bool:
        """Whether anything that was read cites a work."""
        return bool(self._clusters)

    @property
    def refusal(self) -> str:
        """Why citations stand as they were typed; empty where they do not."""
        return self._unread if self.cites else ""

    def write(self) -> tuple[Entry, ...]:
        """Fill in every text and its notes; notes are numbered by now. Returns the works cited."""
        cited = self._cited()
        for read in self._read:
            for note, held in read.notes.values():
                note.text = _alone(self._html(read, held, cited))
            read.text.html = self._html(read, read.tokens, cited)
        return cited.entries

    def _cited(self) -> Cited:
        if self.cites and not self._unread:
            try:
                return cite(self._references, tuple(self._clusters))
            except Refused as problem:
                self._unread = problem.message
        return Cited()

    def _gather(self, text: Authored, tokens: list[Token]) -> None:
        """Every citation, in its order, and everything that leads nowhere."""
        for token in _inside(tokens):
            if token.type != marks.MARK:
                continue
            if marks.CLUSTER in token.meta:
                cluster: Cluster = token.meta[marks.CLUSTER]
                keys = [] if self._unread else [one.key for one in cluster]
                unknown = [key for key in keys if key not in self._works]
                for key in unknown:
                    self._miss(text, "citation", key)
                token.meta["unknown"] = unknown
                if not unknown:
                    token.meta["place"] = len(self._clusters)
                    self._clusters.append(cluster)
            elif marks.LOST_NOTE in token.meta:
                self._miss(text, "footnote", token.meta[marks.LOST_NOTE])
            elif token.meta[marks.NAME].startswith(SEE):
                name = token.meta[marks.NAME].removeprefix(SEE)
                if name not in self._targets:
                    self._miss(text, "reference", name)
            elif token.meta[marks.NAME] not in self._figures:
                self._miss(text, "placeholder", token.meta[marks.NAME])

    def _miss(self, text: Authored, kind: Kind, name: str) -> None:
        missed = Unresolved(text.section, kind, name)
        if missed not in self.unresolved:
            self.unresolved.append(missed)

    def _html(self, read: _Read, tokens: list[Token], cited: Cited) -> SafeString:
        """Cleaned as any Markdown is; what our marks become is put in after that."""
        parser = marks.report_parser()
        nonce = secrets.token_hex(8)
        made: list[SafeString | str] = []
        for token in _inside(tokens):
            if token.type in (marks.MARK, "footnote_ref"):
                made.append(self._becomes(token, read, cited))
                token.type, token.content = "text", f"{nonce}-{len(made) - 1}-"
        clean = cleaned(parser.renderer.render(tokens, parser.options, {}), tables=True)
        html = clean.replace("<table>", '<table class="report-table">')
        put = re.sub(
            rf"{nonce}-(\d+)-", lambda found: conditional_escape(made[int(found[1])]), html
        )
        return mark_safe(put)

    def _becomes(self, token: Token, read: _Read, cited: Cited) -> SafeString | str:
        meta = token.meta
        if token.type == "footnote_ref":
            return _note_mark(read.notes[meta["id"]][0], is_first=not meta.get("subId"))
        if marks.LOST_NOTE in meta:
            return _visible(_("no such footnote: %s") % meta[marks.LOST_NOTE])
        if marks.CLUSTER in meta:
            if meta["unknown"]:
                return _visible(_("not in the references: %s") % ", ".join(meta["unknown"]))
            return token.content if self._unread else cited.clusters[meta["place"]]
        name = meta[marks.NAME]
        if not name.startswith(SEE):
            known = self._figures.get(name)
            return known if known is not None else _visible(_("no such figure: %s") % name)
        target = self._targets.get(name.removeprefix(SEE))
        if target is None:
            return _visible(_("leads nowhere: %s") % name.removeprefix(SEE))
        if marks.PLAIN in meta:
            return target.words
        return format_html('<a href="#{}">{}</a>', target.anchor, target.words)


def _apart(tokens: list[Token]) -> tuple[list[Token], dict[int, list[Token]]]:
    """The text, and its footnotes by number."""
    body: list[Token] = []
    notes: dict[int, list[Token]] = {}
    into = body
    for token in tokens:
        match token.type:
            case "footnote_open":
                into = notes.setdefault(token.meta["id"], [])
            case "footnote_close":
                into = body
            case "footnote_block_open" | "footnote_block_close" | "footnote_anchor":
                pass
            case _:
                into.append(token)
    return body, notes


def _inside(tokens: list[Token]) -> Iterator[Token]:
    """Everything inside the lines of a text."""
    for token in tokens:
        yield from token.children or []


def _note_mark(note: NoteView, *, is_first: bool) -> SafeString:
    if is_first:
        note.is_called = True
        return format_html(
            '<sup class="report-note-mark" id="note-{}-from"><a href="#note-{}">{}</a></sup>',
            note.number,
            note.number,
            note.mark,
        )
    return format_html(
        '<sup class="report-note-mark"><a href="#note-{}">{}</a></sup>', note.number, note.mark
    )


def _visible(words: str) -> SafeString:
    return format_html('<mark class="report-unresolved">[{}]</mark>', words)


def _alone(html: SafeString) -> SafeString:
    """A note of one paragraph without its tags: it stands in a list."""
    found = re.fullmatch(r"<p>(.*)</p>\s*", html, re.DOTALL)
    return mark_safe(found[1]) if found and "<p>" not in found[1] else html
