"""The run: what is measured, in which order."""

from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from bench import counts, crowd, floor, live, many, pages, rendering, report
from bench.gates import Results
from tests.people import Cast, build_cast

PARTS: dict[str, Callable[[Cast, Results], None]] = {
    "crowd": crowd.measure,
    "live": live.measure,
    "pages": pages.measure,
    "counts": counts.measure,
    "many": many.measure,
    "rendering": rendering.measure,
}


def run(wanted: set[str]) -> int:
    """Measure each part in a community of its own; 1 where a budget is missed.

    The report is written after each part of a whole run.
    """
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(floor.TABLE)
    settings.ROOT_URLCONF = "bench.floor"
    results = Results()
    for name, part in PARTS.items():
        if not wanted or name in wanted:
            part(build_cast(slug=name, name=name.title(), domain=f"{name}.example.org"), results)
            if not wanted:
                report.write(results)
    return 1 if results.missed else 0
