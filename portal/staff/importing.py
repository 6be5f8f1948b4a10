"""Members of staff to invite, as `portal.imports` knows them: an address, a role and its team on each row."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator

from portal.access.permissions import Permission, Role
from portal.foundation.formats.cells import Problem, Unfit, text_of
from portal.foundation.words.folding import plain
from portal.imports.adapters import BatchOutcome, Importable, Judge, Tally
from portal.imports.columns import Column
from portal.imports.schemas import read
from portal.organizations.models import Organization, Team
from portal.organizations.roles import TEAM_ROLES
from portal.people.models import User
from portal.staff.actions import Listed, StaffInvitee, invite_many
from portal.staff.models import StaffFile

_EXAMPLE = "exemple.invalid"
"""Domain of the template's addresses: nothing can be sent there."""
# As people write them, once accents, capitals and brackets are gone («Superviseur(e)»).
_ROLES = {
    Role.AGENT: ["agent", "agente", "agent e", "agente ou agent", "agent ou agente"],
    Role.SUPERVISOR: ["superviseur", "superviseure", "superviseur e", "superviseure ou superviseur", "supervisor"],
    Role.ADMINISTRATOR: [
        "administrateur",
        "administratrice",
        "administrateur trice",
        "administratrice ou administrateur",
        "administrator",
    ],
}
_ROLE_OF = {word: role for role, words in _ROLES.items() for word in words}


@dataclass(frozen=True)
class StaffContext:
    """What a row is compared to."""

    by: User
    teams: Mapping[str, list[Team]]
    """By name, folded: two teams may differ by an accent only."""


def _context(info: ValidationInfo) -> StaffContext:
    assert isinstance(info.context, StaffContext)  # given by `StaffJudge`
    return info.context


class StaffRow(BaseModel):
    """One invitation."""

    model_config = ConfigDict(arbitrary_types_allowed=True, frozen=True)

    email: str
    role: Role
    team: Team | None

    @field_validator("email", mode="before")
    @classmethod
    def _read_email(cls, cell: Any, info: ValidationInfo) -> str:
        email = text_of(cell).lower()
        try:
            validate_email(email)
        except ValidationError:
            raise Unfit(_("Écrivez une adresse courriel, et rien d’autre, dans cette case.")) from None
        if email.endswith(_EXAMPLE):
            raise Unfit(_("Cette adresse est celle de l’exemple\u00a0: remplacez-la, ou retirez la ligne."))
        if email == _context(info).by.email.lower():
            raise Unfit(_("On ne se donne pas un rôle à soi-même. Demandez à une autre personne."))
        return email

    @field_validator("role", mode="before")
    @classmethod
    def _read_role(cls, cell: Any) -> Role:
        role = _ROLE_OF.get(plain(text_of(cell)))
        if role is None:
            raise Unfit(_("Écrivez un de ces rôles\u00a0: agente ou agent, superviseure, administratrice."))
        return role

    @field_validator("team", mode="before")
    @classmethod
    def _read_team(cls, cell: Any, info: ValidationInfo) -> Team | None:
        """Asked of agents only; the other roles are of the whole organization, as in the form of one invitation."""
        if info.data.get("role") not in TEAM_ROLES:
            return None
        name = text_of(cell)
        teams = _context(info).teams.get(plain(name), [])
        exact = [team for team in teams if team.name == name] or teams
        if not name:
            raise Unfit(_("Écrivez l’équipe de cette personne\u00a0: ses demandes sont celles qu’elle voit."))
        if len(exact) != 1:
            raise Unfit(_("Aucune équipe de votre organisme n’a ce nom\u00a0: les vôtres sont dans le modèle."))
        return exact[0]


class StaffJudge(Judge[StaffRow]):
    def __init__(self, organization: Organization, by: User) -> None:
        teams: dict[str, list[Team]] = {}
        for team in Team.objects.filter(organization=organization).order_by("name_order"):
            teams.setdefault(plain(team.name), []).append(team)
        self._known = StaffContext(by, teams)
        self._first: dict[tuple[str, ...], int] = {}

    def row_of(self, record: Mapping[str, Any]) -> tuple[StaffRow | None, list[Problem]]:
        return read(StaffRow, record, self._known)

    def against(self, line: int, record: Mapping[str, Any]) -> Iterable[tuple[int, Problem]]:
        """The same role given again to the same person is one invitation."""
        row, _problems = self.row_of(record)
        if row is None:
            return
        first = self._first.setdefault((row.email, row.role.value, str(row.team and row.team.pk)), line)
        if first != line:
            yield line, Problem("email", _("Cette ligne répète la ligne %d\u00a0: retirez-la.") % first)

    def to_confirm(self, rows: Mapping[int, StaffRow]) -> Iterable[int]:
        """The lines that give the administration of the organization."""
        return [line for line, row in rows.items() if row.role == Role.ADMINISTRATOR]


