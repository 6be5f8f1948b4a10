"""Who calls for what the portal itself has to say: an organization that already serves the person.

First the one whose agent took down the consent to be called, while one of its teams has a dossier of theirs; else that
of their most recent dossier. Being called by it says nothing of the matter, which it does not know.
"""

from collections.abc import Sequence
from typing import Any

from portal.access.permissions import Permission
from portal.consents.models import Channel, Consent
from portal.dossiers.models import Dossier
from portal.organizations.models import Membership, Organization
from reminders.deliveries.models import Delivery


def callers_of(deliveries: Sequence[Delivery]) -> dict[Any, Organization]:
    """Delivery id → the organization that calls; absent when nobody serves the person. Three queries."""
    people = {delivery.recipient_id for delivery in deliveries}
    takers = _takers(people)
    teams = _teams({taker for taker in takers.values() if taker})
    open_first = Dossier.objects.filter(citizen_id__in=people).select_related("organization")
    dossiers: dict[Any, list[Dossier]] = {person: [] for person in people}
    for dossier in open_first.order_by("-state", "-opened_at", "-pk"):  # «open» before «closed»
        dossiers[dossier.citizen_id].append(dossier)
    found = {}
    for delivery in deliveries:
        theirs = dossiers[delivery.recipient_id]
        own = teams.get(takers.get((delivery.recipient_id, delivery.purpose)), set())
        if theirs:
            found[delivery.pk] = next((one for one in theirs if own & {one.team_id, one.organization_id}), theirs[0])
    return {key: dossier.organization for key, dossier in found.items()}


def _takers(people: set[Any]) -> dict[tuple[Any, str], Any]:
    """(Person, purpose) → who wrote down that they may be called."""
    given = Consent.objects.in_force().filter(citizen_id__in=people, channel=Channel.PHONE)
    return {(person, purpose): by for person, purpose, by in given.values_list("citizen_id", "purpose", "given_by")}


def _teams(takers: set[Any]) -> dict[Any, set[Any]]:
    """Account → the teams, or the organizations supervised, of those who still work there."""
    found: dict[Any, set[Any]] = {}
    rows = Membership.objects.in_force().filter(user_id__in=takers, role__in=Permission.MAKE_CALLS.roles)
    for user, team, organization in rows.values_list("user_id", "team_id", "organization_id"):
        found.setdefault(user, set()).add(team or organization)
    return found
