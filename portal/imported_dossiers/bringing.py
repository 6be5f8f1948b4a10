"""Bringing one dossier to where its organization says that it is, by the actions that agents use.

Each is a conditional update. An agent who moves the dossier at the same instant is there first or is notified; the
system is refused, and reads the dossier again."""

from portal.dossiers import actions
from portal.dossiers.models import Dossier, DossierDecision
from portal.imported_dossiers.models import ImportedDossier
from portal.imported_dossiers.rows import DossierRow
from portal.organizations.models import Team
from portal.people.models import User


class Unfollowed(Exception):
    """Nobody follows dossiers of this type: its organization has no team."""


class Taken(Exception):
    """The organization has a dossier of this number already, of somebody else."""


class NothingToSayWith(Exception):
    """A word goes with a change, and nothing changes."""


class Changed(Exception):
    """It is not where the system read it any more, or the organization's own agents decided already."""


def bring(imported: ImportedDossier, row: DossierRow, *, by: User | None) -> Dossier:
    """Open or bring a dossier whose person is known. To be called inside a transaction. Raises Taken, Changed,
    Unfollowed, NothingToSayWith."""
    dossier, note = imported.dossier or _known(imported), row.note
    if dossier is None:
        dossier, note = _open(imported, row, by=by), ""  # said at the opening
    elif row.revision is not None and row.revision != dossier.revision:
        raise Changed
    try:
        return _brought(dossier, row, note, by=by)
    except actions.DossierOvertaken as error:
        raise Changed from error


def _known(imported: ImportedDossier) -> Dossier | None:
    """The one that the organization's agents opened under this number. Raises Taken."""
    same = Dossier.objects.filter(organization=imported.organization, number=imported.number)
    dossier = same.select_related("citizen", "organization", "team", "dossier_type").first()
    if dossier is not None and dossier.citizen_id != imported.citizen_id:
        raise Taken
    return dossier


def _open(imported: ImportedDossier, row: DossierRow, *, by: User | None) -> Dossier:
    kind = row.dossier_type
    team = kind.team or Team.objects.filter(organization=imported.organization).order_by("name_order", "pk").first()
    if team is None:
        raise Unfollowed
    assert imported.citizen is not None  # `receive` and `open_waiting` bring those of somebody
    return actions.open_dossier(
        by=by,
        citizen=imported.citizen,
        team=team,
        number=row.number,
        title=row.title,
        dossier_type=kind,
        note=row.note,
        promised_on=row.promised_on,
    )


def _brought(dossier: Dossier, row: DossierRow, note: str, *, by: User | None) -> Dossier:
    """One move for each thing that is not so yet; a dossier that is there already is left alone. `note`: the word that
    goes with the first of them. Raises NothingToSayWith for a word that goes with none."""
    if not dossier.is_open and row.state == Dossier.State.OPEN:
        dossier = actions.reopen(
            by=by, dossier=dossier, revision=dossier.revision, note=note, promised_on=row.promised_on
        )
        note = ""
    if dossier.is_open and row.stage and row.stage != dossier.stage:
        dossier = actions.move(
            by=by,
            dossier=dossier,
            revision=dossier.revision,
            stage=row.stage,
            promised_on=row.promised_on,
            note=note,
        )
        note = ""
    if dossier.is_open and row.promised_on and row.promised_on != dossier.promised_on:
        dossier = actions.promise(
            by=by, dossier=dossier, revision=dossier.revision, promised_on=row.promised_on, note=note
        )
        note = ""
    return _ended(dossier, row, note, by=by)


def _ended(dossier: Dossier, row: DossierRow, note: str, *, by: User | None) -> Dossier:
    closes = row.state == Dossier.State.CLOSED
    decided = DossierDecision.objects.in_force().filter(dossier=dossier).first()
    if row.outcome and decided is None and dossier.is_open:
        words = "\n\n".join(text for text in (row.words, note) if text)
        decision = {"outcome": row.outcome, "reason": row.reason, "words": words, "remedy": row.remedy}
        actions.decide(by=by, dossier=dossier, revision=dossier.revision, closes=closes, **decision)
    elif row.outcome and decided and (decided.outcome, decided.reason) != (row.outcome, row.reason):
        raise Changed
    elif closes and dossier.is_open:
        actions.close(by=by, dossier=dossier, revision=dossier.revision, note=note)
    elif note:
        raise NothingToSayWith
    return dossier
