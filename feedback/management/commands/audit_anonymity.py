"""Look at everything that could break anonymity here, and print a certificate to file."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from feedback.assurance.certificate import look, number_of
from feedback.assurance.checks import Outcome
from feedback.assurance.printing import as_text, verdict


class Command(BaseCommand):
    help = "Check what can break anonymity on this installation, and print a certificate."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--proxy-config",
            type=Path,
            metavar="FILE",
            help="the proxy's configuration, or what nginx -T prints; the shipped one if left out",
        )
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, **options: Any) -> None:
        content = look(options["proxy_config"])
        if options["format"] == "json":
            self.stdout.write(json.dumps(content, indent=2, ensure_ascii=False, sort_keys=True))
        else:
            self.stdout.write(as_text(content))
        if number_of(content, Outcome.FAILED):
            raise CommandError(verdict(content))
