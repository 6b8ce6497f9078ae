"""What leaders and newsletters get of a published report: little, and nothing that names a caucus.

Made of an edition's content; a newsletter, which nobody keeps, also of what members signed for one
and have not taken back. A line that holds a word of race is left out, by the test that
refuses such words in mail, since both texts are passed on to people outside the community. Asks
stand here from sessions after which every caucus shared something, for the reason that summaries
have (docs/decisions/0034).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypedDict

from django.template.loader import render_to_string
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop.post.policies import neutrality_of
from reports.render import words
from reports.render.charts import attendance_charts, response_charts
from reports.render.tables import FigureView
from reports.schema import OwnWords, ReportData

PAGES = 2
NEWSLETTER_WORDS = 250


class Briefing(TypedDict):
    community: str
    title: str
    period: str
    edition: int
    figures: list[str]
    met_about: list[str]
    asks: list[str]
    recommendations: list[str]
    held_back: int  # recommendations that would name a caucus: they stand in the report alone
    voices: list[str]


@dataclass(frozen=True)
class _Fit:
    """How much of each list, how long a line, how many letters of members' words, in which size."""

    most: int
    longest: int
    voices: int
    size: str = ""
    is_drawn: bool = False  # the figures fill the first page, what follows from them the second


# The first that fits on two pages is printed; the last holds whatever was written.
FITS = (
    _Fit(12, 400, 3600, is_drawn=True),
    _Fit(12, 400, 3600),
    _Fit(12, 400, 3600, "sheet--small"),
    _Fit(12, 400, 2400, "sheet--smallest"),
    _Fit(8, 240, 1200, "sheet--smallest"),
    _Fit(5, 160, 0, "sheet--smallest"),
)
LISTS = ("figures", "met_about", "asks", "recommendations")


def briefing_of(data: ReportData) -> Briefing:
    """The words for leaders, all of them."""
    is_neutral = _neutrality_in(data)
    lines = {
        "figures": words.in_short(data),
        "met_about": [_session(one) for one in data["sessions"]],
        "asks": _asks(data),
        "recommendations": [_recommendation(one) for one in data.get("recommendations", [])],
        "voices": [_voice(one) for one in data.get("for_leaders", [])],
    }
    kept = {
        key: [line for line in given if line and is_neutral(line)] for key, given in lines.items()
    }
    return Briefing(
        community=data["community"],
        title=data.get("title") or _("Annual report"),
        period=words.span(data["period"]["from"], data["period"]["to"]),
        edition=data["edition"]["number"] if "edition" in data else 0,
        figures=kept["figures"],
        met_about=kept["met_about"],
        asks=kept["asks"],
        recommendations=kept["recommendations"],
        held_back=len(lines["recommendations"]) - len(kept["recommendations"]),
        voices=kept["voices"],
    )


def briefing_pdf(data: ReportData) -> bytes:
    """The briefing as a tagged PDF of at most two pages."""
    from reports.render.pdf import draw, lay_out  # noqa: PLC0415  a web process never draws

    whole, document = briefing_of(data), None
    for fit in FITS:
        figures = _figures(data) if fit.is_drawn else []
        document = lay_out(_page(whole, fit, figures))
        if len(document.pages) <= PAGES:
            break
    return draw(document)


def newsletter(data: ReportData, address: str, signed: Iterable[OwnWords] = ()) -> str:
    """A text to copy, of 250 words at most: the first lines matter most, the last is the way.

    ``signed`` are members' words for newsletters, as they stand now; each whole or not at all.
    """
    told = briefing_of(data)
    voices = filter(_neutrality_in(data), map(_voice, signed))
    begins = _("%(community)s has published “%(title)s”, about %(period)s.") % told
    ends = _("Read all of it: %s") % address
    room = NEWSLETTER_WORDS - len(f"{begins} {ends}".split())
    parts = [begins]
    for heading, lines in (
        ("", told["figures"]),
        (_("What was recommended:"), told["recommendations"]),
        (_("In members’ own words:"), voices),
        (_("What was asked:"), told["asks"]),
        (_("What the sessions were about:"), told["met_about"]),
    ):
        part = heading
        for line in lines:
            longer = f"{part}\n- {line}" if heading else f"{part} {line}".strip()
            if len(longer.split()) > room:
                break
            part = longer
        if part != heading:
            parts.append(part)
            room -= len(part.split())
    return "\n\n".join([*parts, ends])


def _neutrality_in(data: ReportData) -> Callable[[str], bool]:
    """Whether a line holds none of the words of race of this report."""
    terms = data["terms"].values()
    kinds = ("name", "singular", "plural", "adjective")
    return neutrality_of(str(term[kind]) for term in terms for kind in kinds if term[kind])  # type: ignore[literal-required]


def _session(session: Any) -> str:
    topics = "; ".join(session["topics"])
    said = f"{words.day(session['date'])}: {session['title']}"
    return f"{said} ({topics})" if topics else said


def _asks(data: ReportData) -> list[str]:
    """What was asked after sessions from which every caucus shared something."""
    shared = defaultdict(set)
    for one in data["share_backs"]:
        shared[one["session"], one["date"]].add(one["caucus_name"])
    return [
        one["ask"]
        for one in data["share_backs"]
        if one["ask"] and len(shared[one["session"], one["date"]]) >= len(data["terms"])
    ]


def _recommendation(one: Any) -> str:
    said = str(one["title"])
    who = [one["responsible"]] if one["responsible"] else []
    if one["due_on"]:
        who.append(_("by %s") % words.day(one["due_on"]))
    return f"{said} ({', '.join(who)})" if who else said


def _voice(one: OwnWords) -> str:
    return f"“{' '.join(one['words'].split())}” – {one['named_as']}"


def _whole_ones(lines: list[str], room: int) -> list[str]:
    """Nobody shortens what somebody signed: as many as there is room for."""
    kept: list[str] = []
    for line in lines:
        if len(line) <= room:
            kept.append(line)
            room -= len(line)
    return kept


def _figures(data: ReportData) -> list[FigureView]:
    """The year in two drawings, with numbers of their own; none where sessions need several."""
    captions = (_("Members who came to each session"), _("Share of those who came that answered"))
    drawn = [attendance_charts(data), response_charts(data)]
    one = [(said, parts[0]) for said, parts in zip(captions, drawn, strict=True) if len(parts) == 1]
    return [FigureView(number, *figure) for number, figure in enumerate(one, start=1)]


def _page(whole: Briefing, fit: _Fit, figures: list[FigureView]) -> str:
    shown: dict[str, Any] = dict(whole)
    for key in LISTS:
        lines: list[str] = shown[key]
        shown[key] = [Truncator(line).chars(fit.longest) for line in lines[: fit.most]]
        left = max(0, len(lines) - fit.most)
        left += whole["held_back"] if key == "recommendations" else 0
        if left:
            more = ngettext("and %d more in the report", "and %d more in the report", left)
            shown[key].append(more % left)
    shown["voices"] = _whole_ones(whole["voices"], fit.voices)
    for key in ("title", "community"):
        shown[key] = Truncator(shown[key]).chars(max(fit.longest // 2, 120))
    return render_to_string(
        "reports/sheets/briefing.html", {"words": shown, "size": fit.size, "figures": figures}
    )
