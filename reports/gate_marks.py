"""What the gates of a report are passed on today, and so which of them stand."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from caucus.models import Caucus
from reports.content import current_digest, digest_of
from reports.enums import Gate
from reports.findings_part import consent_of, silent_caucuses, told_in_full
from reports.gates import GateState, gate_states
from reports.models import Report


@dataclass(frozen=True)
class Consent:
    """What the caucus the others answer to says of its findings. ``session`` is where it agreed."""

    caucus: str  # its name; empty where the others answer to none
    session: str = ""
    session_id: int | None = None
    held_on: dt.date | None = None

    @property
    def is_given(self) -> bool:
        return self.session_id is not None


def consent_now(report: Report) -> Consent:
    """As the caucus recorded it; nobody else says it for them."""
    caucus = Caucus.objects.filter(community=report.community_id, is_answered_to=True).first()
    agreed = consent_of(report)
    if caucus is None or agreed is None:
        return Consent(caucus.name if caucus else "")
    return Consent(caucus.name, agreed.title, agreed.pk, agreed.held_on)


def gates_of(
    report: Report, *, digest: str = "", marks: Mapping[str, str] | None = None
) -> list[GateState]:
    """The gates today. What was published stands as it was passed then.

    ``digest`` of the draft, or the ``marks``, where they are at hand.
    """
    now = (marks or marks_of(report, digest=digest)) if report.is_being_written else None
    return gate_states(report.gate_records.select_related("person"), now)


def marks_of(report: Report, *, digest: str = "") -> dict[str, str]:
    """Digests of what each gate is about.

    The findings as they were written, with every quote, for the first two: neither what a caucus
    says nor the colleague check opens them again. The caucus's answer; and everything that would
    be published, with what a correction says of itself.
    """
    findings = digest_of(told_in_full(report).findings)
    answer = {
        "session": consent_now(report).session_id,
        "silent": sorted(silent_caucuses(report)),
    }
    return {
        Gate.FINDINGS: findings,
        Gate.VALIDATION: findings,
        Gate.CONSENT: digest_of(answer),
        Gate.APPROVAL: digest_of(
            {"content": digest or current_digest(report), "erratum": report.erratum}
        ),
    }
