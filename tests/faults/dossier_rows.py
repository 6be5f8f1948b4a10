"""What the scenarios of dossiers start from, made in a process that knows the models (fixtures)."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client

from portal.access.permissions import Role
from portal.api.actions import make
from portal.client_numbers.actions import agree
from portal.clock import now
from portal.dossier_type_versions.actions import import_dossier_types
from portal.dossier_types.models import DossierType
from portal.dossiers.actions import open_dossier
from portal.notices.models import Notice
from portal.organizations.actions import make_team, register
from portal.organizations.models import Team
from portal.people.models import Citizen, User
from portal.staff.roles import give_role
from tests.people import give_second_factor

LICENCE = "permis-conduire"
SCOPES = ["dossiers:read", "dossiers:write"]


def awaiting_a_decision(place: Path) -> None:
    """One dossier a person, which the person knows; the session of an agent of its team."""
    team, people = _team(), list(Citizen.objects.order_by("phone"))
    agent = User.objects.create_user("agent@relais.example", display_name="Agente")
    give_role(user=agent, role=Role.AGENT, team=team, by=None)
    licence = DossierType.objects.get(code=LICENCE)
    mine = [open_dossier(by=agent, citizen=one, team=team, dossier_type=licence) for one in people]
    Notice.objects.update(handled_at=now())
    _write(place, session=_session_of(agent), pages=[one.agent_url for one in mine])


def known_to_a_system(place: Path) -> None:
    """A client number for each person; the secret of a system of their organization."""
    organization = _team().organization
    administrator = User.objects.create_user("administration@relais.example", display_name="Administratrice")
    give_role(user=administrator, role=Role.ADMINISTRATOR, organization=organization, by=None)
    numbers = {f"C-{rank}": one for rank, one in enumerate(Citizen.objects.order_by("phone"))}
    for number, citizen in numbers.items():
        agree(citizen=citizen, organization=organization, number=number, how="agent", by=administrator)
    Notice.objects.update(handled_at=now())
    in_a_month = now() + dt.timedelta(days=30)
    _token, secret = make(organization=organization, name="ERP", scopes=SCOPES, expires_at=in_a_month, by=administrator)
    _write(place, secret=secret, numbers=list(numbers))


def _team() -> Team:
    organization = register(code="saaq", name_fr="Société de l’assurance automobile du Québec", by=None)
    team = make_team(organization=organization, name="Permis de conduire", by=None)
    import_dossier_types(by=None)
    return team


def _session_of(user: User) -> str:
    """As after sign-in with the second factor."""
    client = Client()
    client.force_login(user)
    give_second_factor(client, user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _write(place: Path, **facts: Any) -> None:
    place.write_text(json.dumps(facts))
