"""A report as a document: numbered sections, figures, tables and notes, ready for a page.

Built once from the data; page, PDF and Word print the same parts in the same order. What fills a
section of each kind stands in ``reports.render.parts``; authored text is rendered last, when every
number it may refer to is known.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from cop.core.text import LAST_LEVEL
from reports.enums import ReportKind, SectionKind
from reports.placeholders import placeholders
from reports.render import words
from reports.render.authored import Author, Authored, Bibliography, Target, Unresolved
from reports.render.tables import FigureView, NoteView, TableView
from reports.schema import EditionLine, ReportData, SectionText
from reports.template import plans_for


@dataclass
class Section:
    """One numbered section: authored words, what is made of the data, and `parts` inside it."""

    key: str  # of the section that authors open; a part has the one it stands in
    id: str
    number: str
    title: str
    own: Authored  # the words above everything else
    template: str = ""  # prints `context`; none where nothing is made of the data
    context: dict[str, Any] = field(default_factory=dict)
    lead: str = ""  # plain words, before the others
    texts: list[Authored] = field(default_factory=list)  # further words, printed by the template
    parts: list["Section"] = field(default_factory=list)

    @property
    def html(self) -> SafeString:
        return self.own.html

    @property
    def is_empty(self) -> bool:
        """Promised, and nothing stands there."""
        return not (self.lead or self.html or self.template or self.parts)


@dataclass
class Document:
    title: str
    community: str
    period: str
    prepared_on: str
    so_far: bool
    is_caucused: bool
    sections: list[Section]
    notes: list[NoteView]
    remarks: list[str]  # on all figures: called from no place, so without a number
    tables: list[TableView]  # as they are numbered
    figures: list[FigureView]
    day: dt.date  # of the edition, or of the draft's figures: the date of every file
    unresolved: list[Unresolved]
    refusal: str  # why citations stand as they were typed, if they do
    authors: str = ""  # who agreed to be named, in one line
    edition: EditionLine | None = None  # none in a draft

    @property
    def edition_day(self) -> str:
        """When the edition was published, in words."""
        return words.day(self.edition["published_on"]) if self.edition else ""

    @property
    def has_notes(self) -> bool:
        return bool(self.notes or self.remarks)

    @property
    def heading(self) -> str:
        return f"{self.title}, {self.period}"


class Builder:
    """Numbers sections, tables and figures in the order in which they are made.

    Each is a ``Target`` that authors may refer to by its key: ``section.limitations``,
    ``table.attendance_by_session``, ``figure.attendance``; to a theme by its title.
    """

    def __init__(self, data: ReportData) -> None:
        self.data = data
        self.sections: list[Section] = []
        self.notes: list[NoteView] = []
        self.tables: list[TableView] = []
        self.drawn: list[FigureView] = []
        self.targets: dict[str, Target] = {}
        self.bibliography = Bibliography()

    def section(self, text: SectionText) -> Section:
        number, key = str(len(self.sections) + 1), text["key"]
        made = Section(key, f"section-{key}", number, text["title"], Authored(key, text["body"]))
        self.sections.append(made)
        self.target(f"section.{key}", made.id, _("Section %s") % number)
        return made

    def fill(self, section: Section, key: str, **context: object) -> None:
        """Print ``document/_<key>.html`` below what was written."""
        section.template, section.context = _template(key), dict(context)

    def part(
        self,
        inside: Section,
        key: str,
        title: str,
        *,
        template: str | None = None,
        lead: str = "",
        markdown: str = "",
        **context: object,
    ) -> Section:
        """A numbered section inside another or inside a part, printed by ``document/_<key>.html``.

        ``template`` is another key, or empty where what was written is all there is.
        """
        number = f"{inside.number}.{len(inside.parts) + 1}"
        own = Authored(inside.key, markdown, offset=min(inside.own.offset + 1, LAST_LEVEL - 1))
        made = Section(inside.key, f"part-{key}", number, title, own, context=dict(context))
        made.lead = lead
        made.template = _template(key if template is None else template)
        inside.parts.append(made)
        self.target(f"section.{key}", made.id, _("Section %s") % number)
        return made

    def authored(self, inside: Section, markdown: str, *, offset: int = 0) -> Authored:
        """Further words of a section: its template prints their ``html``, which is made last."""
        made = Authored(inside.key, markdown, offset=offset or inside.own.offset)
        inside.texts.append(made)
        return made

    def target(self, name: str, anchor: str, words: str) -> None:
        """A place that ``{{ see <name> }}`` leads to."""
        self.targets[name] = Target(anchor, words)

    def table(self, table: TableView | None, key: str = "") -> TableView | None:
        if table is None:
            return None
        made = table.numbered(len(self.tables) + 1)
        self.tables.append(made)
        name = key or table.key or str(made.number)
        self.target(f"table.{name}", f"table-{made.number}", _("Table %d") % made.number)
        return made

    def figures(
        self,
        caption: str,
        drawings: Sequence[SafeString | None],
        key: str = "",
    ) -> list[FigureView]:
        """Numbered drawings; ``key`` names the first of them."""
        made: list[FigureView] = []
        for drawing in drawings:
            if drawing is not None:
                made.append(FigureView(len(self.drawn) + len(made) + 1, caption, drawing))
        self.drawn += made
        for figure in made[:1]:
            name = f"figure.{key or figure.number}"
            self.target(name, figure.id, _("Figure %d") % figure.number)
        return made

    def note(self, text: str) -> NoteView:
        """An endnote; the same words twice are the same note."""
        for known in self.notes:
            if known.text == text:
                return known
        made = NoteView(text)
        self.notes.append(made)
        return made

    def walk(self) -> Iterator[Section]:
        """Every section and part, in the order of the document."""
        waiting = list(reversed(self.sections))
        while waiting:
            section = waiting.pop()
            yield section
            waiting += reversed(section.parts)


def build_document(data: ReportData) -> Document:
    """The document of a report. Raises KeyError where the data are incomplete."""
    builder = _built(data)
    author = _author(builder)
    called = _read_texts(builder, author)
    if author.cites and not any(one.key == SectionKind.REFERENCES for one in builder.sections):
        _add_references(builder)
    builder.notes = _numbered([*called, *builder.notes])
    builder.bibliography.entries = author.write()
    return Document(
        title=data.get("title") or _("Annual report"),
        community=data["community"],
        period=words.span(data["period"]["from"], data["period"]["to"]),
        prepared_on=words.day(data["prepared_on"]),
        so_far=data["so_far"],
        is_caucused=words.is_caucused(data),
        sections=builder.sections,
        notes=builder.notes,
        remarks=data["notes"],
        tables=builder.tables,
        figures=builder.drawn,
        day=_day_of(data),
        unresolved=author.unresolved,
        refusal=author.refusal,
        edition=data.get("edition"),
        authors=get_text_list(data.get("authors", []), _("and")),
    )


def preview(data: ReportData, markdown: str) -> SafeString:
    """What an author is writing, as it would stand in the report, with its own notes below."""
    builder = _built(data)
    author = _author(builder)
    text = Authored("preview", markdown)
    notes = _numbered(author.read(text))
    context = {"entries": author.write(), "text": text, "notes": notes}
    return render_to_string("reports/document/_preview.html", context)


def places_in(data: ReportData) -> list[tuple[str, str]]:
    """What authors type to lead to a place, and what it is called there today."""
    targets = _built(data).targets
    # Of two names for one place it is the later that stays: the name of a theme, not its number.
    names = {target.anchor: name for name, target in targets.items()}
    return [(f"{{{{ see {name} }}}}", targets[name].words) for name in names.values()]


def _built(data: ReportData) -> Builder:
    from reports.render.parts import PARTS  # noqa: PLC0415  they build with what stands here

    builder = Builder(data)
    for text in data.get("sections") or default_sections(data):
        section = builder.section(text)
        fill = PARTS.get(text["kind"])
        if fill is not None:
            fill(builder, section)
    return builder


def _author(builder: Builder) -> Author:
    values = {one.name: one.value for one in placeholders(builder.data)}
    return Author(values, builder.targets, builder.data.get("references", ""))


def _read_texts(builder: Builder, author: Author) -> list[NoteView]:
    """Every text in its place; the notes that are called, in the order of the document."""
    called: list[NoteView] = []
    for section in builder.walk():
        for text in (section.own, *section.texts):
            called += author.read(text)
        called += [note for note in section.context.values() if isinstance(note, NoteView)]
    return called


def _numbered(notes: Sequence[NoteView]) -> list[NoteView]:
    """Each note once, numbered by where it is first called."""
    made = list(dict.fromkeys(notes))
    for number, note in enumerate(made, start=1):
        note.number = number
    return made


def _add_references(builder: Builder) -> None:
    """A report that cites lists what it cites, whatever its sections are."""
    kind = SectionKind.REFERENCES
    section = builder.section({"key": kind, "kind": kind, "title": str(kind.label), "body": ""})
    builder.fill(section, "references", bibliography=builder.bibliography)


def _day_of(data: ReportData) -> dt.date:
    edition = data.get("edition")
    return dt.date.fromisoformat(edition["published_on"] if edition else data["prepared_on"])


def default_sections(data: ReportData) -> list[SectionText]:
    """The template without a word, for figures nobody has written around."""
    plans = plans_for(data.get("kind", ReportKind.SUMMARY))
    return [
        {"key": plan.kind, "kind": plan.kind, "title": str(plan.kind.label), "body": ""}
        for plan in plans
        if plan.is_made
    ]


def _template(key: str) -> str:
    return f"reports/document/_{key.replace('-', '_')}.html" if key else ""
