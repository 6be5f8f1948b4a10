"""What changes organizations: registering one, making and describing a team."""

from typing import Any

from django.db import transaction

from portal.audit.actions import record
from portal.organizations.models import Organization, Team
from portal.organizations.reference import codes_of_health
from portal.people.models import User


@transaction.atomic
def register(*, code: str, name_fr: str, by: User | None, **described: Any) -> Organization:
    """The organization of that code, made when it is unknown with its `name_en`, `phone` and `public_hours`; whether it
    is of health, as the reference data says unless told otherwise.

    Idempotent: what it edited since is kept."""
    known = {"name_fr": name_fr, "is_health": code in codes_of_health(), **described}
    organization, created = Organization.objects.get_or_create(code=code, defaults=known)
    if created:
        record("organization.registered", by=by, subject=organization, organization=organization)
    return organization


@transaction.atomic
def make_team(
    *,
    organization: Organization,
    name: str,
    by: User | None,
    purpose: str = "",
    accepts_messages: bool = True,
    answer_days: int = 3,
    time_zone: str = "",
    is_sorting: bool = False,
) -> Team:
    """The organization's team of that name, made when it is unknown."""
    said: dict[str, Any] = {"purpose": purpose, "accepts_messages": accepts_messages, "answer_days": answer_days}
    said |= {"time_zone": time_zone, "is_sorting": is_sorting}
    team, created = Team.objects.get_or_create(organization=organization, name=name, defaults=said)
    if created:
        record("team.made", by=by, subject=team, organization=organization)
    return team


@transaction.atomic
def rename(*, organization: Organization, by: User) -> Organization:
    """Keep the organization's names, whether it is of health and whether it sorts for all, as the operation of the
    portal wrote them."""
    organization.save(update_fields=["name_fr", "name_en", "is_health", "sorts_for_all"])
    record("organization.renamed", by=by, subject=organization, organization=organization)
    return organization


@transaction.atomic
def describe(*, organization: Organization, by: User) -> Organization:
    """Keep the organization's telephone, hours and time zone, as an administrator wrote them."""
    organization.save(update_fields=["phone", "public_hours", *_moved(organization)])
    record("organization.described", by=by, subject=organization, organization=organization)
    return organization


@transaction.atomic
def change_team(*, team: Team, by: User) -> Team:
    """Keep a team's name, purpose, time zone, whether it receives messages and those of whom does not know."""
    team.save(update_fields=["name", "purpose", "accepts_messages", "is_sorting", "answer_days", *_moved(team)])
    record("team.changed", by=by, subject=team, organization=team.organization)
    return team


def _moved(place: Organization | Team) -> list[str]:
    """Name the zone's column when it changes: whoever plans by it listens (`post_save`)."""
    is_same = type(place).objects.filter(pk=place.pk, time_zone=place.time_zone).exists()
    return [] if is_same else ["time_zone"]
