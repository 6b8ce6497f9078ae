"""What a report's page is about, for the cards that each flow puts on it."""

from dataclasses import dataclass

from cop.core.policy import Actor
from reports.models import Edition, Report
from reports.schema import ReportData


@dataclass(frozen=True)
class Desk:
    """``content`` is worked out once for the whole page."""

    actor: Actor
    report: Report
    edition: Edition | None  # None: the draft as it is now
    content: ReportData
    digest: str  # of the content

    @property
    def is_draft(self) -> bool:
        return self.edition is None
