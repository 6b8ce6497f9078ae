"""Full reports with findings, their gates, and editions made without asking whether they may be."""

import datetime as dt

from django.db import transaction

from caucus.models import Caucus, FindingsConsent
from reports.content import report_data
from reports.enums import Gate
from reports.models import Edition, Report
from reports.services import begin_report, pass_gate
from reports.services.publishing import freeze_edition
from reports.services.reports import locked
from sessions_app.models import Session
from tests.people import Cast
from tests.reports.report_data import scenario_data

YEAR = {"from_on": dt.date(2025, 1, 1), "to_on": dt.date(2025, 12, 31)}
MINORITISED, WHITE = "racially_minoritised", "white"
SIGNS = {
    Gate.FINDINGS: ("ines", "Evaluator"),
    Gate.VALIDATION: ("ines", "Evaluator"),
    Gate.CONSENT: ("bilal", "Secretary"),
    Gate.APPROVAL: ("okafor", "Oversight chair"),
}
CHECKED = {"from_on": "2025-11-03", "to_on": "2025-11-14", "invited": 40, "answered": 12}


@transaction.atomic
def published(report: Report) -> Edition:
    """As it is: no gate is asked, and nothing is checked."""
    report = locked(report)
    return freeze_edition(report, report_data(report))


def full_report(cast: Cast, *, kind: str = "full") -> Report:
    """With words in every section; a full one with findings of each caucus, and a quote each."""
    report = begin_report(actor=cast.actor("bilal"), title="Our first year", kind=kind, **YEAR)
    report.sections.filter(body="").update(body="What we learned stands here in a few words.")
    if kind == "full":
        assert report.data is not None
        report.data["terms"] = scenario_data()["terms"]
        report.save(update_fields=["data"])
        for place, key in enumerate((MINORITISED, WHITE), start=1):
            caucus = Caucus.objects.get(community=cast.community, key=key)
            section = report.findings_sections.create(
                position=place, title=f"What the {caucus.name} said", caucus=caucus
            )
            theme = section.themes.create(
                position=1,
                title=f"Silence {place}",
                central_idea="What is not said.",
                narrative="Nobody spoke of it for a long time.",
            )
            theme.quotes.create(
                position=1,
                words=f"Words {place} [of somebody]",
                cell=key,
                colleague="no",
                checked_on=dt.date(2025, 11, 20),
            )
    return report


def signed(cast: Cast, report: Report, *gates: str) -> Report:
    """Pass these gates, or all of them, each by whose it is."""
    for gate in gates or list(Gate):
        who, role = SIGNS[Gate(gate)]
        facts = CHECKED if gate == Gate.VALIDATION else {}
        pass_gate(actor=cast.actor(who), report=report, gate=gate, role=role, facts=facts)
    return report


def agreed(cast: Cast, title: str = "What we heard") -> Session:
    """A session at which the caucus the others answer to agreed to its findings."""
    session = Session.objects.create(
        community=cast.community,
        key=f"S{Session.objects.count() + 1}",
        title=title,
        held_on=dt.date(2025, 10, 16),
    )
    caucus = Caucus.objects.get(community=cast.community, is_answered_to=True)
    FindingsConsent.objects.create(session=session, caucus=caucus, given_on=session.held_on)
    return session
