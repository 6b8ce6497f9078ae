"""The shape of a frozen report: what `compile` writes once and `render` only reads.

Everything here is plain JSON. A figure that may not be shown is absent from this dictionary, so
no template can leak it. Rendering chooses words and pictures: of the numbers it only makes the
percentages that stand beside "x of n".
"""

from typing import Literal, NotRequired, TypedDict

from reports.schema_ledger import Accountability, AskLine, CommitmentLine

Band = Literal["low", "mid", "high"]
BANDS: tuple[Band, ...] = ("low", "mid", "high")

TABLE_IDS = (
    "members_by_organisation",
    "members_by_profession",
    "members_by_joining",
    "attendance_by_session",
    "attendance_frequency",
    "responses_by_session",
    "ratings_by_session",
    "ratings_by_period",
)

Cell = str | int
NOT_STATED = "Not stated"  # a first cell, as frozen in any language; printed in the reader's


class Table(TypedDict):
    """One table, cells as printed: counts are integers, everything else is text.

    `responses_by_session` puts words where a number may not stand: "fewer than 5", "no answers",
    "not asked". They are three different things, and none of them is 0.
    """

    title: str
    columns: list[str]
    rows: list[list[Cell]]
    total: int | None
    notes: list[str]


class Sentences(TypedDict, total=False):
    """Finished sentences that stand beside a table. A missing one is not printed."""

    period: str
    members: str
    returning: str
    attendance: str
    once_only: str
    coverage: str
    responses: str
    ratings: str


class SessionLine(TypedDict):
    key: str
    date: str
    title: str
    format: str
    is_caucused: NotRequired[bool]  # earlier editions had no others
    topics: list[str]


class ShareBackLine(TypedDict):
    """A released share-back. `ask` and `responsibility` are empty where there is none."""

    session: str
    date: str
    caucus_name: str
    themes: list[str]
    ask: str
    responsibility: str


class DecisionLine(TypedDict):
    """An entry of the decision log. ``from_session`` is empty where it names no session."""

    date: str
    what: str
    reason: str
    from_session: str


class SectionText(TypedDict):
    """A section in its place. ``key`` is its kind, or ``text-<number>``; ``body`` is Markdown."""

    key: str
    kind: str
    title: str
    body: str


class QuoteLine(TypedDict):
    words: str
    cell: str  # a caucus's key, or "all"


class ThemeLine(TypedDict):
    """``earlier`` are titles of themes of the report before."""

    key: str
    title: str
    central_idea: str
    boundaries: str
    narrative: str  # Markdown
    lineage: str
    earlier: list[str]
    quotes: list[QuoteLine]


class FindingsPart(TypedDict):
    """``caucus`` is the key of the caucus whose findings these are, or empty."""

    key: str
    title: str
    caucus: str
    narrative: str  # Markdown
    themes: list[ThemeLine]


class RelationLine(TypedDict):
    """Between the keys of two themes."""

    from_theme: str
    to_theme: str
    kind: str
    words: str


class Findings(TypedDict):
    """Nothing here says that a caucus's findings are left out (R7)."""

    parts: list[FindingsPart]
    relations: list[RelationLine]


class RecommendationLine(TypedDict):
    """Dates are ISO or empty; ``status`` is of enums.RecommendationStatus.

    ``key`` finds it again to say what became of it; a first status is open, on no day.
    """

    key: NotRequired[str]
    number: int
    title: str
    words: str  # Markdown
    responsible: str
    due_on: str
    status: str
    status_words: str
    status_on: str


class OwnWords(TypedDict):
    """Printed word for word: a reflection, or a testimonial."""

    named_as: str
    words: str


class Statements(TypedDict):
    """What the fixed sections say. Pairs: what and how long, name and words, name and contact."""

    data_protection: list[str]
    kept: list[list[str]]
    help: list[list[str]]
    independent: list[str]
    contact: str


class EditionLine(TypedDict):
    number: int
    published_on: str
    erratum: str
    passed: NotRequired[list[str]]  # the gates, each in a sentence; a summary has none


class Term(TypedDict):
    """The community's own words for a caucus."""

    name: str
    singular: str
    plural: str
    adjective: str
    position: NotRequired[int]  # the database does not keep the order of keys
    definition: NotRequired[str]


class Item(TypedDict):
    key: str
    text: str
    polarity: Literal["positive", "negative"]


class OpenQuestion(TypedDict):
    key: str
    text: str


