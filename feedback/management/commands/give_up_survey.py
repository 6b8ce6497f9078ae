"""Give up a survey or a period whose key is lost, so that it holds up nothing else."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from cop.core.errors import Refused
from feedback.models import Period, Survey
from feedback.services import give_up, why_not_given_up


class Command(BaseCommand):
    help = (
        "Destroys the box of a closed survey, or what waits in a period that is over, whose key is "
        "not in the key directory: unopened, and with the list of whom a survey asked. The results "
        "then say that the key was lost. There is no way back: a key found later is destroyed too. "
        "Without --destroy it only says what it would do."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("unit", type=UUID, help="the id of the survey or of the period")
        parser.add_argument("--destroy", action="store_true", help="do it")

    def handle(self, *_args: Any, **options: Any) -> None:
        unit = _unit(options["unit"])
        if not options["destroy"]:
            if why_not := why_not_given_up(unit):
                raise CommandError(why_not)
            self.stdout.write(
                f"“{unit}” would be destroyed unopened, for good. Look for its key first: in every "
                "volume that was ever mounted as the key directory. Then say --destroy."
            )
            return
        try:
            give_up(unit=unit)
        except Refused as refused:
            raise CommandError(refused.message) from None
        self.stdout.write("Destroyed unopened; nobody could have opened it.")


def _unit(pk: UUID) -> Survey | Period:
    unit = (
        Survey.objects.select_related("community", "session").filter(pk=pk).first()
        or Period.objects.select_related("community").filter(pk=pk).first()
    )
    if unit is None:
        raise CommandError("There is no survey and no period with this id.")
    return unit
