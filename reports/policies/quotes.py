"""Who chooses quotes, reads the bank of published ones, and signs or reads testimonials."""

from django.utils.translation import gettext as _

from cop.core.policy import Actor
from cop.members.enums import Role
from reports.models import Theme

TOGETHER = "all"
"""The cell of words whose caucus nobody knows, whether of one session or of several."""


def can_view_quote_bank(actor: Actor) -> bool:
    """Whoever uses quotes again; they are published, so no member learns less from the report."""
    return actor.holds(Role.EVALUATOR, Role.CO_CHAIR, Role.SECRETARY)


def why_not_quoted_in(theme: Theme, cell: str) -> str:
    """Why words of this cell do not stand in a theme, or "".

    What one caucus said is not among another's findings; words whose caucus nobody knows may be.
    """
    caucus = theme.section.caucus
    if caucus is None or cell in (caucus.key, TOGETHER):
        return ""
    return _(
        "This theme is of the %(caucus)s, and the words are of another. Quote them in a theme of "
        "their own caucus, or of everybody."
    ) % {"caucus": caucus.name}


def can_sign_testimonials(actor: Actor) -> bool:
    """Members, each for themselves."""
    return actor.is_member


def can_view_testimonials(actor: Actor) -> bool:
    """Who makes the texts for which members signed them."""
    return actor.holds(Role.SECRETARY, Role.CO_CHAIR)


def why_no_testimonial(*, words: str, named_as: str, uses: frozenset[str]) -> str:
    """What is still missing before somebody's words can be signed."""
    if not words or not named_as:
        return _("Write your words, and the name you want to stand under.")
    if not uses:
        return _("Choose at least one place where your words may stand.")
    return ""
