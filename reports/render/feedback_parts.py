"""Feedback and ratings: what fills these sections."""

from django.utils.translation import gettext as _

from reports.render import words
from reports.render.charts import ratings_chart, response_charts
from reports.render.document import Builder, Section
from reports.render.ratings import period_table, session_tables
from reports.render.tables import table_from


def feedback(builder: Builder, section: Section) -> None:
    """Who answered, what was asked, and how the figures are shown."""
    data = builder.data
    builder.part(
        section,
        "responses",
        _("Who answered"),
        coverage=data["sentences"].get("coverage", ""),
        sentence=data["sentences"].get("responses", ""),
        figures=builder.figures(
            _("Share of those who came that answered"), response_charts(data), "responses"
        ),
        table=builder.table(table_from(data, "responses_by_session")),
    )
    asked = data["questionnaire"]
    if "questions" in asked:
        builder.part(
            section,
            "questionnaire",
            _("What was asked"),
            questionnaire=asked,
            stem=_stem(builder),
            is_caucused=words.is_caucused(data),
        )
    negative = [item for item in asked["items"] if item["polarity"] == "negative"]
    builder.part(section, "method", _("How the figures are shown"), negative=negative)


def ratings(builder: Builder, section: Section) -> None:
    """What was released, over the period and, where the community chose so, by session."""
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
        stem=_stem(builder),
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


def _stem(builder: Builder) -> str:
    return builder.data["questionnaire"]["stem"].rstrip(" .…")
