"""The structure tree of a PDF as plain objects: read, mended, handed back to be written.

WeasyPrint makes one element for each *piece* of an HTML element: a table on three pages becomes
three tables with three heads. The mending joins the pieces, using the marks that
`reports.render.pdfua.structure_marked` left on each element.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Content:
    """Marked content: where on which page."""

    page: int
    mcid: int


@dataclass(frozen=True)
class Annotation:
    """A link annotation, by its place in the pages' lists."""

    page: int
    place: int


@dataclass
class Element:
    """One structure element. `key` is the same for all pieces of one HTML element."""

    kind: str
    key: int = 0
    tag: str = ""
    lang: str = ""
    alt: str = ""
    scope: str = ""
    id: str = ""
    headers: list[str] = field(default_factory=list)
    spans: dict[str, int] = field(default_factory=dict)
    box: tuple[float, float, float, float] | None = None
    kids: "list[Element | Content | Annotation]" = field(default_factory=list)

    def elements(self) -> "Iterator[Element]":
        """The element and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.elements()

    def contents(self) -> Iterator[Content]:
        for element in self.elements():
            yield from (kid for kid in element.kids if isinstance(kid, Content))


Kid = Element | Content | Annotation
HEADS = ("THead", "TFoot")


def mend_structure(root: Element) -> None:
    """Join pieces and give every element the place and the kind the standard wants."""
    renamed: dict[str, str] = {}
    _join(root, renamed)
    _unwrap(root)
    for element in list(root.elements()):
        if element.kind == "L":
            _mend_list(element)
        element.headers = list(dict.fromkeys(renamed.get(name, name) for name in element.headers))
    _drop_empty(root)


def _join(element: Element, renamed: dict[str, str]) -> None:
    """Make one of neighbours that are pieces of the same HTML element."""
    joined: list[Kid] = []
    for kid in element.kids:
        before = joined[-1] if joined else None
        if isinstance(kid, Element) and isinstance(before, Element) and _same(before, kid):
            _absorb(before, kid, renamed)
        else:
            joined.append(kid)
    element.kids = joined
    for kid in joined:
        if isinstance(kid, Element):
            _join(kid, renamed)


def _same(one: Element, other: Element) -> bool:
    return bool(one.key) and (one.key, one.kind) == (other.key, other.kind)


def _absorb(first: Element, piece: Element, renamed: dict[str, str]) -> None:
    """Take in what a later piece holds; a head printed again on the next page is left out."""
    if piece.id and first.id:
        renamed[piece.id] = first.id
    by_key = {kid.key: kid for kid in first.kids if isinstance(kid, Element) and kid.key}
    for kid in piece.kids:
        known = by_key.get(kid.key) if isinstance(kid, Element) else None
        if isinstance(kid, Element) and known is not None and kid.kind == known.kind:
            if kid.kind in HEADS:
                _forget_head(known, kid, renamed)
                continue
            if first.kind == "TR":  # a row cut by the page's end: cell goes to cell
                _absorb(known, kid, renamed)
                continue
        first.kids.append(kid)


def _forget_head(kept: Element, again: Element, renamed: dict[str, str]) -> None:
    """Cells that point at the repeated head shall point at the first one."""
    names = {element.key: element.id for element in kept.elements() if element.id}
    for element in again.elements():
        if element.id and element.key in names:
            renamed[element.id] = names[element.key]


def _unwrap(element: Element) -> None:
    """Take away elements that say nothing, so that a line of text is not an element."""
    kids: list[Kid] = []
    for kid in element.kids:
        if not isinstance(kid, Element):
            kids.append(kid)
            continue
        _unwrap(kid)
        if kid.kind == element.kind == "Link":
            # What CSS puts after a link is tagged as a link of its own, inside the first.
            kids.extend(inner for inner in kid.kids if not isinstance(inner, Annotation))
        elif _says_nothing(kid):
            kids.extend(kid.kids)
        else:
            kids.append(kid)
    element.kids = kids


def _says_nothing(element: Element) -> bool:
    if element.lang:
        if element.kind == "NonStruct" and not any(
            isinstance(kid, Element) for kid in element.kids
        ):
            element.kind = "Span"
        return False
    if element.tag == "figure":
        element.kind = "Div"
        return False
    return element.kind in ("NonStruct", "Span", "Div")


def _mend_list(element: Element) -> None:
    """Every entry has one body; a list inside a list belongs to the entry above it."""
    entries: list[Kid] = []
    for kid in element.kids:
        above = entries[-1] if entries else None
        if isinstance(kid, Element) and isinstance(above, Element):
            if kid.kind == "L" and above.kind == "LI":
                _body(above).kids.append(kid)
                continue
            if kid.tag == "dd" and above.tag in ("dt", "dd"):
                _body(above).kids.extend(_body(kid).kids)
                continue
        entries.append(kid)
        if isinstance(kid, Element) and kid.kind == "LI":
            _mend_entry(kid)
    element.kids = entries
    if element.tag == "nav-list":
        _make_contents(element)


def _mend_entry(entry: Element) -> None:
    if entry.tag == "dt":
        label = Element("Lbl", kids=_body(entry).kids)
        entry.kids = [label, Element("LBody")]
        return
    labels = [kid for kid in entry.kids if isinstance(kid, Element) and kid.kind == "Lbl"]
    rest = [kid for kid in entry.kids if kid not in labels]
    body = Element("LBody")
    for kid in rest:
        if isinstance(kid, Element) and kid.kind == "LBody":
            body.kids.extend(kid.kids)
        else:
            body.kids.append(kid)
    entry.kids = [*labels, body]


def _body(entry: Element) -> Element:
    for kid in entry.kids:
        if isinstance(kid, Element) and kid.kind == "LBody":
            return kid
    body = Element("LBody")
    entry.kids.append(body)
    return body


def _make_contents(element: Element) -> None:
    """The list of contents is a table of contents, and says so."""
    element.kind = "TOC"
    for entry in element.kids:
        if isinstance(entry, Element):
            entry.kind = "TOCI"
            entry.kids = _body(entry).kids


def _drop_empty(element: Element) -> None:
    for kid in element.kids:
        if isinstance(kid, Element):
            _drop_empty(kid)
    element.kids = [
        kid
        for kid in element.kids
        if not isinstance(kid, Element) or kid.kids or kid.kind in ("TD", "TH")
    ]
