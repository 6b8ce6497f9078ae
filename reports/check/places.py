"""Where each thing of a report is mended: the address a problem leads to."""

from functools import cached_property
from typing import Any

from django.urls import NoReverseMatch, reverse

from cop.core.policy import Actor
from reports.content import section_text
from reports.earlier import earlier_edition
from reports.enums import SectionKind
from reports.findings_part import told_today
from reports.models import Report, Theme
from reports.policies import (
    can_check_quotes,
    can_edit_findings,
    can_edit_report,
    can_write_recommendations,
    can_write_references,
)


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
    def _sections(self) -> dict[str, int]:
        """By the key a section has in the report's content."""
        return {section_text(one)["key"]: one.pk for one in self._report.sections.all()}

    def section(self, key: str) -> str:
        """Where a section is read, remarked on and written; the list of them for none of these."""
        pk = self._sections.get(key)
        return self._page("section_detail", section_id=pk) if pk else self.sections

    @cached_property
    def sections(self) -> str:
        """Where sections are added and put back."""
        if self._actor and can_edit_report(self._actor, self._report):
            return self._page("section_list")
        return self.report

    @cached_property
    def findings(self) -> str:
        """Of all of them."""
        return self._page("findings_detail")

    def theme(self, key: str) -> str:
        """Of the key a theme has in the report's content."""
        if self._edits_findings:
            return self._page("theme_change", theme_id=self._themes[key].pk)
        return self.findings

    @cached_property
    def _themes(self) -> dict[str, Theme]:
        return told_today(self._report).themes

    @cached_property
    def quotes(self) -> str:
        """Where quotes are checked, or changed."""
        if self._actor and can_check_quotes(self._actor, self._report):
            return self._page("quote_check")
        return self._page("quote_list") if self._edits_findings else self.findings

    @cached_property
    def _edits_findings(self) -> bool:
        return self._actor is not None and can_edit_findings(self._actor, self._report)

    @cached_property
    def recommendations(self) -> str:
        if self._actor and can_write_recommendations(self._actor, self._report):
            return self._page("recommendation_list")
        return self.section(SectionKind.RECOMMENDATIONS)

    @cached_property
    def references(self) -> str:
        """Where works are pasted; the section that lists them for who may not."""
        if self._actor and can_write_references(self._actor, self._report):
            return self._page("report_references")
        return self.section(SectionKind.REFERENCES)

    @cached_property
    def gates(self) -> str:
        return self._page("report_gates")

    @cached_property
    def follow_up(self) -> str:
        """Where it is said what became of the recommendations of the report before."""
        before = earlier_edition(self._report)
        return self._page("follow_up_list", report_id=before.report_id) if before else self.report

    @property
    def figures(self) -> str:
        """Where the figures are taken again."""
        return self.report

    @cached_property
    def read(self) -> str:
        """The report as a page."""
        return self._page("report_read")
