"""Deadlines as `portal.imports` knows them: the columns of a file, how its rows are judged and received."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.access.permissions import Permission
from portal.client_numbers.models import digest_of, pattern_of
from portal.client_numbers.writing import shape_of, shape_words
from portal.clock import today
from portal.foundation.formats.cells import Problem
from portal.imports.adapters import BatchOutcome, Importable, Judge, Tally
from portal.imports.columns import Column
from portal.imports.models import ImportFile
from portal.organizations.models import Organization
from portal.people.models import User
from reminders.deadlines.models import Deadline
from reminders.imported_deadlines.actions import MOST, kinds_of, receive
from reminders.imported_deadlines.models import DeadlineFile, ImportedDeadline
from reminders.imported_deadlines.received import NumberChanged, Received
from reminders.imported_deadlines.rows import ImportedRow, check
from reminders.imported_deadlines.together import Together
from reminders.kinds.models import DeadlineKind

_AHEAD = dt.timedelta(days=90)
"""How far the examples of the template are: given back whenever it was taken, it is a good file."""


class DeadlineJudge(Judge[ImportedRow]):
    def __init__(self, organization: Organization) -> None:
        self._organization = organization
        self._kinds = kinds_of(organization=organization)
        self._numbers = pattern_of(organization.pk)
        self._today = today()
        self._together = Together(lambda line: _("à la ligne %(line)d") % {"line": line})

    def row_of(self, record: Mapping[str, Any]) -> tuple[ImportedRow | None, list[Problem]]:
        return check(record, self._kinds, self._today, self._numbers)

    def against(self, line: int, record: Mapping[str, Any]) -> Iterable[tuple[int, Problem]]:
        return self._together.against(line, record)

    def to_confirm(self, rows: Mapping[int, ImportedRow]) -> Iterable[int]:
        """The lines whose reference the organization sent before under another client number: a deadline would go from
        one person to another."""
        digests = {
            row.reference: (line, digest_of(self._organization.pk, row.client_number)) for line, row in rows.items()
        }
        mine = ImportedDeadline.objects.filter(organization=self._organization, reference__in=digests)
        known = mine.values_list("reference", "digest")
        return [digests[reference][0] for reference, digest in known if digests[reference][1] != digest]


def _declared(import_file: ImportFile) -> str:
    declared = pattern_of(import_file.organization_id)
    if declared.is_any:
        return _(
            "Une forme rare est souvent une erreur\u00a0: des zéros perdus au début, une autre colonne. Déclarez la "
            "vôtre, et les autres seront refusées\u00a0:"
        )
    return _("Forme déclarée par votre organisme\u00a0: %(form)s.") % {"form": declared.words}


class ImportedDeadlines(Importable[ImportedRow]):
    files = DeadlineFile
    permission = Permission.IMPORT_DEADLINES
    columns = (
        Column("reference", "référence", is_mandatory=True),
        Column("kind", "type", is_mandatory=True),
        Column("client_number", "numéro de client", is_mandatory=True),
        Column("due_on", "date limite", is_mandatory=True),
        Column("due_time", "heure"),
        Column("state", "état"),
        Column("invite_name", "nom à inviter"),
        Column("invite_address", "adresse à inviter"),
        Column("time_zone", "fuseau"),
    )
    results = {
        "created": gettext_lazy("Échéances nouvelles"),
        "changed": gettext_lazy("Échéances modifiées"),
        "renumbered": gettext_lazy("Numéros de client changés"),
        "unmatched": gettext_lazy("En attente d’une personne reliée"),
    }
    tallies = {
        "shape": Tally(
            title=gettext_lazy("Forme des numéros de client"),
            head=gettext_lazy("Forme"),
            of=lambda row: shape_of(row.client_number),
            words=shape_words,
            text=_declared,
            page=(
                "admin:client_numbers_numberpattern_changelist",
                gettext_lazy("Forme des numéros de client"),
            ),
        )
    }
    batch = MOST
    template_name = "echeances"
    title = gettext_lazy("Déposer un fichier d’échéances")
    row_help = gettext_lazy(
        "Une ligne par échéance, avec votre propre référence et votre numéro de client. Un nom et une adresse (lignes "
        "séparées par |) seulement pour inviter par lettre une personne que le portail ne connaît pas. Un fuseau "
        "seulement pour un rendez-vous qui n’est pas à l’heure de votre équipe."
    )
    wrong_since = gettext_lazy(
        "Elles étaient bonnes à l’essai, mais leur type d’échéance, leur date ou leur numéro ne convenait plus au "
        "moment de recevoir. Elles sont listées plus bas\u00a0: corrigez-les et envoyez-les dans un autre fichier."
    )
    follow_up = (
        "admin:imported_deadlines_importeddeadline_changelist",
        gettext_lazy("Voir les échéances reçues, et celles qui attendent une personne"),
    )
    confirm_title = gettext_lazy("Des échéances changent de personne")
    confirm_head = gettext_lazy("Changent de numéro de client")

    def examples(self, organizations: Collection[UUID]) -> list[list[str]]:
        """One per kind of deadline."""
        kinds = DeadlineKind.objects.filter(organization__in=organizations).published().order_by("code")
        due_on = (today() + _AHEAD).isoformat()
        return [
            [f"EXEMPLE-{place}", code, pattern_of(organization).example, due_on]
            for place, (code, organization) in enumerate(kinds.values_list("code", "organization"), start=1)
        ]

    def judge(self, organization: Organization, by: User) -> DeadlineJudge:
        return DeadlineJudge(organization)

    def receive(
        self, rows: Mapping[int, ImportedRow], *, organization: Organization, by: User, confirmed: Collection[int]
    ) -> BatchOutcome:
        given = {line: replace(row, may_renumber=line in confirmed) for line, row in rows.items()}
        received, refused = _receive(given, organization, by)
        # What waits for a person is no deadline of anybody yet: counted apart.
        counts = Counter(
            result for reference, result in received.results.items() if reference not in received.unmatched
        )
        named = {"renumbered": len(received.renumbered), "unmatched": len(received.unmatched)}
        return BatchOutcome({"created": counts["created"], "changed": counts["changed"]} | named, refused)

    def confirm_text(self, lines: str) -> str:
        return _(
            "Votre organisme a déjà envoyé ces références sous un autre numéro de client. Si vous les recevez, chaque "
            "échéance quitte une personne pour une autre; sinon, elles restent comme elles sont. Vérifiez ces "
            "lignes\u00a0: %(lines)s"
        ) % {"lines": lines}

    def confirm_label(self, count: int) -> str:
        return ngettext(
            "Recevoir aussi la ligne qui change de numéro de client",
            "Recevoir aussi les %(count)d lignes qui changent de numéro de client",
            count,
        ) % {"count": count}


def _receive(
    rows: Mapping[int, ImportedRow], organization: Organization, by: User
) -> tuple[Received, dict[int, list[Problem]]]:
    """Receive, without the rows whose reference was given another client number since the trial: they are listed."""
    receive_rows = partial(receive, organization=organization, by=by, origin=Deadline.Origin.IMPORT)
    try:
        return receive_rows(rows=list(rows.values())), {}
    except NumberChanged as error:
        words = _(
            "Un autre numéro de client est venu sous cette référence depuis l’essai\u00a0: déposez la ligne de nouveau."
        )
        since = {
            line: [Problem("client_number", words)] for line, row in rows.items() if row.reference in error.references
        }
        return receive_rows(rows=[row for line, row in rows.items() if line not in since]), since
