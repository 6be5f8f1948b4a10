"""Canadian addresses, from boxes to printed lines and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.people.addresses import PROVINCES, Address, postal_code, read


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
