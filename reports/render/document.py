"""A frozen report as a document: numbered sections, figures, tables and notes, ready for a page.

Built once from the data; the web page and the PDF print the same parts in the same order.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cop.core.text import markdown_to_html
from reports.render import words
from reports.render.accountability import accountability_sentences, accountability_table
from reports.render.charts import attendance_charts, ratings_chart, response_charts
from reports.render.ratings import period_table, session_tables
from reports.render.tables import FigureView, NoteView, TableView, table_from
from reports.schema import ReportData


@dataclass
class Section:
    """One numbered section; `parts` are the numbered sections inside it."""

    id: str
    number: str
    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    parts: list["Section"] = field(default_factory=list)


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

    @property
    def heading(self) -> str:
        return f"{self.title}, {self.period}"


class Builder:
    """Numbers sections, tables, figures and notes in the order in which they are made."""

    def __init__(self, data: ReportData) -> None:
        self.data = data
        self.sections: list[Section] = []
        self.notes: list[NoteView] = []
        self._tables = 0
        self._figures = 0

    def section(self, key: str, title: str, **context: object) -> Section:
        number = str(len(self.sections) + 1)
        made = Section(f"section-{key}", number, title, _template(key), dict(context))
        self.sections.append(made)
        return made

    def part(self, inside: Section, key: str, title: str, **context: object) -> Section:
        number = f"{inside.number}.{len(inside.parts) + 1}"
        made = Section(f"part-{key}", number, title, _template(key), dict(context))
        inside.parts.append(made)
        return made

    def table(self, table: TableView | None) -> TableView | None:
        if table is None:
            return None
        self._tables += 1
        return table.numbered(self._tables)

    def figures(self, caption: str, drawings: Sequence[SafeString | None]) -> list[FigureView]:
        made = []
        for drawing in drawings:
            if drawing is not None:
                self._figures += 1
                made.append(FigureView(self._figures, caption, drawing))
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
    """The document of a frozen report. Raises KeyError where the data are incomplete."""
    builder = Builder(data)
    steps: list[Callable[[Builder], None]] = [
        _introduction, _in_short, _members, _sessions, _decisions, _attendance, _feedback,
        _share_backs, _accountability, _recommendations, _method, _terms,
    ]  # fmt: skip
    for step in steps:
        step(builder)
    for text in data["notes"]:
        builder.note(text)
    return Document(
        title=data.get("title") or _("Annual report"),
        community=data["community"],
        period=words.span(data["period"]["from"], data["period"]["to"]),
        prepared_on=words.day(data["prepared_on"]),
        so_far=data["so_far"],
        is_caucused=words.is_caucused(data),
        sections=builder.sections,
        notes=builder.notes,
    )


def _template(key: str) -> str:
    return f"reports/document/_{key.replace('-', '_')}.html"


def _authored(builder: Builder, key: str, title: str, markdown: str) -> None:
    html = markdown_to_html(markdown, heading_offset=2)
    if strip_tags(html).strip():
        section = builder.section(key, title, html=html)
        section.template = _template("authored")


def _introduction(builder: Builder) -> None:
    text = builder.data["authored"]["introduction_md"]
    _authored(builder, "introduction", _("Introduction"), text)


def _recommendations(builder: Builder) -> None:
    text = builder.data["authored"]["recommendations_md"]
    _authored(builder, "recommendations", _("Recommendations"), text)


def _in_short(builder: Builder) -> None:
    said = builder.data["sentences"]
    points = [
        said.get("members"),
        said.get("attendance"),
        said.get("once_only"),
        said.get("responses"),
        said.get("ratings"),
    ]
    builder.section(
        "in-short", _("In short"), points=list(filter(None, points)), empty=_is_empty(builder)
    )


def _is_empty(builder: Builder) -> bool:
    data = builder.data
    return not data["sessions"] and not data["tables"]["members_by_organisation"]["rows"]


def _members(builder: Builder) -> None:
    data = builder.data
    builder.section(
        "members",
        _("Members"),
        sentence=data["sentences"].get("members", ""),
        table=builder.table(table_from(data, "members_by_organisation")),
    )


def _sessions(builder: Builder) -> None:
    data = builder.data
    sessions = [
        {**session, "date_words": words.day(session["date"])} for session in data["sessions"]
    ]
    builder.section("sessions", _("Sessions and topics"), sessions=sessions)


def _decisions(builder: Builder) -> None:
    decisions = [
        {**decision, "date_words": words.day(decision["date"])}
        for decision in builder.data.get("decisions", [])
    ]
    if decisions:
        builder.section("decisions", _("What changed, and why"), decisions=decisions)


def _attendance(builder: Builder) -> None:
    data = builder.data
    section = builder.section("attendance", _("Attendance"))
    sentence = data["sentences"].get("attendance", "")
    builder.part(
        section,
        "by-session",
        _("Attendance by session"),
        sentence=sentence,
        figures=builder.figures(_("Members who came to each session"), attendance_charts(data)),
        table=builder.table(table_from(data, "attendance_by_session")),
    )
    builder.part(
        section,
        "frequency",
        _("How often people came"),
        table=builder.table(table_from(data, "attendance_frequency")),
    )


def _feedback(builder: Builder) -> None:
    data = builder.data
    section = builder.section("feedback", _("Feedback after sessions"))
    builder.part(
        section,
        "responses",
        _("Who answered"),
        sentence=data["sentences"].get("responses", ""),
        figures=builder.figures(_("Share of those who came that answered"), response_charts(data)),
        table=builder.table(table_from(data, "responses_by_session")),
    )
    _ratings(builder, section)


def _ratings(builder: Builder, section: Section) -> None:
    data = builder.data
    period = data["ratings"]["period"]
    bands = builder.note(
        _(
            "Answers run from 1 (strongly disagree) to 5 (strongly agree). Low is 1 or 2; middle "
            "is 3 or no view; high is 4 or 5."
        )
    )
    builder.part(
        section,
        "ratings-year",
        _("Ratings over the period"),
        stem=data["questionnaire"]["stem"].rstrip(" .…"),
        added_up=period["source"] == "sum" and period["state"] == "released",
        reason=words.why_nothing(period["state"]),
        hides=words.hides(period["cells"], is_caucused=words.is_caucused(data)),
        sentence=data["sentences"].get("ratings", ""),
        figures=builder.figures(_("Ratings over the period"), [ratings_chart(data)]),
        table=builder.table(period_table(data)),
        note=bands,
    )
    if data["rhythm"] == "session":
        views = [{**view, "table": builder.table(view["table"])} for view in session_tables(data)]
        builder.part(
            section,
            "ratings-session",
            _("Ratings session by session"),
            sessions=views,
            note=bands,
        )


def _share_backs(builder: Builder) -> None:
    if not words.is_caucused(builder.data):
        return
    given = [
        {**share_back, "date_words": words.day(share_back["date"])}
        for share_back in builder.data["share_backs"]
    ]
    builder.section("share-backs", _("What the caucuses shared"), share_backs=given)


def _accountability(builder: Builder) -> None:
    """What was asked and taken on, as one sentence and a table; or that there was nothing."""
    found = builder.data.get("accountability")
    if found is None or not words.is_caucused(builder.data):
        return
    builder.section(
        "accountability",
        _("Asks and commitments"),
        sentences=accountability_sentences(found),
        table=builder.table(accountability_table(found)),
    )


def _method(builder: Builder) -> None:
    negative = [
        item for item in builder.data["questionnaire"]["items"] if item["polarity"] == "negative"
    ]
    builder.section("method", _("How the figures are shown"), negative=negative)


def _terms(builder: Builder) -> None:
    terms = sorted(builder.data["terms"].values(), key=lambda term: term.get("position", 0))
    if terms:
        builder.section("terms", _("Words for the caucuses"), terms=terms)
