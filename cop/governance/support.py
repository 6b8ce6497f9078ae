"""The community's support page: lines people wrote, with what can be rung or opened made a link."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cop.governance.models import Governance

# What holds in the whole country, where a community has said nothing of its own.
NATIONAL: dict[str, str | Promise] = {
    "staff_support": _("Your employer’s staff support or occupational health"),
    "informed_support": _(
        "The Black, African and Asian Therapy Network, https://www.baatn.org.uk/"
    ),
    "union": _("Your union or professional body"),
    "speak_up": _("Your organisation’s Freedom to Speak Up Guardian, or its speak-up lead"),
    "samaritans": _("Samaritans, free, day and night: 116 123"),
}
NAMES: dict[str, str | Promise] = {
    "staff_support": _("Staff support"),
    "informed_support": _("Support that understands racism"),
    "union": _("Union"),
    "speak_up": _("Speaking up"),
    "samaritans": _("Day and night"),
}
REACHED = re.compile(
    r"(?P<page>https?://[^\s<>\"]+[^\s<>\".,;:)])"
    r"|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<number>\+?\d[\d ]{4,}\d)",
    re.ASCII,
)
FEWEST, MOST = 5, 15  # digits of a telephone number


@dataclass(frozen=True)
class Line:
    """One way to find support."""

    name: str | Promise
    words: SafeString


def support_lines(facts: Governance) -> list[Line]:
    """Ways to find support, for a page."""
    return [Line(name, with_links(words)) for name, words in support_words(facts)]


def support_words(facts: Governance) -> list[tuple[str, str]]:
    """Names and words: the community's own, or what holds in the whole country."""
    return [
        (str(NAMES[name]), getattr(facts, name) or str(national))
        for name, national in NATIONAL.items()
    ]


def with_links(text: str) -> SafeString:
    """The text, safe, with pages, addresses and telephone numbers as links."""
    parts: list[tuple[str]] = []
    seen = 0
    for match in REACHED.finditer(text):
        parts.append((text[seen : match.start()],))
        parts.append((_link(match),))
        seen = match.end()
    parts.append((text[seen:],))
    return format_html_join("", "{}", parts)


def _link(match: re.Match[str]) -> str:
    words = match[0]
    if match["page"]:
        return format_html(
            '<a class="govuk-link" href="{}" rel="noopener noreferrer">{}</a>', words, words
        )
    if match["mail"]:
        return format_html('<a class="govuk-link" href="mailto:{}">{}</a>', words, words)
    digits = words.replace(" ", "")
    if not FEWEST <= len(digits.lstrip("+")) <= MOST:
        return words
    return format_html('<a class="govuk-link" href="tel:{}">{}</a>', digits, words)
