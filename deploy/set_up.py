#!/usr/bin/env python3
"""Set up Practice Circle on this machine: system libraries first, then the locked packages.

Standard library only, since it runs before anything is installed; and in words an old Python can
read, so that it can say that it is too old.
"""

from __future__ import annotations

import argparse
import ctypes
import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed"
REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")
PYTHONS = ((3, 11), (3, 12), (3, 13))
# What WeasyPrint loads, under the names of Linux and of macOS, and Debian's package of it.
LIBRARIES = {
    "libpango-1.0-0": ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    "libpangoft2-1.0-0": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    "libharfbuzz-subset0": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.dylib"),
}
# What the program that drives the browser for the tests loads.
DRIVER_LIBRARIES = {"libatomic1": ("libatomic.so.1", "libSystem.dylib")}
BROWSER_PACKAGES = ("chromium-headless-shell", "chromium")
BROWSERS = (
    *BROWSER_PACKAGES,
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
# The proxy that deploy/nginx.conf is written for: the tests drive it.
PROXY_PACKAGE = "nginx"


def stop(line: str) -> None:
    """End with one line that says what to do."""
    sys.exit(line)


def say(line: str) -> None:
    """A line about what happens, at once."""
    print(line, file=sys.stderr, flush=True)


def right_python() -> None:
    """Go on with a Python that will do, or stop."""
    if sys.version_info[:2] in PYTHONS:
        return
    for major, minor in reversed(PYTHONS):
        other = shutil.which("python%d.%d" % (major, minor))
        if other:
            os.execv(other, [other, *sys.argv])  # noqa: S606  nothing of it is a shell's
    stop(
        "Practice Circle needs Python 3.11, 3.12 or 3.13, and this is %d.%d. Install one of them "
        "and run the command again (make PYTHON=/path/to/python3.13 ...)." % sys.version_info[:2]
    )


def is_there(names: tuple[str, ...]) -> bool:
    """Whether a library can be loaded under one of its names."""
    for name in names:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


def not_there(libraries: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The packages of those libraries that cannot be loaded."""
    return [package for package, names in libraries.items() if not is_there(names)]


def find_browser() -> str | None:
    """The path of a browser the tests can drive, or None."""
    for name in BROWSERS:
        path = shutil.which(name)
        if path:
            return path
    return None


def find_proxy() -> str | None:
    """The path of nginx, or None. Where it lies is in root's search path alone."""
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"))
    return shutil.which(PROXY_PACKAGE, path=path)


def can_install_packages() -> bool:
    """Whether an environment with pip can be made with what is here."""
    if shutil.which("uv") or environment_works():
        return True
    return any(importlib.util.find_spec(name) is not None for name in ("ensurepip", "pip"))


def is_debian() -> bool:
    """Debian, or a system made from it."""
    try:
        lines = Path("/etc/os-release").read_text().splitlines()
    except OSError:
        return False
    said = dict(line.replace('"', "").split("=", 1) for line in lines if "=" in line)
    family = [said.get("ID", ""), *said.get("ID_LIKE", "").split()]
    return bool({"debian", "ubuntu"} & set(family)) and shutil.which("apt-get") is not None


def apt_install(packages: list[str]) -> bool:
    """Install Debian packages as root; whether that went well."""
    say("Installing " + ", ".join(packages) + " ...")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "-qq", "-y", "-o", "Dpkg::Use-Pty=0"]
    subprocess.run([*command, "update"], env=quiet, check=False)
    wanted = [*command, "install", "--no-install-recommends", *packages]
    return subprocess.run(wanted, env=quiet, stdout=subprocess.DEVNULL, check=False).returncode == 0


def system_libraries(purpose: str) -> None:
    """See to the libraries and programs no Python package brings, before any download."""
    missing = not_there(LIBRARIES)
    what = ["Pango (it makes the PDF reports)"] if missing else []
    if not can_install_packages():
        missing.append("python%d.%d-venv" % sys.version_info[:2])
        what.append("Python's venv module")
    if purpose == "test":
        if browser_parts():
            missing += browser_parts()
            what.append("a browser that can be driven (for the tests)")
        if not find_proxy():
            missing.append(PROXY_PACKAGE)
            what.append("nginx (for the tests)")
    if os.geteuid() == 0 and is_debian():
        install_as_root(missing, purpose)
    elif what:
        stop("Missing: %s. %s" % (", ".join(what), how_to_install(missing)))
    if browser_parts():
        say("No browser to drive: fine for the demo, but the tests (make test) will need one.")
    if not find_proxy():
        say("No nginx: fine for the demo, but the tests (make test) will need it.")


def browser_parts() -> list[str]:
    """The packages that are missing before the tests can drive a browser."""
    return not_there(DRIVER_LIBRARIES) + ([] if find_browser() else [BROWSER_PACKAGES[0]])


def install_as_root(missing: list[str], purpose: str) -> None:
    """Install what is missing; for the tests a browser and a proxy, which the demo does without."""
    wanted = missing + ([] if purpose == "demo" else browser_parts())
    if purpose != "demo" and not find_proxy():
        keep_from_starting(PROXY_PACKAGE)
        wanted.append(PROXY_PACKAGE)
    needed = sorted(set(wanted) - set(BROWSER_PACKAGES))
    if needed and not apt_install(needed):
        stop("apt-get could not install %s; see above." % " ".join(needed))
    still = not_there(LIBRARIES)
    if still:
        stop("Installed, yet not to be loaded: %s." % " ".join(still))
    if purpose == "demo" or find_browser():
        return
    # One or the other: not every release has the first.
    if not any(apt_install([package]) for package in BROWSER_PACKAGES) and purpose == "test":
        stop("apt-get could install no browser (%s)." % " or ".join(BROWSER_PACKAGES))


def keep_from_starting(service: str) -> None:
    """The tests start the program themselves: as a service it would open this machine's port 80."""
    if Path("/run/systemd/system").is_dir():
        say("Its service stays off; `systemctl unmask %s` allows it." % service)
        subprocess.run(["systemctl", "--quiet", "mask", service], check=False)


def how_to_install(packages: list[str]) -> str:
    """The one line to run."""
    if is_debian():
        line = "apt-get update && apt-get install -y --no-install-recommends " + " ".join(packages)
        return "As root, run: " + line
    if sys.platform == "darwin":
        return (
            "Run: brew install pango (and for the tests: brew install --cask google-chrome), then "
            'export DYLD_FALLBACK_LIBRARY_PATH="$(brew --prefix)/lib"'
        )
    return "Install them with your system's packages (Debian calls them %s)." % " ".join(packages)


def fingerprint() -> str:
    """What the environment was made from: unchanged means nothing to do."""
    digest = hashlib.sha256(sys.version.encode())
    for name in REQUIREMENTS:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def environment_works() -> bool:
    """Whether the environment is there and its Python is one that will do."""
    python = VENV / "bin" / "python"
    ask = "import sys; print(sys.version_info[:2] in %r)" % (PYTHONS,)
    command = [str(python), "-c", ask]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return answer.stdout.strip() == "True"


def packages() -> None:
    """Make the environment and install what the requirement files lock."""
    works = environment_works()
    if works and STAMP.exists() and STAMP.read_text() == fingerprint():
        return
    say("Installing the packages into .venv: a few minutes the first time ...")
    if not works:
        shutil.rmtree(VENV, ignore_errors=True)
    if not (installed_with_uv(works) or installed_with_pip(works)):
        stop("The packages could not be installed; see above. Run the command again to retry.")
    STAMP.write_text(fingerprint())


def arguments() -> list[str]:
    """What pip and uv are both asked for: exactly what is locked, nothing built from source."""
    files = [part for name in REQUIREMENTS for part in ("-r", str(ROOT / name))]
    return ["install", "--quiet", "--require-hashes", "--only-binary", ":all:", *files]


def installed_with_uv(works: bool) -> bool:
    """Use uv where it is there; it may not fetch a Python of its own."""
    uv = shutil.which("uv")
    if uv is None:
        return False
    env = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    python = str(VENV / "bin" / "python")
    steps = [[uv, "pip", *arguments(), "--python", python]]
    if not works:
        steps.insert(0, [uv, "venv", "--quiet", "--python", sys.executable, str(VENV)])
    if all(subprocess.run(step, env=env, check=False).returncode == 0 for step in steps):
        return True
    if not works:
        shutil.rmtree(VENV, ignore_errors=True)
    return False


def installed_with_pip(works: bool) -> bool:
    """Use pip: the environment's own, or the system's where Debian keeps ensurepip apart."""
    own = importlib.util.find_spec("ensurepip") is not None
    python = str(VENV / "bin" / "python")
    if not works and not VENV.exists():
        make = [sys.executable, "-m", "venv", *([] if own else ["--without-pip"]), str(VENV)]
        if subprocess.run(make, check=False).returncode:
            return False
    pip = [python, "-m", "pip"]
    if subprocess.run([*pip, "--version"], capture_output=True, check=False).returncode:
        # Made by uv or by Debian's Python without the venv package: no pip inside.
        if own:
            subprocess.run([python, "-m", "ensurepip"], stdout=subprocess.DEVNULL, check=False)
        else:
            pip = [sys.executable, "-m", "pip", "--python", python]
    calm = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    return subprocess.run([*pip, *arguments(), *calm], check=False).returncode == 0


def main() -> None:
    """Set up for a purpose: the tests need a browser and nginx, the demo does not."""
    right_python()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--for", dest="purpose", choices=("setup", "demo", "test"), default="setup")
    purpose = parser.parse_args().purpose
    with Path(__file__).open("rb") as itself:
        fcntl.flock(itself, fcntl.LOCK_EX)  # two at once would make the environment twice
        system_libraries(purpose)
        packages()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
