"""Membership, sessions and attendance: what fills these sections."""

from collections import Counter

from django.utils.translation import gettext as _

from reports.render import words
from reports.render.charts import attendance_charts
from reports.render.document import Builder, Section
from reports.render.tables import table_from
from reports.schema import SessionLine


def members(builder: Builder, section: Section) -> None:
    """By organisation, by profession, and since when; never crossed with anything."""
    data = builder.data
    builder.fill(
        section,
        "members",
        sentence=data["sentences"].get("members", ""),
        table=builder.table(table_from(data, "members_by_organisation")),
    )
    if "members_by_profession" not in data["tables"] or not section.context["table"]:
        return  # an edition made before, or nobody on the register
    builder.part(
        section,
        "professions",
        _("Professions"),
        table=builder.table(table_from(data, "members_by_profession")),
    )
    builder.part(
        section,
        "joining",
        _("New and returning members"),
        sentence=data["sentences"].get("returning", ""),
        table=builder.table(table_from(data, "members_by_joining")),
    )


def sessions(builder: Builder, section: Section) -> None:
    """Each session with format and topics, then what was decided about them."""
    held = builder.data["sessions"]
    lines = [{**session, "date_words": words.day(session["date"])} for session in held]
    builder.fill(section, "sessions", sessions=lines, formats=formats_sentence(held))
    decisions = [
        {**decision, "date_words": words.day(decision["date"])}
        for decision in builder.data.get("decisions", [])
    ]
    if decisions:
        builder.part(section, "decisions", _("What changed, and why"), decisions=decisions)


def formats_sentence(held: list[SessionLine]) -> str:
    """Which formats the sessions had."""
    said = formats_in_words(held)
    return _("Formats: %s.") % said if said else ""


def formats_in_words(held: list[SessionLine]) -> str:
    """How many sessions had which format, the most frequent first."""
    formats = Counter(session["format"] or _("no format recorded") for session in held)
    return "; ".join(
        _("%(format)s (%(number)d of %(total)d)")
        % {"format": name, "number": number, "total": len(held)}
        for name, number in formats.most_common()
    )


def attendance(builder: Builder, section: Section) -> None:
    """By session, and how often people came."""
    data = builder.data
    builder.part(
        section,
        "by-session",
        _("Attendance by session"),
        sentence=data["sentences"].get("attendance", ""),
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
