"""Begin a community."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cop.core import clock
from cop.core.errors import Refused
from cop.members.enums import TermSet
from cop.members.services import create_community


class Command(BaseCommand):
    help = "Create a community, with its caucuses and its first co-chair."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="Its part of every address: letters, digits, hyphens.")
        parser.add_argument("--name", required=True)
        parser.add_argument(
            "--terms", choices=TermSet.values, default=TermSet.RACIALLY_MINORITISED.value
        )
        parser.add_argument("--start", metavar="DATE", help="Descriptive only, like 2026-01-31.")
        parser.add_argument("--co-chair", metavar="EMAIL", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Create the community and say where it is."""
        starts_on: dt.date | None = None
        try:
            if options["start"]:
                starts_on = clock.parse_iso_date(options["start"])
            community = create_community(
                slug=options["slug"],
                name=options["name"],
                terms=options["terms"],
                starts_on=starts_on,
                co_chair_email=options["co_chair"],
            )
        except Refused as refused:
            raise CommandError(refused.message) from None
        self.stdout.write(f"Created “{community.name}” ({community.slug}).")
