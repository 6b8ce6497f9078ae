"""Quick looks at each finished file before anybody is given it.

They catch a file that is broken or incomplete. Whether a screen reader can use it is asked at
greater length by the tests.
"""

import re
from io import BytesIO

from django.utils.translation import gettext as _

from reports.render.document import Document
from reports.render.zips import unzipped


class Faulty(ValueError):
    """A finished file is not as it should be; the words say which and how."""


def prove_pdf(content: bytes, document: Document) -> None:
    """It opens, is tagged, has a title and a language, and every table and drawing is in it."""
    import pikepdf  # noqa: PLC0415  a web process never makes files

    with pikepdf.open(BytesIO(content)) as pdf:
        root = pdf.Root
        kinds = [
            str(one.S)
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == pikepdf.Name.StructElem
        ]
        _hold("PDF", len(pdf.pages) > 1 and bool(root.get("/Lang")) and "/MarkInfo" in root)
        _hold("PDF", str(pdf.docinfo.get("/Title", "")) != "")
        _hold("PDF", kinds.count("/Table") >= len(document.tables))
        _hold("PDF", kinds.count("/Figure") >= len(document.figures))


def prove_html(page: str, document: Document) -> None:
    """It asks for nothing from elsewhere, and no word of a template was left in it."""
    asks = re.findall(r"<(?:link|script|iframe|img|object|embed)\b|@import|url\(", page)
    _hold("HTML", not asks and "{{" not in page and "{%" not in page)
    _hold("HTML", page.count("<table") >= len(document.tables))


def prove_word(content: bytes, document: Document) -> None:
    """It opens, and every table and drawing is in it, each drawing with its words."""
    import docx  # noqa: PLC0415  likewise

    word = docx.Document(BytesIO(content))
    said = word.element.body.xpath(".//wp:docPr/@descr")
    _hold("Word", len(word.tables) >= len(document.tables))
    _hold("Word", len(said) >= len(document.figures) and all(said))


def prove_pack(content: bytes, document: Document) -> None:
    """Every table and drawing has its file."""
    names = list(unzipped(content))
    _hold("zip", sum(name.startswith("tables/") for name in names) == len(document.tables))
    _hold("zip", sum(name.startswith("figures/") for name in names) == len(document.figures))


def _hold(what: str, is_so: bool) -> None:
    if not is_so:
        raise Faulty(_("The %(what)s file came out incomplete.") % {"what": what})
