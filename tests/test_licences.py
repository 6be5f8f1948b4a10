"""The licences of all that is installed: a public body may use, change and pass on what it runs.

Run time allows permissive licences, LGPL and MPL (used as libraries, unchanged). GPL and AGPL would extend to our own
code: refused at run time, and in development only with a reason.
"""

import re
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STRONG = re.compile(r"\b(AGPL|Affero|GPL|GNU General Public)", re.I)
WEAK = re.compile(r"\b(LGPL|Lesser General Public|Library or Lesser)", re.I)
# Wheels that hold libraries of their own under another licence than the one that their metadata names.
BUNDLED = {"pillow-heif": "its wheel holds x265, under the GPL-2.0"}
# Of the tests only: never installed on a server, not linked with what we distribute.
IN_DEVELOPMENT = {"pillow-heif": "makes the HEIC files that the tests give to the decoder"}
# Names whose metadata says nothing, read in their own files.
READ_BY_PEOPLE: dict[str, str] = {"axe-playwright-python": "MIT"}  # licenses/LICENSE of its wheel, 0.1.8


def names_in(file: str) -> set[str]:
    """Distributions pinned in a requirements file, normalized (PEP 503)."""
    lines = (ROOT / file).read_text().splitlines()
    return {normalized(found[1]) for line in lines if (found := re.match(r"([A-Za-z0-9._-]+)==", line))}


def normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def licence_of(distribution: metadata.Distribution) -> str:
    """What the metadata says: the SPDX expression, else the classifiers, else the old field (PEP 639)."""
    about = distribution.metadata
    classifiers = [line for line in about.get_all("Classifier") or [] if line.startswith("License ::")]
    said = about.get("License-Expression") or "; ".join(classifiers) or about.get("License") or ""
    return READ_BY_PEOPLE.get(normalized(about["Name"]), said)


INSTALLED = {normalized(each.metadata["Name"]): each for each in metadata.distributions()}
RUN_TIME = names_in("requirements.txt")
DEVELOPMENT = names_in("requirements-dev.txt") - RUN_TIME


def is_strong(name: str) -> bool:
    """Whether a distribution, or a library inside its wheel, is under the GPL or the AGPL."""
    licence = WEAK.sub("", licence_of(INSTALLED[name]))
    offered = [part for part in re.split(r"\bOR\b|;", licence) if not STRONG.search(part) and part.strip(" ()")]
    return name in BUNDLED or (bool(STRONG.search(licence)) and not offered)


def test_no_gpl_at_run_time() -> None:
    assert [name for name in sorted(RUN_TIME & INSTALLED.keys()) if is_strong(name)] == []


def test_each_exception_of_development_has_its_reason() -> None:
    found = {name for name in DEVELOPMENT & INSTALLED.keys() if is_strong(name)}
    assert found == IN_DEVELOPMENT.keys()


@pytest.mark.parametrize("names", [RUN_TIME, DEVELOPMENT], ids=["run time", "development"])
def test_each_licence_is_known(names: set[str]) -> None:
    unknown = [name for name in sorted(names & INSTALLED.keys()) if not licence_of(INSTALLED[name]).strip()]
    assert unknown == []


@pytest.mark.parametrize(
    ("licence", "strong"),
    [
        ("GPL-2.0-only", True),
        ("License :: OSI Approved :: GNU Affero General Public License v3", True),
        ("LGPL-3.0-only", False),
        ("License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)", False),
        ("MIT OR GPL-2.0-or-later", False),
        ("MPL-2.0", False),
    ],
)
def test_the_guard_knows_them_apart(monkeypatch, licence: str, strong: bool) -> None:
    monkeypatch.setitem(READ_BY_PEOPLE, "django", licence)
    assert is_strong("django") is strong


def test_the_project_says_its_own_licence() -> None:
    assert "Licence Libre du Québec – Permissive" in (ROOT / "LICENSE").read_text()
    assert '"LiLiQ-P-1.1"' in (ROOT / "package.json").read_text()
    assert "LiLiQ-P-1.1" in (ROOT / "publiccode.yml").read_text()
