"""Where each thing of a report is mended: the address a problem leads to."""

from functools import cached_property
from typing import Any

from django.urls import NoReverseMatch, reverse

from cop.core.policy import Actor
from reports.content import section_text
from reports.enums import SectionKind
from reports.models import Report, Section
from reports.policies import can_check_quotes, can_edit_findings, can_write_section


class Places:
    """Addresses of the pages on which a report is written, for one person who reads the problem.

    Where they may not write, or without a person, it is the place where the thing is read.
    """

    def __init__(self, report: Report, actor: Actor | None = None) -> None:
        self._report, self._actor = report, actor

    def _page(self, name: str, **more: Any) -> str:
        kwargs = {"slug": self._report.community.slug, "report_id": self._report.pk, **more}
        try:
            return reverse(f"reports:{name}", kwargs=kwargs)
        except NoReverseMatch:
            return self.report

    @cached_property
    def report(self) -> str:
        return reverse("reports:report_detail", args=[self._report.community.slug, self._report.pk])

    @cached_property
    def _sections(self) -> dict[str, Section]:
        """By the key a section has in the report's content."""
        sections = self._report.sections.all()
        for section in sections:
            section.report = self._report
        return {section_text(section)["key"]: section for section in sections}

    def read(self, anchor: str = "") -> str:
        """A place in the draft as it will be printed."""
        return self._page("report_read") + (f"#{anchor}" if anchor else "")

    def section(self, key: str) -> str:
        """Where a section is written; the report's page for one that is not there."""
        section = self._sections.get(key)
        if section is None:
            return self.report
        if self._actor and can_write_section(self._actor, section):
            return self._page("section_edit", section_id=section.pk)
        return self.read(f"section-{key}")

    @cached_property
    def findings(self) -> str:
        """Of all of them."""
        if self._actor and can_edit_findings(self._actor, self._report):
            return self._page("findings_list")
        return self.read(f"section-{SectionKind.FINDINGS}")

    def theme(self, key: str) -> str:
        """Of the key a theme has in the report's content."""
        if self._actor and can_edit_findings(self._actor, self._report):
            return self._page("theme_change", theme_id=int(key.rpartition("-")[2]))
        return self.read(f"part-{key}")

    @cached_property
    def quotes(self) -> str:
        """Where they are chosen and checked, for who does so."""
        if self._actor and can_check_quotes(self._actor, self._report):
            return self._page("quote_check")
        if self._actor and can_edit_findings(self._actor, self._report):
            return self._page("quote_list")
        return self.findings

    @cached_property
    def recommendations(self) -> str:
        return self._page("recommendation_list")

    @cached_property
    def references(self) -> str:
        return self._page("report_references")

    @cached_property
    def gates(self) -> str:
        return self._page("report_gates")

    @cached_property
    def follow_up(self) -> str:
        return self._page("follow_up_list")

    def remarks(self, section_id: int) -> str:
        """Of one section."""
        return self._page("section_remarks", section_id=section_id)

    @property
    def figures(self) -> str:
        """Where the figures are taken again."""
        return self.report

    def table(self, key: str) -> str:
        """Where the figures of a table are read, and taken again."""
        return self.report
