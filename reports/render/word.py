"""A report as a Word file: the same HTML, through pandoc, then dressed.

What stands in it comes from the document's own templates. Before pandoc the HTML is told what Word
styles its paragraphs have and drawings become pictures (`prepared`); afterwards
`reports.render.wordstyles` gives the styles their looks. python-docx is imported when a file is
made, never before.
"""

import base64
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pypandoc  # type: ignore[import-untyped]
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from lxml import etree  # type: ignore[import-untyped]
from lxml import html as lxml_html

from reports.render.document import Document

PATIENCE = 180  # seconds; a report of 300 pages takes about ten
WIDEST, HIGHEST = 14.8, 15.5  # centimetres of a picture: with its caption it shares its page
# Which class of the document becomes which style of Word's.
STYLES = {
    "report-cover-community": "Report Community",
    "report-cover-title": "Title",
    "report-cover-period": "Report Period",
    "report-cover-so-far": "Report Period",
    "report-cover-prepared": "Report Facts",
    "report-word-line": "Report Callout",
    "report-callout": "Report Callout",
    "report-facts": "Report Facts",
    "report-table-note": "Report Table Note",
    "report-points": "Report Point",
    "report-plain": "Report Item",
    "report-leads": "Report Leads",
    "report-figure-scroll": "Captioned Figure",
    "report-references": "Report Reference",
    "report-quote": "Report Quote",
    "report-quote-source": "Report Quote Source",
    "report-lead": "Report Lead",
    "report-contents-item": "Report Contents 1",
    "report-contents-item--part": "Report Contents 2",
}
AS_PARAGRAPHS = ("report-contents-list", "report-points", "report-plain", "report-references")


class WordFailed(RuntimeError):
    """Pandoc could not make the file."""


def word_file(document: Document) -> bytes:
    """The report as a Word file, tables, figures and links and all."""
    from reports.render.wordstyles import dressed  # noqa: PLC0415  a web process never loads docx

    page = render_to_string("reports/document/word.html", {"document": document})
    return dressed(_converted(prepared(page)), document)


def prepared(page: str) -> str:
    """The HTML as pandoc is to read it."""
    root = lxml_html.document_fromstring(page)
    for title in root.findall(".//head/title"):  # pandoc would print it above the cover
        title.drop_tree()
    for drawing in list(root.iter("svg")):
        _into_picture(drawing)
    _figures(root)
    for name in AS_PARAGRAPHS:
        _as_paragraphs(root, name)
    for name, style in STYLES.items():
        for element in root.find_class(name):
            _styled(element, style)
    for cell in root.find_class("report-numeric"):
        cell.set("style", "text-align: right")
    for place in root.xpath("//caption[@id] | //p[@id] | //sup[@id] | //a[@id]"):
        _place_kept(place)
    for head in root.xpath("//tbody//th | //tr[contains(@class, 'report-total')]/td"):
        _bold(head)
    for detail in root.find_class("report-detail"):
        detail.set("data-custom-style", "Report Detail")
    return str(lxml_html.tostring(root, encoding="unicode", doctype="<!doctype html>"))


def _into_picture(drawing: Any) -> None:
    from reports.render.pictures import as_png  # noqa: PLC0415  a web process never draws

    source = _as_svg(drawing)
    picture = lxml_html.Element("img")
    encoded = base64.b64encode(as_png(source)).decode()
    picture.set("src", f"data:image/png;base64,{encoded}")
    said = (drawing.findtext(name) or "" for name in ("title", "desc"))
    picture.set("alt", " ".join(" ".join(said).split()))
    wide, high = map(float, drawing.get("viewBox").split()[2:])
    picture.set("width", f"{min(WIDEST * min(1, wide / 540), HIGHEST * wide / high):.2f}cm")
    picture.tail = drawing.tail
    drawing.getparent().replace(drawing, picture)


def _as_svg(drawing: Any) -> str:
    """The drawing as XML: an HTML parser knows no name spaces and writes every name small."""
    if "viewbox" in drawing.attrib:
        drawing.set("viewBox", drawing.attrib.pop("viewbox"))
    tail, drawing.tail = drawing.tail, None
    written = str(etree.tostring(drawing, encoding="unicode"))
    drawing.tail = tail
    return written


def _figures(root: Any) -> None:
    """A caption and a picture below it: of a figure pandoc would make a table, the caption last."""
    for figure in root.iter("figure"):
        figure.tag = "div"
    for caption in list(root.iter("figcaption")):
        caption.tag = "p"
        _styled(caption, "Image Caption")


def _place_kept(element: Any) -> None:
    """Pandoc keeps the names of blocks and spans, and loses those of the rest."""
    place = lxml_html.Element("span", id=element.attrib.pop("id"))
    if element.tag in ("a", "sup"):
        element.addprevious(place)
    else:
        place.tail, element.text = element.text, None
        element.insert(0, place)


def _as_paragraphs(root: Any, name: str) -> None:
    """A list without marks of its own: Word would give it bullets."""
    for entries in root.find_class(name):
        entries.tag = "div"
        for entry in entries:
            entry.tag = "p"


def _styled(element: Any, style: str) -> None:
    """Pandoc takes a style from a div around what has it."""
    if element.tag == "div":
        element.set("data-custom-style", style)
        return
    around = lxml_html.Element("div")
    around.set("data-custom-style", style)
    element.addprevious(around)
    around.tail, element.tail = element.tail, None
    if element.tag == "blockquote":
        element.tag = "div"
    if element.tag == "h1":
        element.tag = "p"
    around.append(element)


def _bold(cell: Any) -> None:
    """All of a head but its quieter line."""
    strong = lxml_html.Element("strong")
    strong.text, cell.text = cell.text, None
    strong.extend([one for one in cell if "report-detail" not in one.classes])
    cell.insert(0, strong)


def _converted(page: str) -> bytes:
    """What pandoc makes of the HTML; it may read nothing else, and no address."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.docx"
        command = [pypandoc.get_pandoc_path(), "--sandbox", "--from=html", "--to=docx"]
        # The document's title is its first heading; sections are headings of the first level.
        command += ["--shift-heading-level-by=-1", f"--metadata=lang:{language}"]
        command += [f"--output={file}"]
        try:
            subprocess.run(  # noqa: S603  no word of it comes from outside
                command, input=page.encode(), check=True, capture_output=True, timeout=PATIENCE
            )
        except (subprocess.SubprocessError, OSError) as problem:
            raise WordFailed from problem
        return file.read_bytes()
