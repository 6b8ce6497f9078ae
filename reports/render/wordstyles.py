"""How a report looks in Word: styles, page, running heads, tables, contents, properties.

It takes the file pandoc made and leaves its words alone. The same report gives the same bytes:
times and properties come from the report, and the parts are packed in their order.
"""

import datetime as dt
import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import docx
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from reports.render.document import Document
from reports.render.wordfonts import FONT, embed_fonts
from reports.render.zips import unzipped, zipped

DEEP, TEAL, CLAY, INK, QUIET = "0E3B40", "14545A", "A94A2B", "22282B", "4F5553"
PAPER, LINE = "F6F0E6", "CFC4B2"
WIDE = 16.4  # centimetres between the margins of an A4 page
TEXT_WIDTH = 9298  # the same in twentieths of a point
LETTER, SIDES = 105, 160  # about how wide a letter is, and the room beside the words
WORD, LINE_LENGTH = 22, 48  # letters: a longer word may break, a longer line does

WHOLE = 16  # lines of a table up to which it stays on one page
CONTENTS = "//w:p[starts-with(w:pPr/w:pStyle/@w:val, 'ReportContents')]/w:hyperlink"
MINOR = "Report Minor Heading"  # of the second level, and without a number


@dataclass(frozen=True)
class _Look:
    """Points, and colours as Word writes them."""

    size: float
    colour: str = INK
    bold: bool = False
    before: float = 0
    after: float = 6
    indent: float = 0
    hanging: float = 0  # of all lines but the first
    spacing: float = 1.15  # of lines
    edge: str = ""  # a coloured line at the left
    ground: str = ""
    stays: bool = False  # with the next paragraph


LOOKS = {
    "Normal": _Look(10.5),
    "Body Text": _Look(10.5),
    "First Paragraph": _Look(10.5, before=4),
    "Compact": _Look(10.5, after=2),
    "Title": _Look(34, DEEP, bold=True, before=10, after=14, spacing=1),
    "Heading 1": _Look(20, DEEP, bold=True, before=24, after=8, stays=True),
    "Heading 2": _Look(14, DEEP, bold=True, before=16, after=5, stays=True),
    "Heading 3": _Look(11.5, DEEP, bold=True, before=12, after=3, stays=True),
    "Heading 4": _Look(10.5, DEEP, bold=True, before=10, after=3, stays=True),
    "Heading 5": _Look(10.5, DEEP, bold=True, before=10, after=3, stays=True),
    "Heading 6": _Look(10.5, DEEP, bold=True, before=10, after=3, stays=True),
    "Block Text": _Look(10.5, before=3, indent=12, edge=LINE),
    MINOR: _Look(11.5, DEEP, bold=True, before=12, after=3, stays=True),
    "Caption": _Look(10, bold=True, before=10, after=4, stays=True),
    "Table Caption": _Look(10, bold=True, before=10, after=4, stays=True),
    "Image Caption": _Look(10, bold=True, before=10, after=4, stays=True),
    "Captioned Figure": _Look(10, after=8),
    "Definition Term": _Look(10.5, bold=True, after=1, stays=True),
    "Definition": _Look(10.5),
    "Report Community": _Look(14, CLAY, bold=True, before=150),
    "Report Period": _Look(15, TEAL),
    "Report Facts": _Look(10, QUIET, after=4),
    "Report Callout": _Look(10.5, before=4, after=8, edge=CLAY, ground=PAPER),
    "Report Point": _Look(11.5, before=2, after=6, indent=10, edge=TEAL),
    "Report Lead": _Look(11, bold=True, stays=True),
    "Report Leads": _Look(10.5, stays=True),
    "Report Cell": _Look(9.5, after=0),
    "Report Item": _Look(10.5, after=2, indent=14, hanging=14),
    "Report Reference": _Look(10.5, after=5, indent=20, hanging=20),
    "Report Quote": _Look(11.5, before=6, after=3, indent=12, edge=CLAY, stays=True),
    "Report Quote Source": _Look(9.5, QUIET, after=10, indent=12),
    "Report Table Note": _Look(9, QUIET, before=3, after=3),
    "Report Contents 1": _Look(10, DEEP, bold=True, before=2, after=0, spacing=1),
    "Report Contents 2": _Look(10, DEEP, after=0, indent=14, spacing=1),
    "Header": _Look(8.5, TEAL, bold=True, after=0),
    "Footer": _Look(8.5, QUIET, after=0),
}


def dressed(content: bytes, document: Document) -> bytes:
    """The Word file with the report's looks."""
    word = docx.Document(BytesIO(content))
    for name, look in LOOKS.items():
        _dress(_style(word, name), look)
    _dress_words(word)
    _page(word, document)
    for table in word.element.body.iter(qn("w:tbl")):
        _table(table)
    _pictures(word)
    _minor_headings(word)
    _places(word)
    _contents(word)
    _properties(word, document)
    embed_fonts(word)
    made = BytesIO()
    word.save(made)
    return zipped(unzipped(made.getvalue()), document.day)


