"""Addresses in Canada and abroad, from boxes to printed lines and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.people.addresses import ABROAD, PROVINCES, Address, postal_code, read


@pytest.mark.parametrize("typed", ["G1R 2B5", "g1r2b5", " G1R-2B5 ", "g1R  2b5"])
def test_a_postal_code_is_written_one_way(typed):
    assert postal_code(typed) == "G1R 2B5"


@pytest.mark.parametrize(
    "typed", ["", "G1R", "G1R 2B", "D1R 2B5", "G1O 2B5", "W1R 2B5", "12345", "G1R 2B55", "É1R 2B5"]
)
def test_what_is_no_postal_code_is_refused(typed):
    assert postal_code(typed) is None


def test_lines_are_those_of_an_envelope():
    address = Address("12, rue du Quai", "app. 4", "Sept-Îles", "QC", "G4R 1A1")
    assert address.lines == "12, rue du Quai\napp. 4\nSept-Îles (Québec)  G4R 1A1"
    assert Address().lines == ""


words = st.text("abcdéÎ '-0123456789", min_size=1, max_size=30).map(lambda text: " ".join(text.split())).filter(bool)


@given(street=words, complement=words | st.just(""), city=words, province=st.sampled_from(list(PROVINCES)))
def test_what_was_typed_comes_back_in_its_boxes(street, complement, city, province):
    address = Address(street, complement, city, province, "G4R 1A1")
    assert read(address.lines) == address


def test_an_address_written_otherwise_is_not_lost():
    back = read("Casier 12\nPoste restante\nKuujjuaq J0M 1C0")
    assert back.street == "Casier 12" and back.complement == "Poste restante, Kuujjuaq J0M 1C0" and not back.city


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        (Address("12 rue A", "", "Paris", ABROAD, "75001", "France"), "12 rue A\nParis, 75001\nFRANCE"),
        (Address("10 Downing St", "Flat 2", "London", ABROAD, "SW1A 2AA", "Royaume-Uni"),
         "10 Downing St\nFlat 2\nLondon, SW1A 2AA\nROYAUME-UNI"),
        (Address("Calle 5", "", "Managua", ABROAD, "", "Nicaragua"), "Calle 5\nManagua\nNICARAGUA"),
    ],
)  # fmt: skip
def test_an_address_abroad_ends_with_its_country(address, lines):
    assert address.lines == lines
    back = read(lines)
    assert back.lines == lines and back.province == ABROAD and back.country == address.country.upper()


@pytest.mark.parametrize(
    "written", ["Casier 12\nPoste restante\nKuujjuaq J0M 1C0", "1, RUE A\nLÉVIS (QUÉBEC)  G6V 1A1", "A\nB"]
)
def test_an_address_in_capitals_is_not_abroad(written):
    assert read(written).province == "QC"
