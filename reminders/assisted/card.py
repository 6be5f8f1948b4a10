"""The top of a person's page in gestion: who they are, how each way to reach them works, who acts for them, and their
matters with the agent's teams."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from messaging.threads.models import Thread
from portal.access.visibility import visibility_of
from portal.clock import today
from portal.consents.models import Channel
from portal.documents.models import Document
from portal.dossiers.models import Dossier
from portal.mandates.models import Mandate
from portal.organizations.models import Team
from portal.people import phones
from portal.people.models import Citizen, User
from portal.person_access.identity import knows_more_than_the_address
from portal.requested_documents.models import RequestedDocument
from reminders.assisted.querysets import teams_of
from reminders.space_invitations.models import SpaceInvitation

MOST = 5
"""Rows of each kind; each list says where the others are."""


@dataclass(frozen=True)
class Way:
    """One way to reach somebody. `state` says whether it works, in words; empty: nothing is known against it."""

    label: str
    value: str
    state: str = ""


def card_of(person: Citizen, people: Collection[UUID], *, by: User, suspended: frozenset[str]) -> dict[str, Any]:
    """Return what the top of the page shows; as many queries whatever the volume. `people`: every registration of the
    person; `suspended`: channels that failed."""
    return {
        "ways": _ways(person, suspended),
        "helpers": (helpers := _helpers(person)),
        # Their names are shown: the page journals every person that it holds.
        "helping_people": [one.holder.citizen for one in helpers if hasattr(one.holder, "citizen")],
        "dossiers": _first(Dossier.objects.handled_by(by).filter(citizen__in=people).order_by("-opened_at", "-id")),
        "threads": _first(Thread.objects.handled_by(by).filter(citizen__in=people).newest_first()),
        "may_be_invited": inviting_team(person, by) is not None,
        "invitation": SpaceInvitation.objects.open().filter(citizen=person).first() if not person.user_id else None,
        "awaited": _first(_awaited(people, by)),
        "documents": _first(_documents(people, by)),
    }


def inviting_team(person: Citizen, by: User) -> Team | None:
    """Return the team in whose name an agent may invite the person by letter: the first one whose organization can
    check who answers."""
    if not person.postal_address:
        return None
    return next((team for team in teams_of(by) if knows_more_than_the_address(person, team.organization_id)), None)


def _awaited(people: Collection[UUID], by: User) -> QuerySet:
    return RequestedDocument.objects.handled_by(by).filter(citizen__in=people).awaited().order_by("due_on", "pk")


def _documents(people: Collection[UUID], by: User) -> QuerySet:
    mine = Document.objects.filter(citizen__in=people, team__in=visibility_of(by).team_ids)
    return mine.order_by("-received_at", "-id")


def _first(rows: QuerySet) -> list[Any]:
    return list(rows[:MOST])


def _ways(person: Citizen, suspended: frozenset[str]) -> list[Way]:
    ways = []
    if person.email:
        waits = "" if person.email_verified_at else _("pas encore confirmée : rien n’y part")
        ways.append(Way(_("Courriel"), person.email, _failed(Channel.EMAIL, suspended) or waits))
    if person.phone:
        kind = _("confirmé par texto") if person.has_verified_phone else _("pour les appels")
        number = phones.shown(person.telephone)
        ways.append(Way(_("Téléphone"), number, _failed(Channel.PHONE, suspended) or kind))
    if person.postal_address:
        ways.append(Way(_("Poste"), person.postal_address, _failed(Channel.LETTER, suspended)))
    if person.user_id:
        ways.append(Way(_("Espace Relais"), _("ouvert")))
    return ways


def _failed(channel: Channel, suspended: frozenset[str]) -> str:
    return _("ne fonctionne plus : demandez la bonne coordonnée") if channel in suspended else ""


def _helpers(person: Citizen) -> list[Mandate]:
    mine = Mandate.objects.in_force(today()).filter(citizen=person).select_related("holder__citizen")
    return list(mine.order_by("starts_on", "pk"))
