"""What WeasyPrint 70.0 leaves to be mended before a PDF is fit for a screen reader.

In two steps: while the PDF is written every structure element gets marks that say which HTML
element it is a piece of (`structure_marked`); afterwards the tree is joined, tidied and written
anew, and everything that is no longer content becomes an artifact (`mend`).
"""

import re
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from reports.render.structure import Annotation, Content, Element, mend_structure

SVG = "{http://www.w3.org/2000/svg}"
# Private keys, written into the PDF between the two steps and gone after the second.
KEY, TAG, LANG, SCOPE, ALT = "PCKey", "PCTag", "PCLang", "PCScope", "PCAlt"
PRINT_FLAG = 4
# How WeasyPrint begins marked content: every part on a line of its own, words only as hexadecimal,
# so nothing else in a page looks like this. Parsing each instruction takes ten times as long.
MARKED = re.compile(rb"^/\S+\n<</MCID (\d+)>>\nBDC$", re.MULTILINE)
ARTIFACT = b"/Artifact\n<</Type /%b>>\nBDC"
_one_at_a_time = threading.Lock()


@contextmanager
def structure_marked() -> Iterator[None]:
    """While this is open, WeasyPrint notes on each structure element where it comes from.

    It reaches into a private function, which is why WeasyPrint is pinned exactly.
    """
    from weasyprint.pdf import tags  # noqa: PLC0415 - needs Pango: a web process never loads it

    original = tags._build_box_tree  # noqa: SLF001
    keys: dict[tuple[int, str], int] = {}

    def build(box: Any, *rest: Any) -> Iterator[Any]:
        for made in original(box, *rest):
            _mark(made, getattr(box, "_box", box), keys)
            yield made

    with _one_at_a_time:
        tags._build_box_tree = build  # noqa: SLF001
        try:
            yield
        finally:
            tags._build_box_tree = original  # noqa: SLF001


def _mark(made: Any, box: Any, keys: dict[tuple[int, str], int]) -> None:
    source = box.element
    if KEY in made or source is None:
        return
    from pydyf import String as Text  # type: ignore[import-untyped]  # noqa: PLC0415 - its own

    tag = str(box.element_tag)
    made[KEY] = keys.setdefault((id(source), tag), len(keys) + 1)
    in_contents = tag == "ol" and "report-contents-list" in source.get("class", "")
    made[TAG] = Text("nav-list" if in_contents else tag)
    if source.get("lang") and "::" not in tag:
        made[LANG] = Text(source.get("lang"))
    if tag == "th":
        made[SCOPE] = Text("Row" if source.get("scope") == "row" else "Column")
    if tag == f"{SVG}svg":
        parts = (source.findtext(f"{SVG}{name}", "").strip() for name in ("title", "desc"))
        made[ALT] = Text(" ".join(part for part in parts if part))
    if box.link_annotation is not None:
        box.link_annotation["Contents"] = Text(" ".join("".join(source.itertext()).split()))
        box.link_annotation["F"] = PRINT_FLAG


