"""The cards of a report's page: each flow shows there how far it is and leads to its own pages.

A flow gives one function. It gets the ``Desk`` and returns what its card
``reports/_detail_<flow>.html`` prints as ``here``; None leaves the card out.
"""

from collections.abc import Callable, Iterator
from typing import Any

from reports.views.authors import writing_card
from reports.views.check import check_card
from reports.views.desk import Desk
from reports.views.findings import findings_card
from reports.views.gates import gates_card
from reports.views.quotes import quotes_card
from reports.views.recommendations import recommendations_card
from reports.views.references import references_card

__all__ = ["CARDS", "Desk", "cards_of"]

Card = Callable[[Desk], dict[str, Any] | None]

# In the order of the page. A flow's line stands below the comment that names it.
CARDS: dict[str, Card] = {
    # writing: who writes along, and reflections
    "writing": writing_card,
    # references, which the text cites
    "references": references_card,
    # findings
    "findings": findings_card,
    # quotes
    "quotes": quotes_card,
    # compare: recommendations and last year
    "recommendations": recommendations_card,
    # gates
    "gates": gates_card,
    # check
    "check": check_card,
    # formats
}


def cards_of(desk: Desk) -> Iterator[dict[str, Any]]:
    """Template and context of each card there is."""
    for flow, card in CARDS.items():
        here = card(desk)
        if here is not None:
            yield {"template": f"reports/_detail_{flow}.html", "here": here}
