"""Asks and commitments in a report: counts, exact and small, with the number they are of."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.render.tables import CellView, RowView, TableView
from reports.schema_ledger import Accountability


def accountability_sentences(found: Accountability) -> list[str]:
    """What the table says, or in words that there was nothing; none of it is a score."""
    return [_asked(found), _taken_on(found)]


def _asked(found: Accountability) -> str:
    if not found["posted"]:
        return _("Nothing was asked in this period. A caucus owes nobody an ask.")
    return (
        ngettext(
            "%(posted)d ask was posted, and %(answered)d of %(posted)d was answered.",
            "%(posted)d asks were posted, and %(answered)d of %(posted)d were answered.",
            found["posted"],
        )
        % found
    )


def _taken_on(found: Accountability) -> str:
    if not found["taken_on"]:
        return _("Nothing was taken on in this period, and nothing was open from before.")
    said = (
        ngettext(
            "Of %(taken_on)d commitment that was open in this period, kept: %(kept)d, "
            "under way: %(under_way)d, not kept: %(not_kept)d.",
            "Of %(taken_on)d commitments that were open in this period, kept: %(kept)d, "
            "under way: %(under_way)d, not kept: %(not_kept)d.",
            found["taken_on"],
        )
        % found
    )
    if not found["overdue"]:
        return said
    late = _("Of those under way, the day had passed for %(overdue)d.") % found
    return f"{said} {late}"


def accountability_table(found: Accountability) -> TableView | None:
    """Exact zero rows are printed; None where there is nothing at all."""
    if not (found["posted"] or found["taken_on"]):
        return None
    rows = [
        (_("Asks posted"), found["posted"]),
        (_("of these, answered"), found["answered"]),
        (_("Commitments that were open"), found["taken_on"]),
        (_("of these, kept"), found["kept"]),
        (_("of these, under way"), found["under_way"]),
        (_("of these, not kept"), found["not_kept"]),
        (_("of those under way, overdue"), found["overdue"]),
    ]
    return TableView(
        caption=_("Asks and commitments"),
        columns=[CellView(_("What")), CellView(_("Number"), numeric=True)],
        rows=[RowView(CellView(what), [CellView(str(n), numeric=True)]) for what, n in rows],
        notes=[_("How each stood at the end of the period, for all caucuses together.")],
        key="accountability",
    )