def _style(word: Any, name: str) -> Any:
    known = next((style for style in word.styles if style.name == name), None)
    return known or word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)


def _dress(style: Any, look: _Look) -> None:
    _font(style, look.size, look.colour)
    style.font.bold, style.font.italic = look.bold, False
    space = style.paragraph_format
    space.space_before, space.space_after = Pt(look.before), Pt(look.after)
    space.left_indent, space.line_spacing = Pt(look.indent), look.spacing
    if look.hanging:
        space.first_line_indent = Pt(-look.hanging)
    space.keep_with_next = look.stays
    properties = style.element.get_or_add_pPr()
    for old in properties.xpath("w:pBdr | w:shd | w:jc"):
        properties.remove(old)
    if look.edge:
        left = _made("w:left", val="single", sz="28", space="8", color=look.edge)
        edges = OxmlElement("w:pBdr")
        edges.append(left)
        properties.insert_element_before(edges, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:rPr")
    if look.ground:
        ground = _made("w:shd", val="clear", color="auto", fill=look.ground)
        properties.insert_element_before(ground, "w:tabs", "w:spacing", "w:ind", "w:rPr")


def _font(style: Any, size: float, colour: str) -> None:
    style.font.size, style.font.color.rgb = Pt(size), RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)


def _dress_words(word: Any) -> None:
    """Styles of words inside a paragraph."""
    for name, colour in (("Hyperlink", TEAL), ("Report Detail", QUIET)):
        if name in word.styles:
            style = word.styles[name]
            style.font.color.rgb = RGBColor.from_string(colour)
            style.font.underline = name == "Hyperlink"
            style.font.bold = None if name == "Hyperlink" else False


def _page(word: Any, document: Document) -> None:
    """A4, a cover without running heads, then the community above and the page below."""
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.4)
    section.different_first_page_header_footer = True
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    head.style, foot.style = _style(word, "Header"), _style(word, "Footer")
    head.text = document.community
    foot.paragraph_format.tab_stops.add_tab_stop(Cm(WIDE), WD_TAB_ALIGNMENT.RIGHT)
    foot.add_run(f"{document.heading}\t")
    foot._p.extend(_field("PAGE", "1"))  # noqa: SLF001  python-docx has no fields
    for paragraph in word.paragraphs:
        if paragraph.style.name == "Heading 1":
            paragraph.paragraph_format.page_break_before = True
            if paragraph.text != _("Contents"):
                break


def _field(code: str, shown: str) -> list[Any]:
    """A field, and what stands there until a program works it out."""
    words, result = OxmlElement("w:instrText"), OxmlElement("w:t")
    words.set(qn("xml:space"), "preserve")
    words.text, result.text = f" {code} ", shown
    begin, then, end = (
        _made("w:fldChar", fldCharType=kind) for kind in ("begin", "separate", "end")
    )
    return [_run(part) for part in (begin, words, then, result, end)]


def _run(inside: Any) -> Any:
    run = OxmlElement("w:r")
    run.append(inside)
    return run


def _made(name: str, **attributes: str) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _table(table: Any) -> None:
    """As wide as the text, its columns by what is in them; a row stays on one page."""
    rows = table.xpath("w:tr")
    widths = _widths(rows)
    for column, width in zip(table.xpath("w:tblGrid/w:gridCol"), widths, strict=False):
        column.set(qn("w:w"), str(width))
    for row in rows:
        row.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
        for cell, width in zip(row.xpath("w:tc"), widths, strict=False):
            cell.get_or_add_tcPr().insert(0, _made("w:tcW", w=str(width), type="dxa"))
    _table_words(table, rows)
    properties = table.tblPr
    for old in properties.xpath("w:tblW | w:tblBorders | w:tblLayout | w:tblCellMar"):
        properties.remove(old)
    style = properties.xpath("w:tblStyle")[0]
    style.addnext(_made("w:tblW", w=str(TEXT_WIDTH), type="dxa"))
    look = properties.xpath("w:tblLook")[0]
    look.addprevious(_borders("w:tblBorders", top=TEAL, bottom=TEAL, insideH=LINE))
    look.addprevious(_made("w:tblLayout", type="fixed"))
    look.addprevious(_margins())
    for cell in rows[0].xpath("w:tc[../w:trPr/w:tblHeader]") if rows else []:
        cell.tcPr.append(_borders("w:tcBorders", bottom=TEAL))
        for run in cell.xpath("w:p/w:r[not(w:rPr/w:rStyle/@w:val='ReportDetail')]"):
            run.get_or_add_rPr().insert(0, OxmlElement("w:b"))


def _table_words(table: Any, rows: Any) -> None:
    """A short table stays on one page; a longer one leaves no row of its head or end alone."""
    for paragraph in table.xpath("w:tr/w:tc/w:p"):
        paragraph.style = "ReportCell"
    follows = table.getnext()
    if follows is not None and follows.tag == qn("w:p"):
        follows.get_or_add_pPr().get_or_add_spacing().set(qn("w:before"), "140")
    lines = sum(max(len(cell.xpath(".//w:p | .//w:br")) for cell in row) for row in _cells(rows))
    for row in _cells(rows[:-1] if lines <= WHOLE else [*rows[:2], *rows[-2:-1]]):
        for paragraph in (one for cell in row for one in cell.xpath("w:p")):
            paragraph.get_or_add_pPr().get_or_add_keepNext()


