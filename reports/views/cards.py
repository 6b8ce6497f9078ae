"""The cards of a report's page: each flow shows there how far it is and leads to its own pages.

A flow gives one function. It gets the ``Desk`` and returns what its card
``reports/_detail_<flow>.html`` prints as ``here``; None leaves the card out.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from reports.views.authors import writing_card
from reports.views.check import check_card
from reports.views.desk import Desk
from reports.views.findings import findings_card
from reports.views.gates import gates_card
from reports.views.quotes import quotes_card
from reports.views.recommendations import recommendations_card
from reports.views.references import references_card

__all__ = ["CARDS", "WAY", "Desk", "cards_of"]

Card = Callable[[Desk], dict[str, Any] | None]

# The way to publication, above the sections; then what else there is to write, below them.
WAY: dict[str, Card] = {"gates": gates_card, "check": check_card}
CARDS: dict[str, Card] = {
    "findings": findings_card,
    "quotes": quotes_card,
    "recommendations": recommendations_card,
    "references": references_card,
    "writing": writing_card,
}


def cards_of(desk: Desk, cards: Mapping[str, Card]) -> Iterator[dict[str, Any]]:
    """Template and context of each card there is."""
    for flow, card in cards.items():
        here = card(desk)
        if here is not None:
            yield {"template": f"reports/_detail_{flow}.html", "here": here}
