"""What fills the sections of a report, by kind: figures, tables and lists made of its data."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from reports.enums import SectionKind
from reports.render import words
from reports.render.accountability import accountability_sentences, accountability_table
from reports.render.charts import attendance_charts, ratings_chart, response_charts
from reports.render.document import Builder, Section
from reports.render.findings_parts import fill_findings
from reports.render.ratings import period_table, session_tables
from reports.render.recommendations import recommendations
from reports.render.tables import table_from


def _summary(builder: Builder, section: Section) -> None:
    said = builder.data["sentences"]
    points = [
        said.get("members"),
        said.get("attendance"),
        said.get("once_only"),
        said.get("responses"),
        said.get("ratings"),
    ]
    builder.fill(section, "in-short", points=list(filter(None, points)), empty=_is_empty(builder))


def _is_empty(builder: Builder) -> bool:
    data = builder.data
    return not data["sessions"] and not data["tables"]["members_by_organisation"]["rows"]


def _members(builder: Builder, section: Section) -> None:
    data = builder.data
    builder.fill(
        section,
        "members",
        sentence=data["sentences"].get("members", ""),
        table=builder.table(table_from(data, "members_by_organisation")),
    )


def _sessions(builder: Builder, section: Section) -> None:
    data = builder.data
    sessions = [
        {**session, "date_words": words.day(session["date"])} for session in data["sessions"]
    ]
    builder.fill(section, "sessions", sessions=sessions)
    decisions = [
        {**decision, "date_words": words.day(decision["date"])}
        for decision in builder.data.get("decisions", [])
    ]
    if decisions:
        builder.part(section, "decisions", _("What changed, and why"), decisions=decisions)


def _attendance(builder: Builder, section: Section) -> None:
    data = builder.data
    sentence = data["sentences"].get("attendance", "")
    builder.part(
        section,
        "by-session",
        _("Attendance by session"),
        sentence=sentence,
        figures=builder.figures(
            _("Members who came to each session"), attendance_charts(data), "attendance"
        ),
        table=builder.table(table_from(data, "attendance_by_session")),
    )
    builder.part(
        section,
        "frequency",
        _("How often people came"),
        table=builder.table(table_from(data, "attendance_frequency")),
    )


def _feedback(builder: Builder, section: Section) -> None:
    data = builder.data
    builder.part(
        section,
        "responses",
        _("Who answered"),
        sentence=data["sentences"].get("responses", ""),
        figures=builder.figures(
            _("Share of those who came that answered"), response_charts(data), "responses"
        ),
        table=builder.table(table_from(data, "responses_by_session")),
    )
    negative = [item for item in data["questionnaire"]["items"] if item["polarity"] == "negative"]
    builder.part(section, "method", _("How the figures are shown"), negative=negative)


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
        figures=builder.figures(_("Ratings over the period"), [ratings_chart(data)], "ratings"),
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


def _share_backs(builder: Builder, section: Section) -> None:
    if not words.is_caucused(builder.data):
        return
    given = [
        {**share_back, "date_words": words.day(share_back["date"])}
        for share_back in builder.data["share_backs"]
    ]
    builder.fill(section, "share-backs", share_backs=given)
    found = builder.data.get("accountability")
    if found is None:
        return
    builder.part(
        section,
        "accountability",
        _("Asks and commitments"),
        sentences=accountability_sentences(found),
        table=builder.table(accountability_table(found)),
    )


def _introduction(builder: Builder, section: Section) -> None:
    terms = sorted(builder.data["terms"].values(), key=lambda term: term.get("position", 0))
    if terms:
        builder.part(section, "terms", _("A note on language"), terms=terms)


def _references(builder: Builder, section: Section) -> None:
    builder.fill(section, "references", bibliography=builder.bibliography)


# What fills a section; kinds that are not here hold what their authors wrote and nothing else.
PARTS: dict[str, Callable[[Builder, Section], None]] = {
    SectionKind.SUMMARY: _summary,
    SectionKind.INTRODUCTION: _introduction,
    SectionKind.MEMBERSHIP: _members,
    SectionKind.SESSIONS: _sessions,
    SectionKind.ATTENDANCE: _attendance,
    SectionKind.FEEDBACK: _feedback,
    SectionKind.RATINGS: _ratings,
    SectionKind.FINDINGS: fill_findings,
    SectionKind.SHARE_BACKS: _share_backs,
    SectionKind.RECOMMENDATIONS: recommendations,
    SectionKind.REFERENCES: _references,
}
