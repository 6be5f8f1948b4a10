"""Whose number it is: one person's at a time, found as people write it, sealed, and never another organization's."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from portal.access.visibility import forget_visibility
from portal.audit.models import AuditEvent
from portal.client_numbers.actions import NumberTaken, agree, end
from portal.client_numbers.models import ClientNumber, digest_of
from portal.dossiers.actions import open_dossier
from portal.mandates.actions import revoke

pytestmark = pytest.mark.django_db
NUMBER = "TREA 1234-5678"
ONE, OTHER = "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002"


@pytest.fixture
def agreed_with(saaq):
    """`agreed_with(user, number=…, organization=…)`"""

    def make(user, number=NUMBER, organization=saaq, by=None):
        how = ClientNumber.How.CODE
        return agree(citizen=user.citizen, organization=organization, number=number, how=how, by=by or user)

    return make


def events(verb: str):
    return AuditEvent.objects.filter(verb=verb)


@pytest.mark.parametrize(
    "typed", ["trea12345678", "TREA-1234-5678", " TREA\u00a01234 5678 ", "T R E A 1 2 3 4 5 6 7 8"]
)
def test_a_number_is_found_however_it_is_written(typed):
    assert digest_of(ONE, typed) == digest_of(ONE, NUMBER)


@pytest.mark.parametrize(
    "typed", ["TREA 1234-567", "TREA 1234-56780", "1234-5678", "TREB 1234-5678", "trea.1234.5678", ""]
)
def test_another_number_is_another(typed):
    assert digest_of(ONE, typed) != digest_of(ONE, NUMBER)


@given(st.text("ABC123", min_size=1, max_size=12))
def test_the_same_number_at_two_organizations_has_nothing_in_common(number):
    """Otherwise one organization's rows would tell who is another's client."""
    one, other = digest_of(ONE, number), digest_of(OTHER, number)
    assert one != other and len(one) <= 64


def test_it_is_agreed_once_and_journaled_without_the_number(agreed_with, amelie, saaq):
    first = agreed_with(amelie)
    assert agreed_with(amelie, "trea12345678") == first
    row = events("client_number.agreed").get(subject_id=str(first.pk))
    assert (row.citizen_id, row.organization_id, row.by_id) == (amelie.citizen.pk, saaq.pk, amelie.pk)
    assert "TREA" not in str(row.detail) and "1234" not in str(row.detail)


def test_the_number_is_sealed_in_its_column(agreed_with, amelie):
    kept = agreed_with(amelie)
    with connection.cursor() as cursor:
        cursor.execute("SELECT c::text, c.number FROM client_numbers_clientnumber c WHERE id = %s", [kept.pk])
        row, number = cursor.fetchone()
    assert "TREA" not in row and b"TREA" not in bytes(number)
    assert ClientNumber.objects.get(pk=kept.pk).number == NUMBER


def test_anothers_number_is_refused_and_stays_theirs(agreed_with, amelie, bruno):
    agreed_with(amelie)
    with pytest.raises(NumberTaken):
        agreed_with(bruno, "trea-1234 5678")
    assert not ClientNumber.objects.filter(citizen=bruno.citizen).exists()
    assert not events("client_number.agreed").filter(citizen_id=bruno.citizen.pk).exists()


def test_the_same_number_elsewhere_is_free(agreed_with, amelie, bruno, ramq):
    agreed_with(amelie)
    assert agreed_with(bruno, organization=ramq).citizen == bruno.citizen


def test_two_numbers_of_one_organization_may_be_ones_own(agreed_with, amelie):
    """A licence, and a company's plates."""
    assert agreed_with(amelie) != agreed_with(amelie, "PLAQUE 77")


def test_an_ended_number_may_be_agreed_anew_by_whoever_holds_it(agreed_with, amelie, bruno):
    end(number=agreed_with(amelie), by=amelie)
    theirs = agreed_with(bruno)
    assert theirs.citizen == bruno.citizen
    with pytest.raises(NumberTaken):
        agreed_with(amelie)


def test_ended_twice_is_ended_once_by_the_first(agreed_with, amelie, rachel):
    number = agreed_with(amelie)
    first = end(number=number, by=amelie).ended_at
    again = end(number=number, by=rachel)
    assert (again.ended_at, again.ended_by) == (first, amelie)
    assert events("client_number.ended").filter(subject_id=str(number.pk)).count() == 1


def test_what_is_ended_finds_nobody_any_more(agreed_with, amelie, saaq, ramq):
    number = agreed_with(amelie)
    digests = [number.digest, digest_of(saaq.pk, "INCONNU")]
    assert ClientNumber.objects.citizens_of(saaq.pk, digests) == {number.digest: amelie.citizen.pk}
    assert ClientNumber.objects.citizens_of(ramq.pk, digests) == {}
    end(number=number, by=amelie)
    assert ClientNumber.objects.citizens_of(saaq.pk, digests) == {}


def test_agents_see_the_number_of_the_people_they_serve_only(agreed_with, people, saaq_team):
    number = agreed_with(people["bruno"], "B-1")
    assert _who_sees(number, people) == {"bruno", "samir"}  # Samir acts for him
    open_dossier(by=None, citizen=people["bruno"].citizen, team=saaq_team, number="D-1", title="Permis")
    assert _who_sees(number, people) == {"bruno", "samir", "alain", "aicha", "sylvie"}


def test_a_team_that_serves_a_person_does_not_see_their_number_elsewhere(agreed_with, people, ramq, saaq_team):
    number = agreed_with(people["bruno"], "B-1", organization=ramq)
    open_dossier(by=None, citizen=people["bruno"].citizen, team=saaq_team, number="D-1", title="Permis")
    assert _who_sees(number, people) == {"bruno", "samir"}


def _who_sees(number, people) -> set[str]:
    return {key for key, user in people.items() if number in ClientNumber.objects.visible_to(user)}


def test_a_representative_sees_it_as_long_as_the_mandate_stands(agreed_with, amelie, rachel):
    number = agreed_with(amelie)
    assert number in ClientNumber.objects.visible_to(rachel)
    revoke(mandate=rachel.mandates.get(), by=amelie)
    forget_visibility(rachel)
    assert number not in ClientNumber.objects.visible_to(rachel)


def test_a_stranger_does_not_unlink_it(agreed_with, amelie, bruno, signed_in):
    number = agreed_with(amelie)
    assert signed_in(bruno).post(f"/rappels/relier/{number.pk}/delier/").status_code == 404
    number.refresh_from_db()
    assert number.ended_at is None
