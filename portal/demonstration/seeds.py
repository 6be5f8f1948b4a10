"""Demonstration people, through the real actions; the same people in tests and screenshots.

Invented persons and addresses; `example` domains and 555 numbers belong to nobody.
"""

import datetime as dt
from dataclasses import dataclass, field
from functools import cache

from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.hashers import make_password
from django.db import transaction

from portal.access.permissions import Role
from portal.dossier_type_versions.actions import import_dossier_types
from portal.mandates.actions import give as give_mandate
from portal.mandates.models import Mandate
from portal.organizations.actions import make_team, register
from portal.organizations.models import Organization
from portal.people.actions import become_citizen, confirm_email, describe, register_without_account, set_phone
from portal.people.models import Citizen, User
from portal.questions.actions import import_questions
from portal.staff.roles import give_role

PASSWORD = "une-phrase-facile-a-retenir"


@dataclass(frozen=True)
class Person:
    """One invented person. `secret`: base32 seed of the authenticator application, for members of staff."""

    key: str
    given_name: str
    family_name: str
    role: str
    birth_date: dt.date | None = None
    phone: str = ""
    secret: str = ""
    team: tuple[str, str] | None = None
    organizations: tuple[str, ...] = field(default=())

    @property
    def email(self) -> str:
        return f"{self.key}@relais.example"


CITIZENS = [
    Person("amelie", "Amélie", "Tremblay", "citizen", dt.date(1992, 12, 2), "+14185550111"),
    Person("bruno", "Bruno", "Gagnon", "citizen", dt.date(1958, 3, 14)),
]
REPRESENTATIVES = [
    Person("rachel", "Rachel", "Roy", "representative", dt.date(1970, 6, 21)),
    Person("samir", "Samir", "Haddad", "representative", dt.date(1965, 1, 30)),
]
STAFF = [
    Person("alain", "Alain", "Côté", Role.AGENT, secret="JBSWY3DPEHPK3PXA", team=("saaq", "Permis de conduire")),
    Person("aicha", "Aïcha", "Benali", Role.AGENT, secret="JBSWY3DPEHPK3PXB", team=("saaq", "Permis de conduire")),
    Person("benoit", "Benoît", "Lavoie", Role.AGENT, secret="JBSWY3DPEHPK3PXC", team=("saaq", "Accidents de la route")),
    Person(
        "brigitte", "Brigitte", "Morin", Role.AGENT, secret="JBSWY3DPEHPK3PXD", team=("saaq", "Accidents de la route")
    ),
    Person(
        "diane", "Diane", "Fortin", Role.AGENT, secret="JBSWY3DPEHPK3PXE", team=("ramq", "Carte d’assurance maladie")
    ),
    Person("nadia", "Nadia", "Bergeron", Role.AGENT, secret="JBSWY3DPEHPK3PXM", team=("services-quebec", "Aiguillage")),
    Person(
        "carole", "Carole", "Bouchard", Role.ADMINISTRATOR, secret="JBSWY3DPEHPK3PXF", organizations=("saaq", "ramq")
    ),
    Person("daniel", "Daniel", "Pelletier", Role.ADMINISTRATOR, secret="JBSWY3DPEHPK3PXG", organizations=("ramq",)),
    Person("emile", "Émile", "Gauthier", Role.ADMINISTRATOR, secret="JBSWY3DPEHPK3PXH", organizations=("saaq",)),
    Person("sylvie", "Sylvie", "Ouellet", Role.SUPERVISOR, secret="JBSWY3DPEHPK3PXI", organizations=("saaq",)),
    Person("steve", "Steve", "Nguyen", Role.SUPERVISOR, secret="JBSWY3DPEHPK3PXJ", organizations=("ramq",)),
    Person("olga", "Olga", "Petrova", Role.OPERATOR, secret="JBSWY3DPEHPK3PXK"),
    Person("omar", "Omar", "Diallo", Role.OPERATOR, secret="JBSWY3DPEHPK3PXL"),
]
PEOPLE = CITIZENS + REPRESENTATIVES + STAFF

