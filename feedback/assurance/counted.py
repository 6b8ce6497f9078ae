"""What must be gone once a survey is counted."""

from collections.abc import Iterator

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from feedback.assurance.checks import CannotLook, Group, Place, check
from feedback.box.tables import EMPTIED, table_name, table_names
from feedback.enums import PeriodState, SurveyState
from feedback.models import Atom, Collected, Eligibility, Envelope, Survey, Told
from feedback.selectors import boxes_too_full

DEAD = """
    SELECT relname, n_dead_tup FROM pg_stat_user_tables
    WHERE relname = ANY (%s) AND pg_table_is_visible(relid) AND n_dead_tup > 0 ORDER BY 1
"""


@check(
    Group.COUNTED,
    gettext_lazy("A counted survey has no envelope, no paper and no list of names left"),
    looked_at=gettext_lazy("The tables of envelopes, papers and names, and what waits in periods."),
    todo=gettext_lazy(
        "The count deletes them; rows came back, by a restore perhaps. Delete them, vacuum the "
        "tables, and look at how the backup was made."
    ),
)
def counted_is_empty(place: Place) -> Iterator[str]:
    of_surveys = (Envelope, Collected, Eligibility, Told)
    left: dict[type[Model], int] = {
        model: model.objects.filter(survey__state=SurveyState.COUNTED).count()
        for model in of_surveys
    }
    left[Atom] = Atom.objects.filter(period__state=PeriodState.COUNTED).count()
    for model, number in left.items():
        if number:
            yield _("%(table)s still holds %(number)d rows of what is counted.") % {
                "table": table_name(model),
                "number": number,
            }


@check(
    Group.COUNTED,
    gettext_lazy("Deleted rows are cleared from the disk"),
    looked_at=gettext_lazy(
        "The database’s own count of dead rows in the tables that a count empties."
    ),
    todo=gettext_lazy(
        "Run VACUUM on the tables named. If the number stays, something holds an old transaction "
        "open: end it first."
    ),
)
def no_dead_rows(place: Place) -> Iterator[str]:
    if Survey.objects.filter(state__in=(SurveyState.OPEN, SurveyState.COUNTING)).exists():
        raise CannotLook(
            _("A survey is open, and every paper rewrites its rows. Look after its count.")
        )
    for table, number in place.rows(DEAD, table_names(EMPTIED)):
        yield _("%(table)s: %(number)d.") % {"table": table, "number": number}


@check(
    Group.COUNTED,
    gettext_lazy("No box held more answers than papers had been given out"),
    looked_at=gettext_lazy("What the counts of the last 30 days noted of their boxes."),
    todo=gettext_lazy(
        "Somebody may have had the key that signs papers. Find out who could read the key "
        "directory, and tell the people who came that these figures cannot be relied on."
    ),
)
def no_box_was_too_full(place: Place) -> Iterator[str]:
    if number := boxes_too_full():
        yield ngettext("%d box was too full.", "%d boxes were too full.", number) % number
