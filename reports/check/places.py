"""Where each thing of a report is mended: the address a problem leads to."""

from functools import cached_property
from typing import Any

from django.urls import NoReverseMatch, reverse

from reports.models import Report


class Places:
    """Addresses of the pages on which a report is written; its own page where there is no other."""

    def __init__(self, report: Report) -> None:
        self._report = report

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
    def _section_ids(self) -> dict[str, int]:
        """By the key a section has in the report's content."""
        return {
            f"text-{pk}" if kind == "text" else kind: pk
            for pk, kind in self._report.sections.values_list("pk", "kind")
        }

    def section(self, key: str) -> str:
        """Where a section is written; the report's page for one that is not there."""
        pk = self._section_ids.get(key)
        return self._page("section_edit", section_id=pk) if pk else self.report

    @cached_property
    def findings(self) -> str:
        return self._page("findings")

    def theme(self, key: str) -> str:
        """Of the key a theme has in the report's content."""
        return self._page("theme_edit", theme_id=int(key.rpartition("-")[2]))

    @cached_property
    def quotes(self) -> str:
        return self._page("quote_check")

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
