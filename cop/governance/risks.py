"""The risks of a community's data, what the program does about each, and what remains."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Risk:
    """One row of the assessment's table. Likelihood and harm are the officer's to judge."""

    key: str
    what: str | Promise
    measures: str | Promise
    remains: str | Promise


RISKS = (
    Risk(
        "space",
        _("Somebody learns which caucus a person chose."),
        _(
            "The choice stands in one table without a log, outside backups, and is deleted when "
            "the session ends; a job looks hourly, and an alarm shows after 24 hours. It is in no "
            "address, mail, log, calendar entry, export or record of who did what. Pages of all "
            "spaces have the same length."
        ),
        _(
            "Whoever is in a space sees who else is. The meeting tool may keep its own record. "
            "Somebody with the running server in hand can read the choices of that day."
        ),
    ),
    Risk(
        "answer",
        _("An answer is traced to the person who gave it."),
        _(
            "Answers come in without a cookie, sealed on arrival, and are opened together at one "
            "count, shuffled; then the keys are destroyed. Tickets are signed unseen (RFC "
            "9474): what gives one out cannot know it again. The list of who may answer and the "
            "box share no key, no time and no order."
        ),
        _(
            "An operator who changed the program while a survey is open, or watched from where and "
            "when each request comes, could connect a person and an answer. Nothing in the program "
            "can rule out a changed program."
        ),
    ),
    Risk(
        "small",
        _("In a small group people are recognised from a figure or an absence."),
        _(
            "Below the thresholds nothing is shown; they can be raised and never lowered. Spaces "
            "under 3 are not announced, and no report counts people by space. Figures of both "
            "caucuses stand side by side or neither does."
        ),
        _(
            "Where all answer alike, each of them said the same. Somebody who knows all answers "
            "but one can work out the last."
        ),
    ),
    Risk(
        "style",
        _("A comment gives its author away by its style or by what only they can know."),
        _(
            "Members who know names never read unreviewed comments; whoever reads them knows no "
            "names, and the program refuses to give one person both."
        ),
        _("A close colleague may still recognise a voice. The form says so before people write."),
    ),
    Risk(
        "roster",
        _("Names, addresses or attendance reach somebody they are not for."),
        _(
            "Only the secretary sees the whole roster. Who facilitates a session (a facilitator or "
            "a co-chair) sees who came to it, and what those who come need; the data protection "
            "contact sees one person’s data when that person asks by letter; members see those who "
            "chose to be seen. Every page decides on each role, and a table of "
            "every address by every person is tested. Reads of lists and exports are recorded. "
            "Another community on the same installation is as far as a stranger."
        ),
        _("Whoever administers the server can read the database. Exports leave the program."),
    ),
    Risk(
        "pressure",
        _("People feel they must come, choose or answer because a manager is there."),
        _(
            "Everything is voluntary, no reason is asked, nobody can see who answered, and mail "
            "about feedback goes to all alike. Choosing another space, or none, is noticed by no "
            "page and no message."
        ),
        _("Who comes is seen by those who come. A manager may draw conclusions from absence."),
    ),
    Risk(
        "harm",
        _("Somebody is hurt in a session or by what they read."),
        _(
            "The support page opens without signing in, before, during and after, and names an "
            "independent person. Every page has a quick exit that notes nothing."
        ),
        _("The program is not watched for emergencies, and says so where people write."),
    ),
    Risk(
        "loss",
        _("Data are lost, or kept longer than promised."),
        _(
            "Backups leave out choices of spaces and who took a ticket for feedback. Deletion runs "
            "daily from the same periods as the table in this draft."
        ),
        _("A lost key loses the answers that were sealed with it; this is chosen. Older backups "
          "hold what has been deleted since, until they expire."),
    ),
)  # fmt: skip
