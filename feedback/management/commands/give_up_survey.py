"""Give up a survey whose key is lost: its period can then be counted without it."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from cop.core.errors import Refused
from feedback.models import Survey
from feedback.services import give_up_survey


class Command(BaseCommand):
    help = (
        "Destroys the box of a closed survey whose key is not in the key directory, unopened, "
        "and the list of whom it asked. The results page then says that the key was lost."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("survey", type=UUID, help="the survey's id, as in its address")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            give_up_survey(survey_id=options["survey"])
        except Survey.DoesNotExist:
            raise CommandError("There is no survey with this id.") from None
        except Refused as refused:
            raise CommandError(refused.message) from None
        self.stdout.write("The box is destroyed unopened; nobody could have opened it.")
