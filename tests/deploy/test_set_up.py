"""What set-up says where something is missing, before it downloads anything."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy import set_up

ROOT = Path(__file__).parents[2]


@pytest.fixture
def bare(monkeypatch):
    """A Debian without Pango and browser, and an ordinary user; nothing may be installed."""

    def never(*arguments, **options):
        raise AssertionError(f"ran {arguments}")

    monkeypatch.setattr(set_up, "is_there", lambda names: False)
    monkeypatch.setattr(set_up, "find_browser", lambda: None)
    monkeypatch.setattr(set_up, "find_proxy", lambda: None)
    monkeypatch.setattr(set_up, "keep_from_starting", lambda service: None)
    monkeypatch.setattr(set_up, "is_debian", lambda: True)
    monkeypatch.setattr(set_up, "can_install_packages", lambda: True)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(subprocess, "run", never)
    return monkeypatch


def test_missing_pango_is_one_line_that_root_can_run(bare):
    with pytest.raises(SystemExit) as stopped:
        set_up.system_libraries("demo")

    assert stopped.value.code == (
        "Missing: Pango (it makes the PDF reports). As root, run: apt-get update && apt-get "
        "install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    )


def test_tests_need_a_browser_and_a_proxy_too(bare):
    with pytest.raises(SystemExit) as stopped:
        set_up.system_libraries("test")

    assert str(stopped.value.code).endswith(
        "libharfbuzz-subset0 libatomic1 chromium-headless-shell nginx"
    )


def test_a_missing_venv_module_stands_in_the_same_line(bare):
    bare.setattr(set_up, "can_install_packages", lambda: False)

    with pytest.raises(SystemExit) as stopped:
        set_up.system_libraries("demo")

    assert str(stopped.value.code).endswith(f"python3.{sys.version_info[1]}-venv")


@pytest.mark.parametrize("purpose", ["setup", "demo"])
def test_no_browser_is_a_warning_where_none_is_needed(bare, capsys, purpose):
    bare.setattr(set_up, "is_there", lambda names: True)

    set_up.system_libraries(purpose)

    said = capsys.readouterr().err
    assert "No browser to drive: fine for the demo" in said
    assert "No nginx: fine for the demo" in said


@pytest.fixture
def root(bare):
    """Root on that Debian; the set of what apt-get has installed."""
    there = set()
    libraries = {**set_up.LIBRARIES, **set_up.DRIVER_LIBRARIES}
    package_of = {names: package for package, names in libraries.items()}
    bare.setattr(os, "geteuid", lambda: 0)
    bare.setattr(set_up, "apt_install", lambda packages: there.update(packages) or True)
    bare.setattr(set_up, "is_there", lambda names: package_of[names] in there)
    bare.setattr(
        set_up, "find_browser", lambda: "/b" if there & set(set_up.BROWSER_PACKAGES) else None
    )
    bare.setattr(set_up, "find_proxy", lambda: "/n" if "nginx" in there else None)
    return there


def test_root_on_debian_gets_what_is_missing_installed(root):
    set_up.system_libraries("demo")
    assert root == {*set_up.LIBRARIES}

    set_up.system_libraries("test")
    assert root == {*set_up.LIBRARIES, "libatomic1", "chromium-headless-shell", "nginx"}


def test_the_proxys_service_is_kept_from_starting_before_it_is_installed(root, monkeypatch):
    before = []
    monkeypatch.setattr(
        set_up, "keep_from_starting", lambda service: before.append((service, service in root))
    )
    set_up.system_libraries("test")
    set_up.system_libraries("test")
    assert before == [("nginx", False)]


def test_root_gets_the_other_browser_where_the_first_is_not_to_be_had(root, monkeypatch):
    def install(packages):
        if "chromium-headless-shell" in packages:
            return False
        root.update(packages)
        return True

    monkeypatch.setattr(set_up, "apt_install", install)

    set_up.system_libraries("test")
    assert root == {*set_up.LIBRARIES, "libatomic1", "chromium", "nginx"}


def test_wrong_python_is_named(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 1))
    monkeypatch.setattr(set_up.shutil, "which", lambda name: None)

    with pytest.raises(SystemExit) as stopped:
        set_up.right_python()

    assert "needs Python 3.11, 3.12 or 3.13, and this is 3.10." in str(stopped.value.code)


def test_packages_are_installed_once_for_each_lock(monkeypatch, tmp_path):
    asked = []
    monkeypatch.setattr(set_up, "STAMP", tmp_path / "installed")
    monkeypatch.setattr(set_up, "environment_works", lambda: True)
    monkeypatch.setattr(set_up, "installed_with_uv", lambda works: False)
    monkeypatch.setattr(set_up, "installed_with_pip", lambda works: asked.append("pip") or True)

    set_up.packages()
    set_up.packages()
    assert asked == ["pip"]

    monkeypatch.setattr(set_up, "fingerprint", lambda: "of another lock")
    set_up.packages()
    assert asked == ["pip", "pip"]


@pytest.mark.parametrize("name", set_up.REQUIREMENTS)
def test_requirements_are_locked_with_hashes_and_name_no_host(name):
    text = (ROOT / name).read_text()
    pins = [line for line in text.splitlines() if line and line[0].isalnum()]
    assert len(pins) > 50
    assert text.count("--hash=sha256:") >= len(pins)
    assert "://" not in text
    assert "--index-url" not in text
    assert "--find-links" not in text


def test_what_runs_is_what_is_tested():
    run, dev = (set((ROOT / name).read_text().split("\n")) for name in set_up.REQUIREMENTS)
    assert {line for line in run if "==" in line} <= {line for line in dev if "==" in line}
