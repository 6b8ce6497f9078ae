"""Who gets what from the pages of findings: the evaluator writes, readers of drafts read."""

from collections.abc import Callable
from typing import Any

from reports.models import FindingsSection, Relation, Theme
from tests.access.matrix import page
from tests.access.urls_reports import READERS
from tests.people import Cast
from tests.reports.findings import full_report, in_real_shape

World = Callable[[Cast], dict[str, Any]]


def empty(cast: Cast) -> dict[str, Any]:
    return {"report_id": full_report(cast).pk}


def found(cast: Cast) -> dict[str, Any]:
    report = full_report(cast)
    in_real_shape(cast, report)
    return {"report_id": report.pk}


def one(name: str, model: Any) -> World:
    """The findings, and the first of these rows."""
    return lambda cast: found(cast) | {name: model.objects.first().pk}


SECTION, THEME = one("section_id", FindingsSection), one("theme_id", Theme)
RELATION = one("relation_id", Relation)
NO_TITLE, NO_WORDS = {"title": ""}, {"words": ""}


def moved(name: str, world: World) -> Any:
    return page(name, {"ines"}, method="post", world=world, data={"down": "1"}).redirecting()


def removed(name: str, world: World) -> list[Any]:
    return [
        page(name, {"ines"}, world=world, never_refused="there is nothing to type"),
        page(name, {"ines"}, method="post", world=world).redirecting(),
    ]


MATRIX = [
    page("reports:findings_detail", READERS, world=empty),
    page("reports:findings_detail", READERS, world=found),
    page("reports:findings_section_add", {"ines"}, world=empty, invalid=NO_TITLE),
    page("reports:findings_section_change", {"ines"}, world=SECTION, invalid=NO_TITLE),
    moved("reports:findings_section_move", SECTION),
    *removed("reports:findings_section_remove", SECTION),
    page("reports:theme_add", {"ines"}, world=SECTION, invalid=NO_TITLE),
    page("reports:theme_change", {"ines"}, world=THEME, invalid=NO_TITLE),
    moved("reports:theme_move", THEME),
    *removed("reports:theme_remove", THEME),
    page("reports:relation_add", {"ines"}, world=found, invalid=NO_WORDS),
    page("reports:relation_change", {"ines"}, world=RELATION, invalid=NO_WORDS),
    *removed("reports:relation_remove", RELATION),
]
