"""People: accounts, passwords, mandates, sessions."""

import unicodedata

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from portal.access.visibility import Visibility
from portal.clock import today
from portal.mandates.actions import give, revoke
from portal.people.models import Citizen


def test_a_password_typed_with_decomposed_accents_is_the_same(amelie):
    amelie.set_password("été à l’île-aux-coudres")
    assert amelie.check_password(unicodedata.normalize("NFD", "été à l’île-aux-coudres"))


@pytest.mark.parametrize(
    "password", ["quatorze caract", "relaisrelaisrelais", "aaaaaaaaaaaaaaaaaa", "motdepasse123456789"]
)
def test_short_or_obvious_passwords_are_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password[:14] if password.startswith("quatorze") else password)


@pytest.mark.parametrize(
    "password", ["cheval agrafe pile bleu", "🦊 renard sous la neige", "x" * 3 + "quelques mots " * 8]
)
def test_long_passwords_of_any_composition_are_accepted(password):
    validate_password(password)


def test_a_revoked_mandate_is_void_at_the_next_request(amelie, rachel):
    assert amelie.citizen.pk in Visibility(rachel).citizen_ids
    revoke(mandate=rachel.mandates.get(), by=amelie)
    assert Visibility(rachel).citizen_ids == {rachel.citizen.pk}


def test_a_mandate_counts_on_its_last_day_only_until_midnight(amelie, bruno, clock_offset):
    mandate = give(citizen=amelie.citizen, holder=bruno, kind="helper", by=amelie)
    mandate.ends_on = today()
    mandate.save(update_fields=["ends_on"])
    assert amelie.citizen.pk in Visibility(bruno).citizen_ids
    clock_offset(days=1)
    assert amelie.citizen.pk not in Visibility(bruno).citizen_ids


def test_a_stranger_sees_no_other_citizen(bruno, amelie):
    assert set(Citizen.objects.visible_to(bruno)) == {bruno.citizen}


def test_a_citizen_may_exist_without_an_account(people):
    assert Citizen.objects.filter(user=None, family_name="Ménard").exists()
