"""Receiving what organizations put, and opening what waits once its person is known."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from portal import locks
from portal.audit.actions import record
from portal.client_numbers.models import ClientNumber, digest_of
from portal.client_numbers.writing import normal_form
from portal.clock import now
from portal.dossier_types.models import DossierType
from portal.dossiers import actions as dossiers
from portal.dossiers.models import Dossier
from portal.foundation.formats.cells import Problem
from portal.imported_dossiers.bringing import CannotBring, Taken, bring
from portal.imported_dossiers.models import ImportedDossier
from portal.imported_dossiers.querysets import ImportedDossierQuerySet
from portal.imported_dossiers.received import DossiersReceived, RowsRefused
from portal.imported_dossiers.rows import DossierRow
from portal.organizations.models import Organization
from portal.people.models import User

MOST = 200
"""Rows of a batch: each is opened or moved by the actions that agents use."""
RESULTS = ("created", "changed", "unchanged")
_COLUMNS = ("dossier_type_id", "title", "stage", "state", "promised_on", "note", "outcome", "reason", "remedy", "words")


@transaction.atomic
def receive(*, organization: Organization, rows: Sequence[DossierRow], by: User | None) -> DossiersReceived:
    """Idempotent: a row that says nothing new changes nothing, wherever agents brought its dossier since.

    One organization at a time: two systems that put the same number at once make one dossier. One journal row for the
    batch; each move has its own. All or nothing. Raises RowsRefused."""
    _one_at_a_time(organization)
    known = _known(organization, [row.number for row in rows])
    digests = {row.number: digest_of(organization.pk, row.client_number) for row in rows}
    citizens = ClientNumber.objects.citizens_of(organization.pk, digests.values())
    received = DossiersReceived()
    for row in rows:
        imported = known.get(row.number) or ImportedDossier(organization=organization, number=row.number)
        if not imported._state.adding and imported.digest != digests[row.number]:
            _same_number(imported, row)
        is_new = imported._state.adding
        imported.digest = digests[row.number]
        holder = citizens.get(imported.digest)
        if imported.citizen_id is None:
            imported.citizen_id = holder
        is_other = _write(imported, row) and _keep(imported, row, holder=holder, by=by)
        received.results[row.number] = "created" if is_new else "changed" if is_other else "unchanged"
        if holder is None or imported.citizen_id != holder:
            received.unmatched.add(row.number)
    counts = {name: list(received.results.values()).count(name) for name in RESULTS}
    record("imported_dossiers.received", by=by, organization=organization, detail=counts)
    return received


def _one_at_a_time(organization: Organization) -> None:
    locks.wait_for_name(f"imported_dossiers:{organization.pk}")


def _known(organization: Organization, numbers: Sequence[str]) -> dict[str, ImportedDossier]:
    mine = ImportedDossier.objects.filter(organization=organization, number__in=numbers)
    return {one.number: one for one in _with_dossiers(mine)}


def _with_dossiers(rows: ImportedDossierQuerySet) -> ImportedDossierQuerySet:
    """With what the actions of dossiers read."""
    mine = rows.select_related("organization", "citizen", "dossier_type__team")
    return mine.select_related("dossier__citizen", "dossier__organization", "dossier__team", "dossier__dossier_type")


def _same_number(imported: ImportedDossier, row: DossierRow) -> None:
    """Raises RowsRefused: a dossier stays one person's. A digest made by a former rule is the same."""
    if normal_form(imported.client_number) != normal_form(row.client_number):
        words = _("Ce dossier est connu sous un autre numéro de client\u00a0: il ne change pas de personne.")
        raise RowsRefused({row.number: [Problem("client_number", words)]})


def _write(imported: ImportedDossier, row: DossierRow) -> bool:
    """Whether anything is new in what the organization says, or in whose it is."""
    values = {
        "dossier_type_id": row.dossier_type.pk,
        **{name: getattr(row, name) for name in _COLUMNS if name != "dossier_type_id"},
    }
    if not imported._state.adding and {name: getattr(imported, name) for name in _COLUMNS} == values:
        return imported.citizen_id is not None and imported.dossier_id is None
    for name, value in values.items():
        setattr(imported, name, value)
    imported.client_number, imported.changed_at = row.client_number, now()
    return True


