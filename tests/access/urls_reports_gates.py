"""Who passes gates, publishes, corrects and reads editions."""

from typing import Any

from reports.enums import Gate, RenderingState
from reports.models import NamedReader, Rendering, Report
from reports.services import correct_report, name_reader, open_to_public
from tests.access.matrix import ANYBODY, BELONGING, page
from tests.access.urls_reports import READERS, draft, published
from tests.people import Cast
from tests.reports import editions

CHAIRS = {"amara", "tom"}
EVALUATOR, SECRETARY, OVERSIGHT = {"ines"}, {"bilal"}, {"okafor"}


def full(cast: Cast) -> dict[str, Any]:
    return {"report_id": editions.full_report(cast).pk}


def half_way(cast: Cast) -> dict[str, Any]:
    """Findings are agreed and validated."""
    report = editions.full_report(cast)
    editions.agreed(cast)
    return {"report_id": editions.signed(cast, report, "findings", "validation").pk}


def all_passed(cast: Cast) -> dict[str, Any]:
    return {"report_id": editions.signed(cast, editions.full_report(cast)).pk}


def gate(name: str, world: Any) -> Any:
    return lambda cast: world(cast) | {"gate": name}


def corrected(cast: Cast) -> dict[str, Any]:
    """Published, and reopened."""
    world = published(cast)
    report = Report.objects.get(pk=world["report_id"])
    correct_report(actor=cast.actor("bilal"), report=report, erratum="Eleven came, and not ten.")
    return world


def second(cast: Cast) -> dict[str, Any]:
    """A second edition of a full report, and its files."""
    report = Report.objects.get(pk=all_passed(cast)["report_id"])
    editions.published(report)
    correct_report(actor=cast.actor("bilal"), report=report, erratum="Eleven came, and not ten.")
    editions.published(report)
    rendering = report.renderings.order_by("pk").first()
    rendering.files.create(format="pdf", body=b"%PDF-1.7", digest="")
    report.renderings.update(state=RenderingState.DONE)
    return {"report_id": report.pk}


def one_edition(cast: Cast, **more: Any) -> dict[str, Any]:
    return {**second(cast), "number": 1, **more}


def shared(cast: Cast) -> dict[str, Any]:
    """Public, and given to a reader outside."""
    world = second(cast)
    report = Report.objects.get(pk=world["report_id"])
    open_to_public(actor=cast.actor("amara"), report=report)
    name_reader(actor=cast.actor("amara"), report=report, name="The library of the host")
    return world


def by_link(cast: Cast, **more: Any) -> dict[str, Any]:
    return {"key": Report.objects.get(pk=shared(cast)["report_id"]).public_key, **more}


def by_own_link(cast: Cast, **more: Any) -> dict[str, Any]:
    report = Report.objects.get(pk=second(cast)["report_id"])
    return {"token": name_reader(actor=cast.actor("amara"), report=report, name="Them"), **more}


def with_files(world: Any) -> Any:
    """A file of the newest edition."""

    def made(cast: Cast) -> dict[str, Any]:
        known = world(cast)
        newest = Rendering.objects.order_by("-edition__number").first()
        newest.files.create(format="pdf", body=b"%PDF-1.7", digest="")
        return {**known, "file_format": "pdf"}

    return made


def reader(cast: Cast) -> dict[str, Any]:
    world = shared(cast)
    return {**world, "reader_id": NamedReader.objects.get().pk}


NO_ROLE = {"role": ""}
MATRIX = [
    page("reports:report_gates", READERS, world=full),
    page("reports:report_gates", READERS, world=half_way),
    page("reports:report_gates", READERS, world=all_passed),
    page("reports:gate_pass", EVALUATOR, world=gate("findings", full), invalid=NO_ROLE),
    page("reports:gate_pass", EVALUATOR, world=gate("validation", all_passed), never_refused="-"),
    page("reports:gate_pass", SECRETARY, world=gate("consent", half_way), invalid=NO_ROLE),
    page(
        "reports:gate_pass",
        OVERSIGHT,
        world=gate("approval", half_way),
        never_refused="The gate before it is open.",
    ),
    page(
        "reports:gate_pass",
        EVALUATOR,
        method="post",
        data={"role": "Evaluator"},  # without the mark of what was read: shown again, and why
        world=gate("findings", full),
        looks=False,
    ),
    *(
        page(
            "reports:gate_reopen",
            whose | OVERSIGHT,
            world=gate(name, all_passed),
            invalid={"comment": ""},
        )
        for name, whose in {Gate.FINDINGS: EVALUATOR, Gate.CONSENT: SECRETARY}.items()
    ),
    page("reports:report_publish", CHAIRS, world=draft, never_refused="A button."),
    page("reports:report_publish", CHAIRS, world=full, never_refused="A button."),
    page("reports:report_publish", CHAIRS, world=all_passed, never_refused="A button."),
    page("reports:report_publish", CHAIRS, method="post", world=full, looks=False),
    page("reports:report_publish", set(), world=published, looks=False),
    page("reports:report_correct", SECRETARY, world=published, invalid={"erratum": ""}),
    page("reports:report_correct", SECRETARY, world=corrected, invalid={"erratum": ""}),
    page("reports:report_correct", set(), world=draft, looks=False),
    page(
        "reports:correction_abandon", SECRETARY, world=corrected, never_refused="Nothing to type."
    ),
    page("reports:correction_abandon", SECRETARY, method="post", world=corrected).redirecting(),
    page("reports:report_publish", CHAIRS, world=corrected, never_refused="A button."),
    page("reports:edition_list", READERS, world=draft),
    page("reports:edition_list", BELONGING, world=second),
    page("reports:edition_read", BELONGING, world=one_edition),
    page("reports:edition_read", BELONGING, world=lambda cast: one_edition(cast, number=2)),
    page("reports:report_share", CHAIRS, world=shared, invalid={"name": ""}),
    page("reports:report_share", CHAIRS, world=draft, never_refused="Nothing to type."),
    page("reports:report_public_open", CHAIRS, world=second, never_refused="A button."),
    page("reports:report_public_close", CHAIRS, world=shared, never_refused="A button."),
    page("reports:reader_remove", CHAIRS, world=reader, never_refused="A button."),
    page("reports:reader_remove", CHAIRS, method="post", world=reader).redirecting(),
    page("reports_open:report_public", ANYBODY, strangers=(), outside=True, world=by_link),
    page("reports_open:report_reader", ANYBODY, strangers=(), outside=True, world=by_own_link),
    *(
        page(name, ANYBODY, strangers=(), outside=True, looks=False, world=with_files(world))
        for name, world in (
            ("reports_open:report_public_file", by_link),
            ("reports_open:report_reader_file", by_own_link),
        )
    ),
]
