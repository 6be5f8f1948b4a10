"""The work of joining somebody whom no channel reaches: for a team that can, before the date (`team_to_ask`)."""

import datetime as dt
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from portal.clock import end_of_day, today
from portal.consents.models import Channel
from portal.organizations.models import Organization, Team
from portal.people.models import Citizen
from portal.work_items.actions import open_item
from portal.work_items.subjects import About
from reminders.channels.contact_points import contact_point_of
from reminders.deadlines.models import Deadline
from reminders.deadlines.routing import dossier_teams, teams_of
from reminders.suspensions.models import Suspension

KIND = "reminders.reach"
SOON = dt.timedelta(days=7)
"""A letter takes about that long: closer to the date, the telephone comes first."""


def open_work(deadlines: Iterable[Deadline]) -> int:
    """One task per open deadline (its `kind__organization` and `citizen` loaded); returns how many tasks were opened or
    were there already. Without a team that can open what it asks, none: supervisors see the dead letter, and the
    operation of the portal does without names."""
    listed = [deadline for deadline in deadlines if deadline.is_open]
    teams = teams_to_ask(listed)
    suspended = set(
        Suspension.objects.in_force()
        .filter(citizen__in={deadline.citizen_id for deadline in listed})
        .values_list("citizen_id", "channel", "address")
    )
    opened = 0
    for deadline in listed:
        if team := teams.get(deadline.pk):
            open_item(
                kind=KIND,
                subject=deadline,
                by=None,
                team=team,
                due_at=_before(deadline),
                why=best_way(deadline, suspended),
            )
            opened += 1
    return opened


def teams_to_ask(deadlines: Sequence[Deadline]) -> dict[UUID, Team]:
    """Return deadline id → the team whose agents can open what the task asks.

    One that has a dossier of the person, else that of the kind. A private date is a task for the former only: its
    agents serve the person."""
    routed = teams_of(deadlines)
    dossiers = dossier_teams({deadline.citizen_id for deadline in deadlines})
    found = {}
    for deadline in deadlines:
        own = dossiers.get((deadline.citizen_id, deadline.kind.organization_id), [])
        if routed[deadline.pk] in own or not deadline.is_private:
            found[deadline.pk] = routed[deadline.pk]
    teams = Team.objects.in_bulk({team for team in found.values() if team})
    return {key: teams[team] for key, team in found.items() if team}


def _before(deadline: Deadline) -> dt.datetime:
    """The end of the day before the date; the end of today once that is past."""
    zone = deadline.citizen.time_zone
    return max(end_of_day(deadline.due_on - dt.timedelta(days=1), zone), end_of_day(today(zone), zone))


def best_way(deadline: Deadline, suspended: set[tuple[UUID, str, str]]) -> str:
    """What an agent could use, in words and without the address itself."""
    person = deadline.citizen
    left = {channel: _has(person, channel, suspended) for channel in (Channel.PHONE, Channel.LETTER)}
    hurried = deadline.due_on - today(person.time_zone) <= SOON
    if left[Channel.PHONE] and (hurried or not left[Channel.LETTER]):
        return _("Aucun moyen choisi ne fonctionne. Essayez par téléphone\u00a0: un numéro est connu.")
    if left[Channel.LETTER]:
        return _("Aucun moyen choisi ne fonctionne. Essayez par la poste\u00a0: une adresse est connue.")
    return _("Aucun moyen ne fonctionne, et nous n’avons ni numéro ni adresse postale qui serve.")


def _has(person: Citizen, channel: str, suspended: set[tuple[UUID, str, str]]) -> bool:
    point = contact_point_of(channel).address_of(person)
    return bool(point) and (person.pk, channel, point) not in suspended


def titles(ids: set[UUID]) -> dict[UUID, About]:
    """What queues show of deadlines: the kind's title, unless it is the person's alone, and whose it is."""
    rows = Deadline.objects.filter(pk__in=ids).select_related("kind", "citizen").order_by("pk")
    private = _("Rappel que la personne a demandé")
    return {row.pk: About(private if row.is_private else row.kind.title_fr, str(row.citizen)) for row in rows}


def organizations_in_words(ids: Iterable[UUID]) -> str:
    names = Organization.objects.filter(pk__in=ids).order_by("name_order").values_list("name_fr", flat=True)
    return ", ".join(names)