def _keep(imported: ImportedDossier, row: DossierRow, *, holder: Any, by: User | None) -> bool:
    """Save it, with the dossier that it is now; return whether anything came of it. Raises RowsRefused.

    `holder`: whose its client number is (id). Of a number that is nobody's, or nobody's any more, the row is kept and
    nothing is brought to anybody until it is linked."""
    if holder is None:
        imported.save()
        return True
    known = imported.dossier.revision if imported.dossier else None
    try:
        with transaction.atomic():
            imported.dossier = _brought_to(holder, imported, row, by=by)
    except CannotBring as error:
        problem = Problem(error.column, str(error.words))
        raise RowsRefused({row.number: [problem]}, is_conflict=error.is_conflict) from error
    imported.save()
    return imported.dossier.revision != known


def _brought_to(holder: Any, imported: ImportedDossier, row: DossierRow, *, by: User | None) -> Dossier:
    if imported.citizen_id != holder:
        raise Taken
    return bring(imported, row, by=by)


@transaction.atomic
def open_waiting(*, number: ClientNumber, by: User | None) -> int:
    """The person agreed on a number: what waited under it is opened, or brought where it was said to be while they had
    the number no more; return how many. One that cannot be waits on."""
    _one_at_a_time(number.organization)
    opened = 0
    for imported in _with_dossiers(_awaited(number)).select_for_update(of=("self",)):
        if normal_form(imported.client_number) != normal_form(number.number):
            continue  # a number kept under a former rule may share the digest without being the same
        has_waited = imported.citizen_id is None
        imported.citizen = number.citizen
        try:
            with transaction.atomic():
                imported.dossier = bring(imported, _as_row(imported), by=by)
        except CannotBring:
            continue
        if has_waited:
            imported.linked_at = imported.changed_at = now()
        imported.save()
        opened += 1
    return opened


def _awaited(number: ClientNumber) -> ImportedDossierQuerySet:
    same = {"organization": number.organization_id, "digest": number.digest}
    former = ClientNumber.objects.filter(**same, citizen=number.citizen_id).exclude(ended_at=None)
    last = former.order_by("ended_at").last()
    awaited = Q(citizen=None)
    if last is not None:
        awaited |= Q(citizen=number.citizen_id, changed_at__gte=last.ended_at)
    return ImportedDossier.objects.filter(awaited, **same)


@transaction.atomic
def leave(*, number: ClientNumber, by: User | None) -> None:
    """The number was linked to the wrong person: what came by it waits again for its own.

    A dossier that was opened for it is taken away, and what its system put there may be put again; one that the person
    had with the organization otherwise stays theirs."""
    _one_at_a_time(number.organization)
    same = {"organization": number.organization_id, "digest": number.digest, "citizen": number.citizen_id}
    mine = ImportedDossier.objects.filter(**same)
    opened = mine.opened_by_number(ClientNumber.objects.filter(**same))
    for imported in _with_dossiers(opened).order_by("pk").select_for_update(of=("self",)):
        imported.contents.all().delete()
        dossiers.take_away(dossier=imported.dossier, by=by)
    mine.update(citizen=None, dossier=None, linked_at=None, changed_at=now())


def _as_row(imported: ImportedDossier) -> DossierRow:
    """As it was last received."""
    values = {name: getattr(imported, name) for name in _COLUMNS if name != "dossier_type_id"}
    return DossierRow(
        number=imported.number, dossier_type=imported.dossier_type, client_number=imported.client_number, **values
    )


def types_of(*, organization: Organization) -> Mapping[str, DossierType]:
    """code → type, for checking rows."""
    return {one.code: one for one in DossierType.objects.filter(organization=organization).select_related("team")}
