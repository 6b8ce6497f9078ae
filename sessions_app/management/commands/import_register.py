"""Take over members, sessions and attendance from spreadsheets."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cop.core.errors import Refused
from cop.members.models import Community
from cop.members.selectors import system_actor
from sessions_app.imports.register import import_register


class Command(BaseCommand):
    help = "Import members, sessions and attendance from CSV or XLSX files. All of it, or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="The community.")
        parser.add_argument(
            "--members",
            type=Path,
            required=True,
            metavar="FILE",
            help="member_id, name, email, organisation, profession, joined_on (2026-01-31)",
        )
        parser.add_argument(
            "--sessions",
            type=Path,
            required=True,
            metavar="FILE",
            help="session, starts_at (local time: 2026-01-14T13:00, or the day alone), minutes, "
            "title, format, topics (separated by ;), headcount (19, “over 160”, “about 20”)",
        )
        parser.add_argument(
            "--attendance", type=Path, required=True, metavar="FILE", help="member_id, session"
        )
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, then say what was done; exit 1 with everything there is to mend."""
        community = Community.objects.filter(slug=options["slug"]).first()
        if community is None:
            raise CommandError(f"There is no community “{options['slug']}”.")
        try:
            plan = import_register(
                actor=system_actor(community),
                members_file=options["members"],
                sessions_file=options["sessions"],
                attendance_file=options["attendance"],
                dry_run=options["dry_run"],
            )
        except Refused as refused:
            raise CommandError(refused.message) from None
        for warning in plan.warnings:
            self.stderr.write(self.style.WARNING(f"Warning: {warning}"))
        for line in plan.lines():
            self.stdout.write(line)
        if options["dry_run"]:
            self.stdout.write("This was a dry run: nothing was written.")