# Seven organizations with teams; two of them with two. The others exist by the reference data.
TEAMS = {
    ("saaq", "Société de l’assurance automobile du Québec"): [
        ("Permis de conduire", "Paiement, renouvellement et questions sur votre permis"),
        ("Accidents de la route", "Réclamations et indemnités après un accident"),
    ],
    ("ramq", "Régie de l’assurance maladie du Québec"): [
        ("Carte d’assurance maladie", "Inscription, renouvellement et remplacement de la carte"),
        ("Médicaments", "Régime public d’assurance médicaments"),
    ],
    ("retraite-quebec", "Retraite Québec"): [("Rentes et allocations", "Rente, Allocation famille et suppléments")],
    ("revenu-quebec", "Revenu Québec"): [("Particuliers", "Déclaration de revenus, crédits et paiements")],
    ("cnesst", "Commission des normes, de l’équité, de la santé et de la sécurité du travail"): [
        ("Indemnisation", "Lésions professionnelles et remplacement du revenu")
    ],
    ("rqap", "Régime québécois d’assurance parentale"): [("Prestations parentales", "Demandes et versements")],
    ("services-quebec", "Services Québec"): [("Aiguillage", "Trouve le service qui peut vous répondre")],
}
SORTING = "services-quebec"
"""The organization that reads the messages of people who do not know whom to write to."""


@transaction.atomic
def seed(people: dict[str, User]) -> None:
    """Makes organizations, teams and people that do not exist yet; fills `people` (key → account). Idempotent."""
    for (code, name), teams in TEAMS.items():
        is_sorting = code == SORTING
        organization = register(code=code, name_fr=name, by=None, sorts_for_all=is_sorting)
        for team_name, purpose in teams:
            make_team(organization=organization, name=team_name, purpose=purpose, by=None, is_sorting=is_sorting)
    import_questions(by=None)
    import_dossier_types(by=None)
    for person in PEOPLE:
        people[person.key] = _account(person)
    _mandate(citizen=people["amelie"].citizen, holder=people["rachel"])
    _mandate(citizen=people["bruno"].citizen, holder=people["samir"])
    if not Citizen.objects.filter(user=None).exists():
        register_without_account(
            given_name="Georgette",
            family_name="Ménard",
            postal_address="12, rue du Quai\nSept-Îles (Québec)  G4R 1A1",
            by=people["alain"],
        )


def _account(person: Person) -> User:
    user = User.objects.filter(email=person.email).first()
    if user:
        return user
    user = User.objects.create_user(person.email, display_name=f"{person.given_name} {person.family_name}")
    User.objects.filter(pk=user.pk).update(password=_hashed_password())
    user.refresh_from_db()
    EmailAddress.objects.create(user=user, email=person.email, verified=True, primary=True)
    if person.role in Role.values:
        _staff(user, person)
    else:
        _citizen(user, person)
    return user


@cache
def _hashed_password() -> str:
    """Hashed once for all of them: Argon2 is slow on purpose, and everybody here has the same password."""
    return make_password(PASSWORD)


def _citizen(user: User, person: Person) -> None:
    citizen = become_citizen(user=user, given_name=person.given_name, family_name=person.family_name, by=user)
    confirm_email(citizen=citizen, email=person.email, by=user)
    describe(citizen=citizen, birth_date=person.birth_date, by=user)
    if person.phone:
        set_phone(citizen=citizen, phone=person.phone, verified=True, by=user)


def _staff(user: User, person: Person) -> None:
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(person.secret)}
    )
    RecoveryCodes.activate(user)
    if person.role == Role.OPERATOR:
        give_role(user=user, role=person.role, by=None)
    if person.team:
        code, name = person.team
        give_role(user=user, role=person.role, team=Organization.objects.get(code=code).teams.get(name=name), by=None)
    for code in person.organizations:
        give_role(user=user, role=person.role, organization=Organization.objects.get(code=code), by=None)


def _mandate(*, citizen: Citizen, holder: User) -> None:
    by = citizen.user
    if by and not Mandate.objects.filter(citizen=citizen, holder=holder, revoked_at=None).exists():
        give_mandate(citizen=citizen, holder=holder, kind=Mandate.Kind.HELPER, by=by)
