"""A template names a page, and never writes its address: an address moves in one place."""

import re
from pathlib import Path

from tests.architecture.trees import ROOT

_ADDRESS = re.compile(r"""(?:="|menu_link ")(/[^"{ ]*)""")
WHEN_NOTHING_WORKS = {"500.html"}
"""Shown when the portal cannot even resolve a name."""


def written_addresses(folder: Path) -> list[str]:
    return [
        f"{path.relative_to(folder)}: {address}"
        for path in sorted(folder.rglob("*.html"))
        if path.name not in WHEN_NOTHING_WORKS
        for address in _ADDRESS.findall(path.read_text(encoding="utf-8"))
    ]


def test_no_template_writes_an_address():
    assert written_addresses(ROOT / "templates") == []


def test_a_written_address_is_found(tmp_path):
    (tmp_path / "page.html").write_text("""<a href="/rappels/">x</a> <a href="{% url 'kinds:kinds' %}">y</a>
        {% menu_link "/messages/" "Messages" %} {% include "a.html" with url="/documents/" %} <img alt="a/b">""")
    found = written_addresses(tmp_path)
    assert found == ["page.html: /rappels/", "page.html: /messages/", "page.html: /documents/"]