def _cells(rows: Any) -> list[Any]:
    return [row.xpath("w:tc") for row in rows]


def _widths(rows: Any) -> list[int]:
    """A column has room for its longest word; what is left goes by the longest lines."""
    least: list[int] = []
    liked: list[int] = []
    for row in rows:
        for at, cell in enumerate(row.xpath("w:tc")):
            if at == len(least):
                least.append(SIDES)
                liked.append(SIDES)
            lines = [_text(line) for line in cell.xpath("w:p")]
            word = max((len(one) for line in lines for one in line.split()), default=0)
            word += word // 4 if row is rows[0] else 0  # heads are bold
            line = max(map(len, lines), default=0)
            least[at] = max(least[at], SIDES + LETTER * min(word, WORD))
            liked[at] = max(liked[at], SIDES + LETTER * min(line, LINE_LENGTH), least[at])
    room, wish = TEXT_WIDTH - sum(least), sum(liked) - sum(least)
    if room <= 0 or wish <= 0:
        return [TEXT_WIDTH * one // sum(liked) for one in liked]
    return [low + room * (high - low) // wish for low, high in zip(least, liked, strict=True)]


def _text(paragraph: Any) -> str:
    return "".join(paragraph.itertext(qn("w:t")))


def _borders(name: str, **edges: str) -> Any:
    borders = OxmlElement(name)
    for edge, colour in edges.items():
        size = "4" if colour == LINE else "12"
        borders.append(_made(f"w:{edge}", val="single", sz=size, space="0", color=colour))
    return borders


def _margins() -> Any:
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", 50), ("left", 0), ("bottom", 50), ("right", 120)):
        margins.append(_made(f"w:{side}", w=str(width), type="dxa"))
    return margins


def _pictures(word: Any) -> None:
    """Each picture says what it shows in both of the places programs look."""
    for inline in word.element.body.xpath(".//wp:inline"):
        said = inline.docPr.get("descr", "")
        for picture in inline.xpath(".//pic:cNvPr"):
            picture.set("descr", said)
            picture.set("name", inline.docPr.get("name", ""))


def _contents(word: Any) -> None:
    """Each entry ends in the page of its place: LibreOffice works it out, Word after asking.

    Not Word's own list of contents, which other programs show without a number of a page.
    """
    for level in (1, 2):
        stops = _style(word, f"Report Contents {level}").paragraph_format.tab_stops
        stops.add_tab_stop(Cm(WIDE), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    for link in word.element.body.xpath(CONTENTS):
        for looks in link.xpath("w:r/w:rPr"):
            looks.getparent().remove(looks)
        link.append(_run(OxmlElement("w:tab")))
        link.extend(_field(f"PAGEREF {link.get(qn('w:anchor'))} \\h", "–"))
    asks = _made("w:updateFields", val="true")
    word.settings.element.insert_element_before(asks, "w:compat", "w:docVars", "w:rsids")


def _places(word: Any) -> None:
    """Names that fields accept too, each in its heading: LibreOffice loses one after a table."""
    body = word.element.body
    for place in body.xpath("//w:bookmarkStart"):
        place.set(qn("w:name"), place.get(qn("w:name")).replace("-", "_"))
    ends = {end.get(qn("w:id")): end for end in body.xpath("//w:bookmarkEnd")}
    for place in body.xpath("w:bookmarkStart"):
        follows = place.getnext()
        while follows is not None and follows.tag == place.tag:
            follows = follows.getnext()
        if follows is not None and follows.tag == qn("w:p"):
            follows.insert(1 if follows.pPr is not None else 0, place)
            place.addnext(ends[place.get(qn("w:id"))])
    for link in body.xpath("//w:hyperlink[@w:anchor]"):
        link.set(qn("w:anchor"), link.get(qn("w:anchor")).replace("-", "_"))


def _minor_headings(word: Any) -> None:
    """Numbered are the sections and their parts; what stands inside them is set smaller."""
    style = _style(word, MINOR)
    style.base_style = word.styles["Heading 2"]
    for paragraph in word.paragraphs:
        if paragraph.style.name == "Heading 2" and not re.match(r"\d+\.\d+ ", paragraph.text):
            paragraph.style = style


def language() -> str:
    """The document's language, written as files write it: en-GB."""
    return translation.to_locale(translation.get_language() or settings.LANGUAGE_CODE).replace(
        "_", "-"
    )


def _properties(word: Any, document: Document) -> None:
    """What the file says of itself, all of it from the report."""
    about = word.core_properties
    about.title, about.subject = document.heading, document.period
    about.author = about.last_modified_by = document.community
    about.language = language()
    about.created = about.modified = dt.datetime.combine(document.day, dt.time())
    about.revision, about.comments, about.keywords = 1, "", ""