class Questionnaire(TypedDict):
    """``scale`` are the words at its two ends; ``questions`` the open questions that were put."""

    code: str
    title: str
    stem: str
    items: list[Item]
    scale: NotRequired[list[str]]  # editions made before have none of these two
    questions: NotRequired[list[OpenQuestion]]


class ExactFigure(TypedDict):
    """Every band is known: low + mid + high = n."""

    item: str
    kind: Literal["exact"]
    low: int
    mid: int
    high: int


class AtLeastFigure(TypedDict):
    """At least `at_least` of the cell's n are in `band`; the rest is not shown."""

    item: str
    kind: Literal["at_least"]
    band: Band
    at_least: int


class IntervalFigure(TypedDict):
    """Several releases added up: each band lies between two bounds, both included."""

    item: str
    kind: Literal["interval"]
    low: list[int]
    mid: list[int]
    high: list[int]


Figure = ExactFigure | AtLeastFigure | IntervalFigure


class RatingCell(TypedDict):
    """A publishable group of responses: `cell` is "all" or the key of a caucus."""

    cell: str
    n: int
    figures: list[Figure]


Shown = Literal[
    "released",
    "too_few",
    "no_answers",
    "not_asked",
    "not_counted",
    "with_period",
    "lost",
    "other_questions",
]


class SessionRatings(TypedDict):
    """What one session's survey released (communities that release by session).

    `state` says why there are no cells: too few answers, nobody could answer, no survey, or a
    survey that is not counted yet.
    """

    session: str
    state: Shown
    cells: list[RatingCell]


class PeriodRatings(TypedDict):
    """The figures for the report's whole period.

    `source` is "release" where one release is printed as it was released, "sum" where several
    were added up; `state` as for a session.
    """

    state: Shown
    source: Literal["release", "sum"]
    cells: list[RatingCell]


class Ratings(TypedDict):
    by_session: list[SessionRatings]
    period: PeriodRatings


# Both days belong to the period. The functional form, because "from" is a keyword.
ReportPeriod = TypedDict("ReportPeriod", {"from": str, "to": str})


class HeadcountMark(TypedDict):
    """A number that is not exact, for a drawing: ``short`` is printed, like ``>160``."""

    number: int
    short: str


class TrendLine(TypedDict):
    """A session of either report: who came as printed, and its row of the responses."""

    key: str
    date: str
    came: Cell
    mark: NotRequired[HeadcountMark]
    responses: list[Cell]


class LastYear(TypedDict):
    """Against the report before.

    A sentence that is empty, and a table that is absent, are not printed; ``breaks`` say what was
    asked, counted or held otherwise.
    """

    title: str
    period: ReportPeriod
    tables: dict[str, Table]
    points: list[TrendLine]
    sentences: dict[str, str]
    breaks: list[str]


class ReportData(TypedDict):
    """A frozen report. Dates are ISO; `rhythm` is "session" or "period"."""

    title: NotRequired[str]
    community: str
    period: ReportPeriod
    so_far: bool
    prepared_on: str
    rhythm: Literal["session", "period"]
    is_caucused: NotRequired[bool]  # some session; where none is, nothing speaks of caucuses
    tables: dict[str, Table]
    sentences: Sentences
    sessions: list[SessionLine]
    headcounts: NotRequired[dict[str, HeadcountMark]]  # by session
    share_backs: list[ShareBackLine]
    accountability: NotRequired[Accountability]  # editions made before have none
    asks: NotRequired[list[AskLine]]
    commitments: NotRequired[list[CommitmentLine]]  # taken on unasked
    decisions: NotRequired[list[DecisionLine]]  # editions made before have none
    kind: NotRequired[str]  # enums.ReportKind
    sections: NotRequired[list[SectionText]]  # in order; without them, the default template
    findings: NotRequired[Findings]
    recommendations: NotRequired[list[RecommendationLine]]
    earlier_recommendations: NotRequired[list[RecommendationLine]]  # of the report before
    last_year: NotRequired[LastYear]  # where a report was published before
    reflections: NotRequired[list[OwnWords]]
    testimonials: NotRequired[list[OwnWords]]
    for_leaders: NotRequired[list[OwnWords]]  # signed for the briefing, and in no other file
    authors: NotRequired[list[str]]  # who agreed to be named
    references: NotRequired[str]  # BibTeX or CSL-JSON, as pasted
    statements: NotRequired[Statements]  # editions made before have none
    edition: NotRequired[EditionLine]  # absent in a draft
    terms: dict[str, Term]
    questionnaire: Questionnaire
    ratings: Ratings
    notes: list[str]
