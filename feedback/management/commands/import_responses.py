"""Take over old anonymous answers from a spreadsheet."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cop.core import clock
from cop.core.errors import Refused
from cop.members.models import Community
from cop.members.selectors import system_actor
from feedback.disclosure import Rhythm
from feedback.imports.importing import Span, import_responses
from feedback.questionnaire import USUAL, questionnaires


class Command(BaseCommand):
    help = "Import anonymous responses (CSV or XLSX): sealed, counted, released. All or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="The community.")
        parser.add_argument(
            "file", type=Path, metavar="FILE", help="session, caucus, a to g, and 2 to 6 (text)"
        )
        parser.add_argument(
            "--release",
            choices=[str(rhythm) for rhythm in Rhythm],
            help="By session, or together for a period. Left out: as the community chose.",
        )
        parser.add_argument("--from", dest="from_on", metavar="DATE", help="The period’s first day")
        parser.add_argument("--to", dest="to_on", metavar="DATE", help="The period’s last day")
        parser.add_argument(
            "--questionnaire",
            default=USUAL,
            metavar="CODE",
            choices=[one.code for one in questionnaires()],
            help="What was asked; its keys are the file's columns.",
        )
        parser.add_argument(
            "--totals-published",
            action="store_true",
            help="Figures for all were published before: none by caucus may follow.",
        )
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, then say what was done; exit 1 with everything there is to mend."""
        community = Community.objects.filter(slug=options["slug"]).first()
        if community is None:
            raise CommandError(f"There is no community “{options['slug']}”.")
        release = Rhythm(options["release"]) if options["release"] else None
        try:
            plan = import_responses(
                actor=system_actor(community),
                file=options["file"],
                release=release,
                span=_span(community, release, options["from_on"], options["to_on"]),
                asked=options["questionnaire"],
                totals_published=options["totals_published"],
                dry_run=options["dry_run"],
            )
        except Refused as refused:
            raise CommandError(refused.message) from None
        for warning in plan.file.warnings:
            self.stderr.write(self.style.WARNING(f"Warning: {warning}"))
        for line in plan.lines():
            self.stdout.write(line)
        if options["dry_run"]:
            self.stdout.write("This was a dry run: nothing was written.")


def _span(
    community: Community, release: Rhythm | None, from_on: str | None, to_on: str | None
) -> Span | None:
    """The period's days, given together or not at all."""
    if from_on is None and to_on is None:
        return None
    if from_on is None or to_on is None:
        raise CommandError("Give both --from and --to.")
    rhythms = {release} if release else {community.figures_rhythm, community.comments_rhythm}
    if Rhythm.PERIOD not in rhythms:
        raise CommandError("--from and --to are for --release period.")
    return Span(_day("--from", from_on), _day("--to", to_on))


def _day(option: str, text: str) -> dt.date:
    try:
        return clock.parse_iso_date(text)
    except Refused as refused:
        raise CommandError(f"{option}: {refused.message}") from None
