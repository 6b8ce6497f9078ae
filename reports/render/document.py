"""A report as a document: numbered sections, figures, tables and notes, ready for a page.

Built once from the data; page, PDF and Word print the same parts in the same order. What fills a
section of each kind stands in ``reports.render.parts``; authored text is rendered last, when every
number it may refer to is known.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cop.core.text import markdown_to_html
from reports.enums import ReportKind
from reports.render import words
from reports.render.tables import FigureView, NoteView, TableView
from reports.schema import ReportData, SectionText
from reports.template import plans_for


@dataclass
class Section:
    """One numbered section: authored words, what is made of the data, and `parts` inside it."""

    id: str
    number: str
    title: str
    template: str = ""  # prints `context`; none where nothing is made of the data
    context: dict[str, Any] = field(default_factory=dict)
    lead: str = ""  # plain words, before the others
    markdown: str = ""
    html: SafeString = field(default_factory=SafeString)  # of the markdown, made last
    parts: list["Section"] = field(default_factory=list)

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
    tables: list[TableView]  # as they are numbered
    figures: list[FigureView]
    day: dt.date  # of the edition, or of the draft's figures: the date of every file

    @property
    def heading(self) -> str:
        return f"{self.title}, {self.period}"


class Builder:
    """Numbers sections, tables, figures and notes in the order in which they are made."""

    def __init__(self, data: ReportData) -> None:
        self.data = data
        self.sections: list[Section] = []
        self.notes: list[NoteView] = []
        self.tables: list[TableView] = []
        self.drawn: list[FigureView] = []

    def section(self, text: SectionText) -> Section:
        number = str(len(self.sections) + 1)
        made = Section(f"section-{text['key']}", number, text["title"], markdown=text["body"])
        self.sections.append(made)
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
        key_of_template = key if template is None else template
        made = Section(f"part-{key}", number, title, context=dict(context), lead=lead)
        made.markdown = markdown
        made.template = _template(key_of_template) if key_of_template else ""
        inside.parts.append(made)
        return made

    def table(self, table: TableView | None) -> TableView | None:
        if table is None:
            return None
        self.tables.append(table.numbered(len(self.tables) + 1))
        return self.tables[-1]

    def figures(
        self, caption: str, drawings: Sequence[SafeString | None], *, wide: bool = False
    ) -> list[FigureView]:
        made: list[FigureView] = []
        for drawing in drawings:
            if drawing is not None:
                made.append(FigureView(len(self.drawn) + len(made) + 1, caption, drawing, wide))
        self.drawn += made
        return made

    def note(self, text: str) -> NoteView:
        """An endnote; the same words twice are the same note."""
        for known in self.notes:
            if known.text == text:
                return known
        made = NoteView(len(self.notes) + 1, text)
        self.notes.append(made)
        return made


def build_document(data: ReportData) -> Document:
    """The document of a report. Raises KeyError where the data are incomplete."""
    from reports.render.parts import PARTS  # noqa: PLC0415  they build with what stands here

    builder = Builder(data)
    for text in data.get("sections") or default_sections(data):
        section = builder.section(text)
        fill = PARTS.get(text["kind"])
        if fill is not None:
            fill(builder, section)
    for note in data["notes"]:
        builder.note(note)
    _render_authored(builder)
    return Document(
        title=data.get("title") or _("Annual report"),
        community=data["community"],
        period=words.span(data["period"]["from"], data["period"]["to"]),
        prepared_on=words.day(data["prepared_on"]),
        so_far=data["so_far"],
        is_caucused=words.is_caucused(data),
        sections=builder.sections,
        notes=builder.notes,
        tables=builder.tables,
        figures=builder.drawn,
        day=_day_of(data),
    )


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


def _render_authored(builder: Builder) -> None:
    def made(sections: list[Section], level: int) -> None:
        for section in sections:
            section.html = markdown_to_html(section.markdown, heading_offset=level)
            made(section.parts, level + 1)

    made(builder.sections, 2)


def _template(key: str) -> str:
    return f"reports/document/_{key.replace('-', '_')}.html"
