"""A report as the check reads it: its content, its document, and where everything is mended."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import html  # type: ignore[import-untyped]

from cop.core.policy import Actor
from reports.check.known import Known
from reports.check.places import Places
from reports.check.reading import sentences
from reports.content import report_data
from reports.enums import SectionKind
from reports.findings_part import silent_caucuses
from reports.models import Quote, Report
from reports.placeholders import placeholders
from reports.render.document import Document, build_document
from reports.render.html import paper_page
from reports.schema import ReportData, SectionText, ThemeLine


@dataclass(frozen=True, slots=True)
class Passage:
    """Something its authors wrote: Markdown, what it is called, and where it is written."""

    name: str
    text: str
    url: str


class Draft:
    """Everything the rules read, built once."""

    def __init__(
        self, report: Report, actor: Actor | None = None, *, content: ReportData | None = None
    ) -> None:
        self.report = report
        self._content = content
        self.places = Places(report, actor)

    @cached_property
    def data(self) -> ReportData:
        return report_data(self.report) if self._content is None else self._content

    @cached_property
    def document(self) -> Document:
        return build_document(self.data)

    @cached_property
    def can_be_printed(self) -> bool:
        """Figures that cannot be, like 12 of 11, are no document either."""
        try:
            return bool(self.document)
        except (KeyError, ValueError, TypeError, IndexError):
            return False

    def table_place(self, key: str) -> str:
        """Where a table is read; where its figures are taken again, if it is not printed."""
        tables = self.document.tables if self.can_be_printed else []
        number = next((one.number for one in tables if one.key == key), None)
        return f"{self.places.read}#table-{number}" if number else self.places.figures

    @cached_property
    def page(self) -> html.HtmlElement:
        """The document as it will be printed."""
        return html.fromstring(paper_page(self.document))

    @cached_property
    def text(self) -> str:
        """Everything that will be printed, on one line."""
        return " ".join(self.page.text_content().split())

    @cached_property
    def known(self) -> Known:
        return Known(self.data)

    @cached_property
    def sentences(self) -> list[tuple[Passage, str]]:
        """Everything authors say, sentence by sentence."""
        return [(passage, said) for passage in self.passages for said in sentences(passage.text)]

    @cached_property
    def placeholders(self) -> set[str]:
        """Names of the figures that can be printed by name."""
        return {one.name for one in placeholders(self.data)}

    @cached_property
    def kinds(self) -> set[str]:
        return {text["kind"] for text in self.sections}

    @property
    def sections(self) -> list[SectionText]:
        return self.data.get("sections", [])

    def section(self, kind: str) -> SectionText | None:
        return next((text for text in self.sections if text["kind"] == kind), None)

    @property
    def themes(self) -> Iterator[ThemeLine]:
        """The themes that are printed."""
        findings = self.data.get("findings")
        for part in findings["parts"] if findings else []:
            yield from part["themes"]

    @cached_property
    def quotes(self) -> list[Quote]:
        """Every quote chosen, also those that are left out."""
        of_report = Quote.objects.filter(theme__section__report=self.report)
        return list(of_report.select_related("theme__section__caucus", "comment"))

    @cached_property
    def silent(self) -> set[str]:
        """Keys of the caucuses whose findings are left out."""
        return silent_caucuses(self.report)

    @cached_property
    def passages(self) -> list[Passage]:
        """What authors wrote themselves: no quotes, and no words of somebody else's."""
        return [passage for passage in self._passages() if passage.text.strip()]

    @property
    def typed(self) -> Iterator[Passage]:
        """Everything somebody typed into the report; reflections are their authors' alone."""
        yield from self.passages
        findings = self.data.get("findings")
        for one in findings["relations"] if findings else []:
            yield Passage(self._title(SectionKind.FINDINGS), one["words"], self.places.findings)
        for theme in self.themes:
            yield Passage(theme["title"], theme["boundaries"], self.places.theme(theme["key"]))
        for said in self.data.get("reflections", []):
            kind = SectionKind.REFLECTIONS
            yield Passage(self._title(kind), said["words"], self.places.section(kind))
        for told in self.data.get("recommendations", []):
            yield Passage(told["title"], told["status_words"], self.places.recommendations)

    def _title(self, kind: SectionKind) -> str:
        text = self.section(kind)
        return text["title"] if text else str(kind.label)

    def _passages(self) -> Iterator[Passage]:
        for text in self.sections:
            url = self.places.section(text["key"])
            yield Passage(text["title"], f"{text['title']}.\n\n{text['body']}", url)
        findings = self.data.get("findings")
        if findings and SectionKind.FINDINGS in self.kinds:
            for part in findings["parts"]:
                yield Passage(part["title"], part["narrative"], self.places.findings)
                for theme in part["themes"]:
                    written = f"{theme['central_idea']}\n\n{theme['narrative']}"
                    yield Passage(theme["title"], written, self.places.theme(theme["key"]))
        for one in self.data.get("recommendations", []):
            written = f"{one['title']}.\n\n{one['words']}"
            yield Passage(one["title"], written, self.places.recommendations)
