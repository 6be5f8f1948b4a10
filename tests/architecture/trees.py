"""Reading a tree of sources: the project's own, or a small faulty one that a test of a guard has written."""

import ast
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("portal", "messaging", "programs", "reminders")
ASSEMBLY = {"urls", "management", "settings", "installed_apps", "celery", "wsgi"}
"""Modules of a package that assemble it, and so may name everything."""


def order() -> list[str]:
    """Return the project's apps from the ground up, as the settings list them."""
    return [name for name in settings.INSTALLED_APPS if name.split(".")[0] in PACKAGES]


def sources(root: Path, suffix: str = ".py") -> list[Path]:
    return [
        path
        for package in PACKAGES
        for path in sorted((root / package).rglob(f"*{suffix}"))
        if not {"migrations", "__pycache__"} & set(path.parts)
    ]


def app_of(path: Path, root: Path) -> str:
    """Return «package.folder» of a file."""
    return ".".join(path.relative_to(root).with_suffix("").parts[:2])


def is_above(other: str, own: str, apps: Sequence[str]) -> bool:
    """Whether `other` stands above `own`; nothing is above what is no app."""
    return other in apps and own in apps and apps.index(other) > apps.index(own)


def is_assembly(path: Path, root: Path) -> bool:
    """`apps.py` of an app names what it registers with; the project's own modules name every app."""
    parts = path.relative_to(root).with_suffix("").parts
    return len(parts) < 3 or parts[1] in ASSEMBLY or parts[-1] == "apps"


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of each import of one of our packages, for type checkers too."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            found = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        else:
            continue
        yield from ((node.lineno, name) for name in found if name.split(".")[0] in PACKAGES)


def write(root: Path, **files: str) -> Path:
    """Write a small tree: `portal__low__models="…"` is `portal/low/models.py`. Returns its root."""
    for name, text in files.items():
        path = root / Path(*name.split("__")).with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
