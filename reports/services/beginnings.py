"""An empty section begins with words that are there already: an adopted text, or the figures."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.documents.enums import Kind
from cop.documents.selectors import current_versions
from reports.content import report_data
from reports.enums import SectionKind
from reports.limitations import draft_limitations
from reports.models import Section
from reports.policies import can_write_section
from reports.services.writing import held, write_section

FIGURES = "figures"
# The community's own texts that say what a section is about.
TEXTS: dict[str, tuple[Kind, ...]] = {
    SectionKind.INTRODUCTION: (Kind.INTRODUCTION, Kind.PURPOSE),
    SectionKind.APPROACH: (Kind.CAUCUSING, Kind.INTRODUCTION),
    SectionKind.SETTING_UP: (Kind.TERMS_OF_REFERENCE, Kind.GROUND_RULES),
}


def beginnings_of(section: Section) -> Mapping[str, str]:
    """What an empty section can begin with, and how it is called; nothing once it has words."""
    if section.body.strip():
        return {}
    if section.kind == SectionKind.LIMITATIONS and section.report.data:
        return {FIGURES: _("a draft from the figures")}
    kinds = TEXTS.get(section.kind, ())
    adopted = current_versions(section.report.community, kinds) if kinds else {}
    return {kind: str(kind.label) for kind in kinds if kind in adopted}


@transaction.atomic
def begin_section(*, actor: Actor, section: Section, source: str) -> Section:
    """Take the words into the section. Raises Refused where it has words: they stay."""
    section = held(section)
    require(can_write_section(actor, section))
    if section.body.strip():
        raise Refused(_("This section has words already. They stay as they are."))
    if source not in beginnings_of(section):
        raise Refused(_("There is no such text to begin with."))
    return write_section(actor=actor, section=section, body=_words(section, source))


def _words(section: Section, source: str) -> str:
    if source == FIGURES:
        return draft_limitations(report_data(section.report))
    return current_versions(section.report.community, [source])[source].text
