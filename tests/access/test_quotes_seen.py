"""Who finds a quote on any page of reports: before it is checked, and once it may stand."""

from typing import Any

from django.test import Client

from reports.models import Theme
from tests.access.matrix import NAMES
from tests.access.test_data_classes import addresses, words_of
from tests.people import Cast, sign_in
from tests.reports.quoting import answered, comment, full_report, quote_of, theme_in

SAID = "the heron on the canal bank"
REST = "and a kettle that never boils"
REASON = "the bird gives it away"
CHAIRS = {"amara", "tom"}
READERS = CHAIRS | {"bilal", "ines", "nkechi", "okafor", "dana"}


def seen_by(cast: Cast, ids: dict[str, Any], *pieces: str) -> dict[str, set[str]]:
    """For each piece, everybody who finds it on a page of reports; and who sees a name there."""
    urls = [url for url in addresses(ids) if "/reports/" in url and not url.endswith(FILES)]
    assert any("/quotes/check/" in url for url in urls), urls
    found: dict[str, set[str]] = {piece: set() for piece in pieces}
    for name in NAMES:
        client = Client()
        sign_in(client, cast.people[name])
        for url in urls:
            words = words_of(client.get(url))
            for piece in pieces:
                if piece in words:
                    found[piece].add(name)
    return found


FILES = (".pdf", ".docx", ".zip", ".html", ".csv", "/file/")


def test_who_finds_a_quote(cast: Cast):
    report = full_report(cast)
    theme = theme_in(report)
    said = comment(cast, f"{SAID}, {REST}")
    quote = quote_of(cast, report, theme, said, SAID)
    other = quote_of(cast, report, theme, comment(cast, "Another voice"))
    ids = {
        "slug": cast.community.slug,
        "report_id": report.pk,
        "theme_id": theme.pk,
        "section_id": Theme.objects.get().section_id,
        "comment_id": said.pk,
        "quote_id": quote.pk,
    }
    # The secretary reads the words where they are checked, and the rest of the comment nowhere.
    before = seen_by(cast, ids, SAID, REST, "Rosa Delgado", "Will Turner")
    assert before[SAID] == {"ines", "bilal"}
    assert before[REST] == {"ines"}
    assert "ines" not in before["Rosa Delgado"] | before["Will Turner"]

    answered(cast, quote, "unsure", REASON)
    doubted = seen_by(cast, ids, SAID, REASON)
    assert doubted == {SAID: {"ines", "bilal"}, REASON: {"ines", "bilal"}}

    answered(cast, quote)
    assert seen_by(cast, ids, SAID)[SAID] == {"ines", "bilal"}, "another waits for its answer"

    answered(cast, other)
    assert seen_by(cast, ids, SAID)[SAID] == READERS
