"""A delivery keeps whose matter it was when it was written: lists are read by it, never by what it carries."""

import pytest

from portal.access.visibility import forget_visibility
from portal.dossiers.actions import open_dossier
from portal.notices.actions import announce
from portal.organizations.models import Organization
from reminders.deadlines.models import Deadline
from reminders.deliveries.attempts import try_again
from reminders.deliveries.models import Delivery
from reminders.deliveries.release import release_due, release_notices
from reminders.kinds.models import DeadlineKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("four_channels")]


def seen_by(people) -> set[str]:
    for account in people.values():
        forget_visibility(account)
    return {key for key, account in people.items() if Delivery.objects.handled_by(account).exists()}


@pytest.fixture
def of_ramq(licence):
    """A published kind of another organization."""
    other = DeadlineKind.objects.get(code="immatriculation-paiement")
    ramq = Organization.objects.get(code="ramq")
    DeadlineKind.objects.filter(pk=other.pk).update(
        state="published",
        published_at=licence.published_at,
        published_by=licence.published_by,
        organization=ramq,
        team=ramq.teams.order_by("name").first(),
    )
    other.refresh_from_db()
    return other


def test_the_team_of_the_kind(given, bruno, licence, people, clock_offset):
    given(bruno)
    clock_offset(days=4)
    release_due()
    delivery = Delivery.objects.get()
    assert (delivery.organization_id, delivery.team_id) == (licence.organization_id, licence.team_id)
    assert not delivery.also_organization_ids and not delivery.also_team_ids
    assert seen_by(people) == {"alain", "aicha", "sylvie"}


def test_nobody_s_when_the_person_asked_for_it_herself(followed, bruno, people, clock_offset):
    followed(bruno)
    clock_offset(days=4)
    release_due()
    assert Delivery.objects.get().organization_id is None and not seen_by(people)


def test_of_two_organizations_both_see_it(given, followed, bruno, of_ramq, licence, people, clock_offset):
    given(bruno), given(bruno, kind=of_ramq)
    clock_offset(days=4)
    release_due()
    delivery = Delivery.objects.get()
    kinds = {(kind.organization_id, kind.team_id) for kind in (licence, of_ramq)}
    assert kinds == {
        (delivery.organization_id, delivery.team_id),
        (delivery.also_organization_ids[0], delivery.also_team_ids[0]),
    }
    assert seen_by(people) == {"alain", "aicha", "sylvie", "diane", "steve"}


def test_what_is_private_beside_it_says_nothing_of_its_organization(
    given, followed, bruno, of_ramq, licence, people, clock_offset
):
    given(bruno), followed(bruno, kind=of_ramq)
    clock_offset(days=4)
    release_due()
    delivery = Delivery.objects.get()
    assert len(delivery.reminder_ids) == 2
    assert delivery.organization_id == licence.organization_id and not delivery.also_organization_ids
    assert seen_by(people) == {"alain", "aicha", "sylvie"}


def test_a_team_of_the_organization_with_a_dossier_sees_it_too(
    given, bruno, saaq, saaq_agent_other_team, people, clock_offset
):
    given(bruno)
    clock_offset(days=4)
    release_due()
    team = saaq.teams.get(name="Accidents de la route")
    open_dossier(by=saaq_agent_other_team, citizen=bruno.citizen, team=team, number="S-9", title="Accident")
    assert seen_by(people) == {"alain", "aicha", "sylvie", "benoit", "brigitte"}


def test_a_kind_without_a_team_is_the_supervisors_matter(given, bruno, licence, people, clock_offset):
    given(bruno)
    DeadlineKind.objects.filter(pk=licence.pk).update(team=None)
    clock_offset(days=4)
    release_due()
    assert Delivery.objects.get().team_id is None and seen_by(people) == {"sylvie"}


def test_a_notice_is_the_matter_of_its_team(bruno, saaq, saaq_team, saaq_agent, followed, people):
    followed(bruno)  # with its consents
    dossier = open_dossier(by=saaq_agent, citizen=bruno.citizen, team=saaq_team, number="S-9", title="Permis")
    announce(kind="message", citizen=bruno.citizen, subject=dossier, organization=saaq, by=saaq_agent)
    release_notices()
    for delivery in Delivery.objects.all():
        assert (delivery.organization_id, delivery.team_id) == (saaq.pk, saaq_team.pk)


def test_another_attempt_is_the_same_matter(given, bruno, licence, clock_offset):
    given(bruno)
    clock_offset(days=4)
    release_due()
    Delivery.objects.update(state="failed", settled_at="2026-01-01T00:00Z", followed_up_at="2026-01-01T00:00Z")
    first = Delivery.objects.get()
    again = try_again(delivery=first, not_before=first.not_before, since=first.since)
    assert again is not None and again.team_id == licence.team_id and Deadline.objects.exists()
