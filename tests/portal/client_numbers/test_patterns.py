"""An organization declares the form of its numbers; from then on others are refused, everywhere they come from."""

import pytest
from django.core.exceptions import PermissionDenied

from portal.audit.models import AuditEvent
from portal.client_numbers.actions import agree, declare
from portal.client_numbers.models import NumberPattern, pattern_of
from portal.client_numbers.writing import ANY
from portal.foundation.formats.cells import Unfit
from tests.reminders.imported_deadlines.conftest import kind  # noqa: F401

pytestmark = pytest.mark.django_db
ADD = "/gestion/client_numbers/numberpattern/add/"
EIGHT = {"alphabet": "digits", "signs": "", "shortest": "8", "longest": "8", "check_digit": "luhn"}


@pytest.fixture
def eight(saaq, people):
    return declare(
        pattern=NumberPattern(organization=saaq, alphabet="digits", shortest=8, longest=8), by=people["emile"]
    )


def test_without_a_declaration_any_number_is_one(saaq):
    assert pattern_of(saaq.pk) == ANY


def test_its_administrator_declares_it_in_gestion_and_changes_it(signed_in, people, saaq):
    client = signed_in(people["emile"])
    assert "de quoi ils sont faits" in client.get(ADD).content.decode().lower()
    page = client.post(ADD, EIGHT | {"organization": str(saaq.pk)}, follow=True).content.decode()
    assert "8 chiffres avec contrôle" in page and "12345674" in page
    pattern = NumberPattern.objects.get()
    assert (pattern.declared_by, pattern.check_digit) == (people["emile"], "luhn")
    client.post(
        f"/gestion/client_numbers/numberpattern/{pattern.pk}/change/", EIGHT | {"shortest": "6", "check_digit": ""}
    )
    assert pattern_of(saaq.pk).words == "de 6 à 8 chiffres"
    assert AuditEvent.objects.filter(verb="number_pattern.declared", organization_id=saaq.pk).count() == 2


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"shortest": "9"}, "la plus petite d’abord"),
        ({"longest": "41"}, "de 1 à 40"),
        ({"alphabet": "both"}, "se calcule sur des chiffres"),
        ({"signs": "a"}, "ne peut en être"),
        ({"signs": ","}, "ne peut en être"),
        ({"shortest": "1", "longest": "1", "check_digit": "mod97"}, "au moins 3 signes"),
    ],
)
def test_a_form_without_sense_is_refused_in_words(signed_in, people, saaq, change, why):
    answer = signed_in(people["emile"]).post(ADD, EIGHT | {"organization": str(saaq.pk)} | change)
    assert why in answer.content.decode()
    assert not NumberPattern.objects.exists()


@pytest.mark.parametrize("key", ["daniel", "alain", "sylvie", "olga"])
def test_nobody_else_declares_it(signed_in, people, saaq, key):
    signed_in(people[key]).post(ADD, EIGHT | {"organization": str(saaq.pk)})
    with pytest.raises(PermissionDenied):
        declare(pattern=NumberPattern(organization=saaq), by=people[key])
    assert not NumberPattern.objects.exists()


def test_another_administrator_does_not_see_it(signed_in, people, eight):
    assert (
        signed_in(people["daniel"]).get(f"/gestion/client_numbers/numberpattern/{eight.pk}/change/").status_code == 404
    )


def test_a_number_of_another_form_is_not_agreed(eight, amelie, saaq):
    fields = {"citizen": amelie.citizen, "organization": saaq, "how": "agent", "by": amelie}
    with pytest.raises(Unfit, match="zéros"):
        agree(number="1234", **fields)
    assert agree(number="0000-1234", **fields).number == "0000-1234"


def test_a_person_reads_the_form_beside_the_number(eight, amelie, saaq, signed_in, kind):  # noqa: F811
    answer = signed_in(amelie).post(
        "/rappels/relier/", {"organization": saaq.pk, "number": "1234", "code": "AAAAA-AAAAA"}
    )
    assert "8 chiffres" in answer.content.decode()