def _role_words(kept: str) -> str:
    role, _sign, team = kept.partition(" ")
    return f"{Role(role).label}, {team}" if team else str(Role(role).label)


class ImportedStaff(Importable[StaffRow]):
    files = StaffFile
    permission = Permission.IMPORT_STAFF
    columns = (
        Column("email", "courriel", ("adresse courriel", "adresse de courriel", "e-mail", "mail"), is_mandatory=True),
        Column("role", "rôle", ("fonction dans le portail",), is_mandatory=True),
        Column("team", "équipe", ("nom de l’équipe", "service")),
    )
    results = {one.value: one.label for one in (Listed.INVITED, Listed.UNCHANGED, Listed.DECLINED)}
    tallies = {
        "role": Tally(
            title=gettext_lazy("Qui serait invité"),
            head=gettext_lazy("Rôle et équipe"),
            of=lambda row: f"{row.role.value} {row.team.name if row.team else ''}".strip(),
            words=_role_words,
        ),
        "domain": Tally(
            title=gettext_lazy("Adresses de courriel"),
            head=gettext_lazy("Après le @"),
            of=lambda row: row.email.partition("@")[2],
            text=lambda import_file: _(
                "Une terminaison rare est souvent une faute de frappe\u00a0: l’invitation irait à une autre personne."
            ),
        ),
    }
    most_rows = 500
    batch = 100
    template_name = "personnel"
    title = gettext_lazy("Inviter du personnel par fichier")
    row_help = gettext_lazy(
        "Une ligne par rôle à donner\u00a0: l’adresse de la personne, son rôle et, pour une agente ou un agent, son "
        "équipe. Vos autres colonnes, comme le nom, ne sont pas lues."
    )
    wrong_since = gettext_lazy(
        "Elles étaient bonnes à l’essai, mais ne convenaient plus au moment d’inviter. Elles sont listées plus "
        "bas\u00a0: corrigez-les et envoyez-les dans un autre fichier."
    )
    follow_up = ("admin:staff_staffinvitation_changelist", gettext_lazy("Voir les invitations, et qui a répondu"))
    confirm_title = gettext_lazy("Des personnes administreraient votre organisme")
    confirm_head = gettext_lazy("À l’administration de l’organisme")

    def examples(self, organizations: Collection[UUID]) -> list[list[str]]:
        """One per team, with its name as it is to be written; the addresses are to be replaced."""
        teams = Team.objects.filter(organization__in=organizations).order_by("organization", "name_order")
        agents = [
            [f"agent-{place}@{_EXAMPLE}", str(_("agent")), name]
            for place, name in enumerate(teams.values_list("name", flat=True), start=1)
        ]
        return [*agents, [f"superviseure@{_EXAMPLE}", str(_("superviseure"))]]

    def judge(self, organization: Organization, by: User) -> StaffJudge:
        return StaffJudge(organization, by)

    def receive(
        self, rows: Mapping[int, StaffRow], *, organization: Organization, by: User, confirmed: Collection[int]
    ) -> BatchOutcome:
        invitees = {line: StaffInvitee(row.email, row.role, row.team) for line, row in rows.items()}
        became = invite_many(organization=organization, invitees=invitees, by=by)
        refused = {
            line: [Problem("email" if result == Listed.TOO_MANY else "role", str(result.label))]
            for line, result in became.items()
            if result not in self.results
        }
        return BatchOutcome(Counter(result.value for line, result in became.items() if line not in refused), refused)

    def confirm_text(self, lines: str) -> str:
        return _(
            "Elles règleraient ses textes, ses échéances et ses équipes, et pourraient inviter d’autres personnes. "
            "Sans votre accord, elles ne sont pas invitées. Vérifiez ces lignes\u00a0: %(lines)s"
        ) % {"lines": lines}

    def confirm_label(self, count: int) -> str:
        return ngettext(
            "Inviter aussi la personne qui administrerait l’organisme",
            "Inviter aussi les %(count)d personnes qui administreraient l’organisme",
            count,
        ) % {"count": count}

    def receive_label(self, count: int) -> str:
        return ngettext("Inviter la personne", "Inviter les %(count)d personnes", count) % {"count": count}