def mend(pdf: bytes) -> bytes:
    """The same pages with a structure a screen reader can use. Nothing visible changes."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        pages = {page.obj.objgen: number for number, page in enumerate(opened.pages)}
        root = _read(opened.Root.StructTreeRoot.K[0], pages, opened)
        tagged = set(root.contents())
        mend_structure(root)
        kept = set(root.contents())
        for number, page in enumerate(opened.pages):
            _make_artifacts(opened, page, number, tagged, kept)
        _write(opened, root)
        made = BytesIO()
        # Its identifier is made of what is in it: the same report gives the same bytes.
        opened.save(
            made,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
        return made.getvalue()


def _read(given: Any, pages: dict[tuple[int, int], int], pdf: pikepdf.Pdf) -> Element:
    """A structure element of the PDF, with everything below it."""
    page = pages[given.Pg.objgen] if "/Pg" in given else 0
    attributes = given.get("/A", Dictionary())
    element = Element(
        kind=str(given.S).removeprefix("/"),
        key=int(given.get(f"/{KEY}", 0)),
        tag=str(given.get(f"/{TAG}", "")),
        lang=str(given.get(f"/{LANG}", "")),
        alt=str(given.get(f"/{ALT}", given.get("/Alt", ""))),
        scope=str(given.get(f"/{SCOPE}", "")),
        id=str(given.get("/ID", "")),
        headers=[str(name) for name in attributes.get("/Headers", [])],
        spans={
            name: int(attributes[f"/{name}"])
            for name in ("RowSpan", "ColSpan")
            if f"/{name}" in attributes
        },
    )
    if "/BBox" in attributes:
        height = float(pdf.pages[page].mediabox[3])
        x1, y1, x2, y2 = (float(value) * 0.75 for value in attributes.BBox)
        # Given in CSS pixels from the top; wanted in points from the bottom.
        element.box = (x1, height - y2, x2, height - y1)
    for kid in given.get("/K", []):
        if isinstance(kid, int):
            element.kids.append(Content(page, kid))
        elif kid.get("/Type") == Name.OBJR:
            place = _place(pdf, page, kid.Obj)
            element.kids.append(Annotation(page, place))
        else:
            element.kids.append(_read(kid, pages, pdf))
    return element


def _place(pdf: pikepdf.Pdf, page: int, annotation: Any) -> int:
    annotations = pdf.pages[page].Annots
    return next(i for i, one in enumerate(annotations) if one.objgen == annotation.objgen)


def _make_artifacts(
    pdf: pikepdf.Pdf, page: pikepdf.Page, number: int, tagged: set[Content], kept: set[Content]
) -> None:
    """Content that is in no element any more is decoration: running heads, repeated heads."""

    def begin(marked: re.Match[bytes]) -> bytes:
        here = Content(number, int(marked[1]))
        if here in kept:
            return marked[0]
        return ARTIFACT % (b"Layout" if here in tagged else b"Pagination")

    drawn = page.Contents.read_bytes()
    page.Contents = pdf.make_stream(MARKED.sub(begin, drawn))


class _Writer:
    """Writes the tree and, on the way, notes which element owns which content."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.owners: dict[Content, Any] = {}
        self.links: list[tuple[Any, Any]] = []  # annotation, element
        self.names: dict[str, Any] = {}

    def element(self, element: Element, parent: Any) -> Any:
        made = self.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(f"/{element.kind}"), P=parent)
        )
        if element.lang:
            made.Lang = String(element.lang)
        if element.alt:
            made.Alt = String(element.alt)
        if element.id:
            made.ID = String(element.id)
            self.names[element.id] = made
        attributes = _attributes(element)
        if attributes is not None:
            made.A = attributes
        first = next(element.contents(), None)
        if first is not None:
            made.Pg = self.pdf.pages[first.page].obj
        made.K = Array([self._kid(kid, made, first) for kid in element.kids])
        return made

    def _kid(self, kid: Element | Content | Annotation, owner: Any, first: Content | None) -> Any:
        if isinstance(kid, Element):
            return self.element(kid, owner)
        page = self.pdf.pages[kid.page]
        if isinstance(kid, Annotation):
            annotation = page.Annots[kid.place]
            self.links.append((annotation, owner))
            return Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page.obj)
        self.owners[kid] = owner
        if first is not None and kid.page == first.page:
            return kid.mcid
        return Dictionary(Type=Name.MCR, Pg=page.obj, MCID=kid.mcid)


def _attributes(element: Element) -> Any:
    """The attribute object of a cell or a figure, or None."""
    if element.kind in ("TD", "TH"):
        made = Dictionary(O=Name.Table)
        for name, value in element.spans.items():
            made[f"/{name}"] = value
        if element.kind == "TH":
            made.Scope = Name(f"/{element.scope or 'Column'}")
        elif element.headers:
            made.Headers = Array([String(name) for name in element.headers])
        return made
    if element.kind == "Figure" and element.box is not None:
        return Dictionary(O=Name.Layout, Placement=Name.Block, BBox=Array(list(element.box)))
    if element.kind == "L" and element.tag == "ol":
        return Dictionary(O=Name.List, ListNumbering=Name.Decimal)
    return None


def _write(pdf: pikepdf.Pdf, root: Element) -> None:
    """Put the tree in place of the old one, with the maps that lead from content to it."""
    writer = _Writer(pdf)
    top = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    top.K = Array([writer.element(root, top)])
    numbers: list[Any] = []
    by_page: dict[int, dict[int, Any]] = defaultdict(dict)
    for kid, owner in writer.owners.items():
        by_page[kid.page][kid.mcid] = owner
    for number, page in enumerate(pdf.pages):
        page.obj.StructParents = number
        here = by_page[number]
        owners = [here.get(mcid) for mcid in range(max(here, default=-1) + 1)]
        numbers.extend([number, pdf.make_indirect(Array(owners))])
    for place, (annotation, owner) in enumerate(writer.links, start=len(pdf.pages)):
        annotation.StructParent = place
        numbers.extend([place, owner])
    _drop_unowned_links(pdf, {annotation.objgen for annotation, _owner in writer.links})
    top.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(numbers)))
    top.ParentTreeNextKey = len(pdf.pages) + len(writer.links)
    if writer.names:
        names = Array()
        for name in sorted(writer.names):
            names.extend([String(name), writer.names[name]])
        top.IDTree = pdf.make_indirect(Dictionary(Names=names))
    pdf.Root.StructTreeRoot = top


def _drop_unowned_links(pdf: pikepdf.Pdf, owned: set[tuple[int, int]]) -> None:
    for page in pdf.pages:
        if "/Annots" in page:
            kept = [one for one in page.Annots if one.objgen in owned]
            page.Annots = Array(kept)
