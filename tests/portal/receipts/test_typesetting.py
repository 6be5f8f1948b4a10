"""Names are printed in their own writing, or it is said that they are not; a name is never altered in silence."""

import io

import pikepdf
import pytest

from portal.receipts.typesetting import EMPTY_BOX, typeset, unprintable
from tests.portal.receipts.test_receipt import words_of

LAYOUT = b"""#let data = json(bytes(sys.inputs.data))
#set document(title: "x", author: "x", date: datetime(year: 2026, month: 1, day: 1))
#set text(lang: "fr")
#data.name

*#data.name*"""
# Right-to-left writings are shown in reading order of their glyphs: compared as sets of signs.
NAMES = [
    "Zoë Łukasz-Ünal Ðặng",
    "Nguyễn Thị Hường",
    "Иван Петров",
    "Γιώργος Παπαδόπουλος",
    "محمد الأمين",
    "שרה כהן",
    "ᐃᓄᒃᑎᑐᑦ ᓄᓇᕕᒃ",
    "ᐊᓪᓚᒃ ᖃᐅᔨᒪᔭᖅ",
    "ᓀᐦᐃᔭᐤ ᐄᔨᔫ ᐊᔨᒧᐎᓐ",
    "ᓇᔅᑲᐱ ᐃᔪᐤ",
    "ᐸᓚᐟᐢ ᐋᓂᔑᓈᐯ",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_printed_whole(name):
    assert unprintable(name) == []
    pdf = typeset(LAYOUT, {"name": name})
    words = words_of(pdf).replace("\u00a0", " ")
    assert set(name) - {" "} <= set(words) and EMPTY_BOX not in words and "?" not in words
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.open_metadata()["pdfuaid:part"] == "1"


def test_what_no_font_has_is_an_empty_box_and_its_neighbours_stay():
    """A Chinese name in a batch turns no other writing of it to question marks."""
    name = "王小明, ᐃᓄᒃ, Иван"
    assert unprintable(name) == ["王", "小", "明"]
    words = words_of(typeset(LAYOUT, {"name": name}))
    assert words.count(EMPTY_BOX) == 6 and "ᐃᓄᒃ" in words and "Иван" in words and "?" not in words


def test_what_nobody_sees_is_not_missing():
    assert unprintable("Marie\u200d-Ève\u2019s « é » \u202f–") == []
