"""Look at everything that could break anonymity here, and print a certificate to file."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from feedback.assurance.certificate import Content, look, number_of
from feedback.assurance.checks import Outcome
from feedback.assurance.printing import as_text, verdict
from feedback.services import keep_certificate


def kept(proxy_config: Path | None) -> Content:
    """The same, put where the communities' pages find it."""
    content: Content = keep_certificate(proxy_config=proxy_config).content
    return content


class Command(BaseCommand):
    help = "Check what can break anonymity on this installation, and print a certificate."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--proxy-config",
            type=Path,
            metavar="FILE",
            help="the proxy's configuration, or what nginx -T prints; the shipped one if left out",
        )
        parser.add_argument(
            "--keep",
            action="store_true",
            help="show the certificate on the communities' pages too; otherwise nothing is written",
        )
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, **options: Any) -> None:
        make = kept if options["keep"] else look
        content = make(options["proxy_config"])
        if options["format"] == "json":
            self.stdout.write(json.dumps(content, indent=2, ensure_ascii=False, sort_keys=True))
        else:
            self.stdout.write(as_text(content))
        if number_of(content, Outcome.FAILED):
            raise CommandError(verdict(content))
