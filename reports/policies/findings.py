"""What fits together in findings."""

from django.utils.translation import gettext as _

from reports.enums import Lineage


def why_not_of_lineage(lineage: str, chosen: int) -> str:
    """Why so many earlier themes do not fit what is said of a theme, or ""."""
    if lineage == Lineage.MERGED and chosen < 2:
        return _("Choose the themes of the report before that were merged, two or more.")
    if lineage in {Lineage.CONTINUED, Lineage.RENAMED} and chosen != 1:
        return _("Choose the one theme of the report before that this is.")
    if lineage in {Lineage.NEW, ""} and chosen:
        return _("Say what this theme is to the earlier ones you chose, or choose none.")
    return ""
