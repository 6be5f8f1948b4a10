"""Dossiers as `portal.imports` knows them: the columns of a file, how its rows are judged and received."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.access.permissions import Permission
from portal.client_numbers.models import pattern_of
from portal.clock import today
from portal.dossier_types.models import DossierType
from portal.dossier_types.stages import DecisionOutcome
from portal.foundation.formats.cells import Problem, text_of
from portal.imported_dossiers.actions import MOST, RESULTS, receive, types_of
from portal.imported_dossiers.models import DossierFile
from portal.imported_dossiers.received import DossiersReceived, RowsRefused
from portal.imported_dossiers.rows import DossierRow, check
from portal.imports.adapters import BatchOutcome, Codes, Importable, Judge
from portal.imports.columns import Column
from portal.organizations.models import Organization
from portal.people.models import User

_AHEAD = dt.timedelta(days=60)


class DossierJudge(Judge[DossierRow]):
    def __init__(self, organization: Organization) -> None:
        self._types, self._numbers, self._today = (
            types_of(organization=organization),
            pattern_of(organization.pk),
            today(),
        )
        self._lines: dict[str, int] = {}

    def row_of(self, record: Mapping[str, Any]) -> tuple[DossierRow | None, list[Problem]]:
        return check(record, self._types, self._today, self._numbers)

    def against(self, line: int, record: Mapping[str, Any]) -> Iterable[tuple[int, Problem]]:
        number = text_of(record.get("number"))
        first = self._lines.setdefault(number, line) if number else line
        if first != line:
            words = _("Ce numéro est aussi à la ligne %(line)d\u00a0: un dossier, une seule ligne.")
            yield line, Problem("number", words % {"line": first})
            yield first, Problem("number", words % {"line": line})


class ImportedDossiers(Importable[DossierRow]):
    files = DossierFile
    permission = Permission.IMPORT_DOSSIERS
    columns = (
        Column("number", "numéro", ("numéro du dossier",), is_mandatory=True),
        Column("dossier_type", "genre", is_mandatory=True),
        Column("client_number", "numéro de client", is_mandatory=True),
        Column("stage", "étape"),
        Column("state", "ouvert ou terminé", ("état",)),
        Column("promised_on", "promis pour le"),
        Column("title", "titre"),
        Column("note", "mot à la personne"),
        Column("outcome", "décision"),
        Column("reason", "raison"),
        Column("remedy", "recours"),
        Column("words", "raison en mots"),
    )
    results = {
        "created": gettext_lazy("Dossiers nouveaux"),
        "changed": gettext_lazy("Dossiers qui ont avancé"),
        "unmatched": gettext_lazy("En attente d’une personne reliée"),
    }
    batch = MOST
    template_name = "dossiers"
    title = gettext_lazy("Déposer un fichier de dossiers")
    row_help = gettext_lazy(
        "Une ligne par dossier, sous votre propre numéro, avec votre numéro de client. L’étape, la raison et le "
        "recours sont des codes du genre de dossier\u00a0: ils sont plus bas. Ce qui est vide reste comme il est."
    )
    wrong_since = gettext_lazy(
        "Elles étaient bonnes à l’essai, mais leur dossier ou leur genre a changé au moment de recevoir. Elles sont "
        "listées plus bas\u00a0: corrigez-les et envoyez-les dans un autre fichier."
    )
    follow_up = (
        "admin:imported_dossiers_importeddossier_changelist",
        gettext_lazy("Voir les dossiers qui attendent une personne"),
    )

    def examples(self, organizations: Collection[UUID]) -> list[list[str]]:
        """One for each type."""
        types = DossierType.objects.filter(organization__in=organizations, state="published").order_by("code")
        promised_on = (today() + _AHEAD).isoformat()
        return [
            [f"EXEMPLE-{place}", one.code, pattern_of(one.organization_id).example, _first_stage(one), "", promised_on]
            for place, one in enumerate(types, start=1)
        ]

    def codes(self, organizations: Collection[UUID]) -> list[Codes]:
        """Of each published type, its own code and those of its stages, reasons and remedies."""
        types = DossierType.objects.filter(organization__in=organizations, state="published")
        return [Codes(f"{one.title_fr} ({one.code})", _codes_of(one)) for one in types]

    def judge(self, organization: Organization, by: User) -> DossierJudge:
        return DossierJudge(organization)

    def receive(
        self, rows: Mapping[int, DossierRow], *, organization: Organization, by: User, confirmed: Collection[int]
    ) -> BatchOutcome:
        received, refused = _received(rows, organization, by)
        counts = {name: list(received.results.values()).count(name) for name in RESULTS}
        counts["unmatched"] = len(received.unmatched)
        return BatchOutcome(counts, refused)


def _first_stage(kind: DossierType) -> str:
    return next((stage.code for stage in kind.all_stages), "")


def _codes_of(kind: DossierType) -> list[tuple[str, str, str]]:
    """(Column, code, what the person reads)."""
    stages = [(_("étape"), stage.code, stage.name_fr) for stage in kind.all_stages]
    reasons = [
        (_("raison (décision %(outcome)s)") % {"outcome": outcome.label}, reason.code, reason.words_fr)
        for outcome in DecisionOutcome
        for reason in kind.reasons_for(outcome)
    ]
    return [*stages, *reasons, *((_("recours"), remedy.code, remedy.name_fr) for remedy in kind.all_remedies)]


def _received(
    rows: Mapping[int, DossierRow], organization: Organization, by: User
) -> tuple[DossiersReceived, dict[int, list[Problem]]]:
    """Receive, without the rows that cannot be any more: they are listed."""
    refused: dict[int, list[Problem]] = {}
    left = dict(rows)
    while True:
        try:
            return receive(organization=organization, rows=list(left.values()), by=by), refused
        except RowsRefused as error:
            since = {line: error.problems[row.number] for line, row in left.items() if row.number in error.problems}
            refused |= since
            left = {line: row for line, row in left.items() if line not in since}
