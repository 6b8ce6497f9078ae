"""Pages taken apart with CSS selectors, for tests of markup."""

from collections.abc import Iterable
from typing import Any

from cssselect2 import ElementWrapper
from lxml import html


def parse(source: str | bytes) -> Any:
    """A whole page, or a fragment wrapped in a div."""
    text = source.decode() if isinstance(source, bytes) else source
    if "<html" in text:
        return html.document_fromstring(text.encode())
    return html.fragment_fromstring(text, create_parent="div")


def select(page: Any, css: str) -> list[Any]:
    """Every element of the page that the selector finds, in document order."""
    return [found.etree_element for found in ElementWrapper.from_html_root(page).query_all(css)]


def texts(elements: Iterable[Any]) -> list[str]:
    """Each element's words, with white space folded."""
    return [" ".join(element.text_content().split()) for element in elements]
