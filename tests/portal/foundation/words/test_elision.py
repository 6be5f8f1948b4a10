"""«d’Amélie», «de Bruno»: one filter, in every template and every sentence."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from portal.foundation.words.elision import of

NAMED = r"name|names|person|citizen|holder|helper|child|invitee|whom"
BARE = re.compile(rf"\bde (?:\{{\{{ ?(?:{NAMED}) ?\}}\}}|%\((?:{NAMED})\)s)")
OF_THINGS = {"templates/portal/documents/_document.html"}
"""Where the name is that of a file."""
PACKAGES = ("templates", "portal", "messaging", "programs", "reminders")


def sentences() -> dict[str, str]:
    root = Path(settings.BASE_DIR)
    files = [path for package in PACKAGES for path in (root / package).rglob("*")]
    kept = [path for path in files if path.suffix in {".html", ".py", ".txt"} and "migrations" not in path.parts]
    return {str(path.relative_to(root)): path.read_text() for path in kept}


def test_no_sentence_writes_de_before_a_person_s_name():
    found = [name for name, text in sentences().items() if BARE.search(text)]
    assert set(found) == OF_THINGS


def test_the_filter_is_never_written_after_de():
    """«À propos de d’Amélie»."""
    for name, text in sentences().items():
        for block in re.finditer(
            r"{% blocktranslate[^%]*?(\w+)=[\w.]+\|of_name[^%]*%}(.*?){% endblocktranslate %}", text
        ):
            assert not re.search(rf"\b(?:de|d’) ?{{{{ ?{block[1]} ?}}}}", block[2]), name


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Amélie Tremblay", "d’Amélie Tremblay"),
        ("Émile", "d’Émile"),
        ("Oscar", "d’Oscar"),
        ("Bruno", "de Bruno"),
        ("Yvonne", "d’Yvonne"),
        ("Youssef", "de Youssef"),
        ("Hélène", "d’Hélène"),
        ("Hassan", "de Hassan"),
        ("Œdipe", "d’Œdipe"),
        ("", "de "),
    ],
)
def test_vowels_mute_h_and_y(name, words):
    assert of(name) == words
