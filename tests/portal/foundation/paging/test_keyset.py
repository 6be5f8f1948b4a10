"""What is read in parts is what would be read at once, however it is counted or narrowed."""

import pytest
from django.db.models import Q, Subquery

from portal.access.visibility import visibility_of
from portal.documents.models import Document
from portal.foundation.keyset import among_first, count_up_to
from portal.people.models import Citizen, User
from tests.portal.documents.deposits import deposit

pytestmark = pytest.mark.django_db


@pytest.fixture
def deposits(amelie, bruno, saaq_team):
    """Three of Amélie and two of Bruno."""
    for account in (amelie, amelie, amelie, bruno, bruno):
        deposit(account, team=saaq_team)
    return Document.objects.filter(citizen__in=[amelie.citizen.pk, bruno.citizen.pk])


@pytest.mark.parametrize(("most", "counted"), [(1, 1), (3, 3), (4, 4), (5, 5), (6, 5), (100, 5)])
def test_the_rows_of_several_people_are_counted_up_to_as_many(deposits, saaq_team, most, counted):
    assert count_up_to(deposits, most) == counted
    either = Document.objects.filter(
        Q(citizen__in=list(deposits.values_list("citizen", flat=True).distinct())) | Q(team=saaq_team)
    )
    assert count_up_to(either, most) == counted  # each answers both alternatives, and counts once


@pytest.mark.parametrize(("most", "counted"), [(1, 1), (2, 2), (9, 2)])
def test_so_are_those_whose_key_another_table_names(deposits, most, counted):
    """A person counts once, whatever they deposited."""
    assert count_up_to(Citizen.objects.filter(pk__in=deposits.values("citizen")), most) == counted


def test_the_first_of_each_are_narrowed_alone_and_in_a_subquery(deposits, amelie, bruno):
    first = among_first(deposits, 2)
    assert first.count() == 4
    newest = deposits.filter(citizen=amelie.citizen).order_by("-received_at", "-pk")[:2]
    assert set(first.filter(citizen=amelie.citizen)) == set(newest)
    inside = Document.objects.filter(pk__in=first.order_by().values("pk"))
    assert inside.count() == 4
    counted = User.objects.filter(pk=bruno.pk).values_list(
        Subquery(first.filter(citizen=bruno.citizen).values("pk")[:1])
    )
    assert counted.get()[0] in set(deposits.filter(citizen=bruno.citizen).values_list("pk", flat=True))


def test_the_first_of_nobody_are_none(deposits, saaq_agent):
    assert not among_first(Document.objects.held_by(saaq_agent), 2).exists()
    assert not visibility_of(saaq_agent).citizen_ids
