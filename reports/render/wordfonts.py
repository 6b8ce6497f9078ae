"""The report's own typeface inside a Word file, for readers who do not have it.

Word wants embedded fonts lightly scrambled: the first bytes are combined with a key that stands
beside them. The licence of the typeface (OFL) allows embedding.
"""

import uuid
from typing import Any

from django.conf import settings
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from lxml import etree  # type: ignore[import-untyped]

FONT = "Source Sans 3"
KIND = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
STYLES = {"Regular": "w:embedRegular", "Bold": "w:embedBold", "Italic": "w:embedItalic"}
SCRAMBLED = 32
# What stands before it in the settings of a document, in Word's own order.
BEFORE = ("w:writeProtection", "w:view", "w:zoom", "w:removePersonalInformation")


def embed_fonts(word: Any) -> None:
    """Put the typeface's three styles into the file."""
    table = word.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    fonts = parse_xml(table.blob)
    font = OxmlElement("w:font")
    font.set(qn("w:name"), FONT)
    for number, (style, tag) in enumerate(STYLES.items(), start=1):
        key = uuid.uuid5(uuid.NAMESPACE_URL, f"{FONT} {style}")
        content = (settings.BASE_DIR / "assets/fonts" / f"SourceSans3-{style}.ttf").read_bytes()
        name = PackURI(f"/word/fonts/font{number}.odttf")
        part = Part(name, KIND, scrambled(content, key), word.part.package)
        embedded = OxmlElement(tag)
        embedded.set(qn("r:id"), table.relate_to(part, RELATIONSHIP_TYPE.FONT))
        embedded.set(qn("w:fontKey"), f"{{{str(key).upper()}}}")
        font.append(embedded)
    fonts.append(font)
    table._blob = etree.tostring(fonts, xml_declaration=True, encoding="UTF-8", standalone=True)  # noqa: SLF001
    given = word.settings.element
    place = len(given.xpath(" | ".join(BEFORE)))
    given.insert(place, OxmlElement("w:embedTrueTypeFonts"))


def scrambled(content: bytes, key: uuid.UUID) -> bytes:
    """The first 32 bytes combined with the key, its bytes in reverse; twice gives them back."""
    turned = key.bytes[::-1] * 2
    begins = bytes(a ^ b for a, b in zip(content[:SCRAMBLED], turned, strict=True))
    return begins + content[SCRAMBLED:]
