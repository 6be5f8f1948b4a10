"""What leaves the portal is whole in English too, for whoever chose it: no sentence of it stays in French.

The pages are in French only (`LANGUAGES`); texts of organizations have their own English columns.
"""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(settings.BASE_DIR)
# Whatever is written under `speaking(…)`: e-mails, text messages, letters, what is read on the telephone.
SPOKEN = [
    "messaging/guest_mail/proofs.py",
    "messaging/guest_mail/sending.py",
    "portal/account_notices/actions.py",
    "portal/contact_changes/sending.py",
    "portal/people/zones.py",
    "reminders/calls/script.py",
    "reminders/deliveries/texts.py",
    "reminders/kinds/texts.py",
    "reminders/letters/sheets.py",
    "reminders/reminders/places.py",
    "reminders/replies/answering.py",
    "reminders/test_messages/actions.py",
    "templates/messaging/guest_mail/email/*",
    "templates/portal/account_notices/*",
    "templates/portal/contact_changes/texts/*",
    "templates/portal/emails/*",
    "templates/reminders/emails/*",
    "templates/reminders/replies/*",
]
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2)}


def spoken() -> Iterator[Path]:
    for pattern in SPOKEN:
        yield from sorted(ROOT.glob(pattern))


def sentences(path: Path) -> set[str]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        text = templatize(text)
    found = extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"})
    return {message if isinstance(message, str) else message[0] for _line, message, _comments, _context in found}


@pytest.fixture(scope="module")
def english() -> set[str]:
    with (ROOT / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
        catalogue = read_po(file, locale="en")
    return {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in catalogue
        if message.id
        and message.string
        and all([message.string] if isinstance(message.string, str) else message.string)
    }


def test_the_reading_of_sentences_finds_some():
    assert sum(len(sentences(path)) for path in spoken()) > 60


@pytest.mark.parametrize("path", list(spoken()), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_each_sentence_that_leaves_has_its_english(path, english):
    assert sorted(sentences(path) - english) == []
