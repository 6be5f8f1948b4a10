"""An app imports only those before it in the settings, for type checkers too."""

from collections.abc import Sequence
from pathlib import Path

from tests.architecture.trees import ROOT, app_of, imports, is_above, is_assembly, order, sources, write


def upward_imports(root: Path, apps: Sequence[str]) -> list[str]:
    return [
        f"{path.relative_to(root)}:{line} imports {name}"
        for path in sources(root)
        if not is_assembly(path, root)
        for line, name in imports(path)
        if is_above(".".join(name.split(".")[:2]), app_of(path, root), apps)
    ]


def test_an_app_imports_only_those_before_it():
    assert upward_imports(ROOT, order()) == []


def test_an_upward_import_is_found(tmp_path):
    for_types = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from portal.high.models import High\n"
    root = write(
        tmp_path,
        portal__high__models="class High: ...",
        portal__low__models=for_types,
        portal__low__apps="from portal.high import models\n",
    )
    assert upward_imports(root, ["portal.low", "portal.high"]) == [
        "portal/low/models.py:3 imports portal.high.models.High"
    ]
    assert upward_imports(root, ["portal.high", "portal.low"]) == []


def test_an_import_hidden_in_a_function_is_found(tmp_path):
    write(tmp_path, portal__low__views="def page():\n    from portal.high import models\n", portal__high__models="")
    assert len(upward_imports(tmp_path, ["portal.low", "portal.high"])) == 1
