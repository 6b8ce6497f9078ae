"""Keys: apart from the database, for nobody else's eyes, and gone when they have served."""

import os
import stat
import tarfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from feedback.assurance.checks import CannotLook, Group, Place, check
from feedback.box import keys
from feedback.enums import PeriodState, SurveyState
from feedback.models import Period, Survey
from feedback.selectors import overdue_keys

NAMES = frozenset({keys.BOX, keys.PAPER, keys.CODES, keys.PEPPER})
FOLDER_MODE, FILE_MODE = 0o700, 0o600


def _directory() -> Path:
    directory = Path(settings.KEY_DIR)
    if not directory.is_dir():
        raise CannotLook(_("There is no key directory yet: no survey was ever opened here."))
    return directory.resolve()


@check(
    Group.KEYS,
    gettext_lazy("Keys lie outside the database’s folder and outside what is served"),
    looked_at=gettext_lazy("Where the key directory, the database and the pages’ files lie."),
    todo=gettext_lazy("Set COP_KEY_DIR to a folder of its own, and move the keys there."),
)
def keys_lie_apart(place: Place) -> Iterator[str]:
    directory = _directory()
    ((data,),) = place.rows("SELECT current_setting('data_directory', true)")
    served = [settings.STATIC_ROOT, settings.MEDIA_ROOT, *settings.STATICFILES_DIRS]
    for folder in filter(None, (data, *served)):
        if directory.is_relative_to(Path(folder).resolve()):
            yield _("The key directory lies within %s.") % folder


@check(
    Group.KEYS,
    gettext_lazy("Only the program can read them"),
    looked_at=gettext_lazy("Owner and permissions of the key directory and everything in it."),
    todo=gettext_lazy("chmod 700 the folders, chmod 600 the files, chown them to the program."),
)
def keys_are_private(place: Place) -> Iterator[str]:
    directory = _directory()
    owner = os.geteuid() or directory.stat().st_uid  # root looks on behalf of the program
    for path in (directory, *sorted(directory.rglob("*"))):
        status = path.lstat()
        wanted = FOLDER_MODE if stat.S_ISDIR(status.st_mode) else FILE_MODE
        name = path.relative_to(directory.parent)
        if stat.S_IMODE(status.st_mode) & ~wanted:
            yield _("Others can read %s.") % name
        if status.st_uid != owner:
            yield _("%s belongs to somebody else.") % name


@check(
    Group.KEYS,
    gettext_lazy("No key has outlived its survey"),
    looked_at=gettext_lazy("The age of every key, beside the last day of what it belongs to."),
    todo=gettext_lazy(
        "See that the worker runs and counts. A key that belongs to nothing was left by a restore: "
        "make sure no other database needs it, then remove its folder."
    ),
)
def keys_are_gone_in_time(place: Place) -> Iterator[str]:
    if number := len(overdue_keys()):
        yield ngettext("%d key should be gone.", "%d keys should be gone.", number) % number


@check(
    Group.KEYS,
    gettext_lazy("Every open survey has its keys"),
    looked_at=gettext_lazy("The key directory, beside the surveys and periods that are open."),
    todo=gettext_lazy(
        "Its answers can never be opened. Look whether COP_KEY_DIR points at the right folder; "
        "otherwise tell the people who came that their answers are lost, and run give_up_survey."
    ),
)
def open_surveys_have_keys(place: Place) -> Iterator[str]:
    surveys = Survey.objects.filter(state__in=(SurveyState.OPEN, SurveyState.COUNTING))
    wanted = [(pk, keys.BOX) for pk in surveys.values_list("pk", flat=True)]
    wanted += [(one.pk, keys.PAPER) for one in surveys if bytes(one.paper_public_key)]
    periods = Period.objects.filter(state=PeriodState.OPEN).values_list("pk", flat=True)
    wanted += [(pk, keys.BOX) for pk in periods]
    lost = {pk for pk, name in wanted if not (Path(settings.KEY_DIR) / str(pk) / name).is_file()}
    if lost:
        yield ngettext(
            "%d survey or period is open without its keys.",
            "%d surveys or periods are open without their keys.",
            len(lost),
        ) % len(lost)


@check(
    Group.KEYS,
    gettext_lazy("No key lies in the backups"),
    looked_at=gettext_lazy("The names of files in the backup folder, and in archives there."),
    todo=gettext_lazy(
        "Delete these copies, and leave the key directory out of whatever makes the backups."
    ),
)
def no_key_in_backups(place: Place) -> Iterator[str]:
    folder = Path(settings.BACKUP_DIR)
    if not folder.is_dir():
        raise CannotLook(
            _("The folder of backups cannot be seen from here. Look into it yourself: %s.")
            % ", ".join(sorted(NAMES))
        )
    for path in sorted(folder.rglob("*")):
        if path.is_file() and (path.name in NAMES or _names_in(path) & NAMES):
            yield _("%s holds a key.") % path.relative_to(folder)


def _names_in(path: Path) -> set[str]:
    """What an archive holds; nothing for any other file."""
    if not tarfile.is_tarfile(path):
        return set()
    with tarfile.open(path) as archive:
        return {Path(name).name for name in archive.getnames()}
