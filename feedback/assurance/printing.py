"""A certificate for people: as plain text for a terminal or a file, and as a page to print."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from feedback.assurance.certificate import Content, by_group, fingerprint, number_of
from feedback.assurance.checks import Outcome
from feedback.models import Certificate

WIDTH = 88


def outcome_words(outcome: str) -> str:
    return {
        Outcome.PASSED: _("passed"),
        Outcome.FAILED: _("FAILED"),
        Outcome.UNKNOWN: _("not looked at"),
    }[Outcome(outcome)]


def verdict(content: Content) -> str:
    """One sentence over everything."""
    failed, unknown = (number_of(content, one) for one in (Outcome.FAILED, Outcome.UNKNOWN))
    passed = number_of(content, Outcome.PASSED)
    return _("%(passed)d passed, %(failed)d failed, %(unknown)d could not be looked at.") % {
        "passed": passed,
        "failed": failed,
        "unknown": unknown,
    }


@dataclass(frozen=True, slots=True)
class CertificatePage:
    """What the page shows. ``is_intact``: nobody has changed the row since."""

    certificate: Certificate
    groups: list[tuple[str, list[dict[str, Any]]]]
    verdict: str
    is_intact: bool


def as_page(certificate: Certificate) -> CertificatePage:
    content = certificate.content
    is_intact = fingerprint(content) == certificate.fingerprint
    return CertificatePage(certificate, by_group(content), verdict(content), is_intact)


def as_text(content: Content) -> str:
    return "\n".join(_text(content)) + "\n"


def _text(content: Content) -> Iterator[str]:
    yield _("Certificate of anonymity, %s") % content["made_on"]
    yield "=" * WIDTH
    yield verdict(content)
    yield ""
    for name, said in content["installation"]:
        yield f"{name}: {said}"
    for title, lines in by_group(content):
        yield from ("", title, "-" * len(title))
        for line in lines:
            yield from _line(line)
    yield from ("", _("What cannot be checked from inside"), "-" * WIDTH)
    for limit in content["limits"]:
        yield from _wrapped(limit, "* ", "  ")
    yield from ("", _("Fingerprint (SHA-256 of this certificate): %s") % fingerprint(content))
    yield from ("", _("Read and filed by (name, role, date):"), "", "_" * 60)


def _line(line: dict[str, Any]) -> Iterator[str]:
    yield from _wrapped(f"{outcome_words(line['outcome'])}: {line['title']}", "[", "    ")
    yield from _wrapped(line["looked_at"], "    ", "    ")
    for found in line["found"]:
        yield from _wrapped(found, "    → ", "      ")
    if line["todo"]:
        yield from _wrapped(_("To do: %s") % line["todo"], "    ", "    ")


def _wrapped(text: str, first: str, rest: str) -> list[str]:
    if first == "[":
        head, _colon, tail = text.partition(": ")
        text, first = tail, f"[{head}] "
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=rest)
