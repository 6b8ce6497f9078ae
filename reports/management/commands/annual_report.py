"""Write a community's report to a file, without a worker: as published, or as it stands today."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cop.core.clock import parse_iso_date
from cop.core.errors import Refused
from cop.members.models import Community
from cop.members.selectors import system_actor
from reports.enums import OrganisationsShown
from reports.services import export_report

ENDINGS = (".pdf", ".html", ".docx", ".zip", ".json")


class Command(BaseCommand):
    help = (
        "Write a community's report: its newest edition where it is published, else as it stands "
        "today. The ending of the file's name says as what: .pdf (tagged for screen readers), "
        ".html (one file), .docx (Word), .zip (data pack: a spreadsheet for each table, drawings, "
        "README), .json (tables alone)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("--from", dest="from_on", metavar="DATE")
        parser.add_argument("--to", dest="to_on", metavar="DATE")
        parser.add_argument(
            "--report",
            dest="report_id",
            type=int,
            metavar="NUMBER",
            help="instead of the days: the number in the report's address",
        )
        parser.add_argument("--output", type=Path, required=True, metavar="FILE")
        parser.add_argument(
            "--organisations",
            choices=OrganisationsShown.values,
            default="",
            help="grouped, or as the report says",
        )

    def handle(
        self,
        *,
        slug: str,
        from_on: str | None,
        to_on: str | None,
        report_id: int | None,
        output: Path,
        organisations: str,
        **_options: Any,
    ) -> None:
        if output.suffix.lower() not in ENDINGS:
            raise CommandError(f"Name the file with one of these endings: {', '.join(ENDINGS)}.")
        if not output.parent.is_dir():
            raise CommandError(f"There is no folder {output.parent}. Make it first.")
        if output.is_dir():
            raise CommandError(f"{output} is a folder. Name a file.")
        community = Community.objects.filter(slug=slug).first()
        if community is None:
            raise CommandError(f"There is no community “{slug}”. Check the slug.")
        try:
            content, edition = export_report(
                actor=system_actor(community),
                from_on=parse_iso_date(from_on) if from_on else None,
                to_on=parse_iso_date(to_on) if to_on else None,
                report_id=report_id,
                kind=output.suffix.lower().lstrip("."),
                organisations=organisations,
            )
        except Refused as problem:
            raise CommandError(problem.message) from problem
        write(output, content)
        said = "Compiled of the data of today: no edition of it is published."
        if edition is not None:
            said = f"Edition {edition.number} of “{edition.report.title}”, as it was published."
        self.stderr.write(said, style_func=str)
        self.stdout.write(f"Written: {output}")


def write(output: Path, content: bytes) -> None:
    """All of the file or nothing of it."""
    unfinished = output.with_name(f".{output.name}.unfinished")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(output)
    except OSError as problem:
        unfinished.unlink(missing_ok=True)
        raise CommandError(f"{output} cannot be written: {problem.strerror}.") from problem
