"""Useful or not: counted without a person, read by the owner."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from portal.organizations.models import Organization
from portal.votes.ballots import Ballot, NotABallot, read
from portal.votes.models import Vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def ballot():
    cache.clear()
    owner = Organization.objects.get(code="saaq")
    return Ballot("kinds.deadlinekind", "1", "Permis de conduire", str(owner.pk))


def answer(client, **values):
    return client.post(reverse("votes:answer"), values)


def test_an_answer_is_kept_without_a_person(client, ballot):
    assert answer(client, ballot=ballot.sealed, useful="oui", comment="Clair.").status_code == 302
    kept = Vote.objects.get()
    assert (kept.title, kept.is_useful, kept.comment, kept.organization.code) == (
        "Permis de conduire",
        True,
        "Clair.",
        "saaq",
    )


def test_the_comment_is_sealed_in_the_column(client, ballot, django_assert_num_queries):
    answer(client, ballot=ballot.sealed, useful="non", comment="canari-7781")
    raw = Vote.objects.extra(select={"raw": "comment"}).values_list("raw", flat=True).get()
    assert b"canari-7781" not in bytes(raw)


@pytest.mark.parametrize(
    "expected", [{}, {"useful": "oui"}, {"ballot": "forged", "useful": "oui"}, {"useful": "peut-être"}]
)
def test_bad_input_is_told_and_not_counted(client, expected):
    assert answer(client, **expected).status_code == 422
    assert not Vote.objects.exists()


def test_an_altered_ballot_is_refused(ballot):
    with pytest.raises(NotABallot):
        read(ballot.sealed[:-2] + "xx")


def test_a_long_comment_is_not_lost(client, ballot):
    page = answer(client, ballot=ballot.sealed, useful="oui", comment="a" * 1001)
    assert page.status_code == 422
    assert "a" * 1001 in page.content.decode()


def test_a_flood_is_thanked_and_not_counted(client, ballot):
    for _ in range(65):
        assert answer(client, ballot=ballot.sealed, useful="non").status_code == 302
    assert Vote.objects.count() == 60


def test_only_the_owner_reads(ballot, saaq_administrator, ramq_administrator, amelie):
    Vote.objects.create(
        subject_type="x", subject_id="1", title="x", is_useful=True, organization=Organization.objects.get(code="saaq")
    )
    assert [Vote.objects.visible_to(user).count() for user in (saaq_administrator, ramq_administrator, amelie)] == [
        1,
        0,
        0,
    ]


def test_tally_puts_the_least_useful_first():
    for title, useful in [("a", True), ("b", False), ("b", False), ("a", False)]:
        Vote.objects.create(subject_type="x", subject_id=title, title=title, is_useful=useful)
    assert [(row["title"], row["useful"], row["useless"]) for row in Vote.objects.tally()] == [("b", 0, 2), ("a", 1, 1)]
