"""Delete what is past its period, or say what would be deleted."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cop.members.models import Community
from cop.rights.retention import certificate_of
from cop.rights.services.retention import preview, retain


class Command(BaseCommand):
    help = "Delete what is past its period. It runs by itself every day; run it after a restore."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="delete nothing, count the same")
        parser.add_argument("--community", metavar="SLUG", help="one community; all if left out")

    def handle(self, **options: Any) -> None:
        slug = options["community"]
        communities = Community.objects.order_by("slug")
        if slug:
            communities = communities.filter(slug=slug)
            if not communities:
                raise CommandError(f"There is no community “{slug}”.")
        fine = True
        for community in communities:
            if options["dry_run"]:
                self._say(
                    community,
                    {h.key: n for h, n in preview(community=community)},
                    "would be deleted",
                )
            else:
                run = retain(community=community)
                numbers = {line.holding: line.deleted or 0 for line in run.lines.all()}
                self._say(community, numbers, "deleted today")
                fine = certificate_of(run).confirms and fine
        if not fine:
            raise CommandError("Not everything could be deleted. See the page “Deletion”.")

    def _say(self, community: Community, numbers: dict[str, int], word: str) -> None:
        self.stdout.write(f"{community.slug}: {sum(numbers.values())} {word}")
        for key, number in numbers.items():
            if number:
                self.stdout.write(f"  {key}: {number}")
