"""Bringing one dossier to where its organization says that it is, by the actions that agents use.

Each is a conditional update. An agent who moves the dossier at the same instant is there first or is notified; the
system is refused, and reads the dossier again."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.dossiers import actions
from portal.dossiers.models import Dossier, DossierDecision
from portal.imported_dossiers.models import ImportedDossier
from portal.imported_dossiers.rows import DossierRow
from portal.organizations.models import Team
from portal.people.models import User


class CannotBring(Exception):
    """What was asked cannot be done as things are. `column`: where it was asked; `words`: what to do."""

    column: str
    words: Promise
    is_conflict = True
    """Whether it could be, had the dossier not moved."""


class Unfollowed(CannotBring):
    """Nobody follows dossiers of this type: its organization has no team."""

    column, is_conflict = "dossier_type", False
    words = _("Aucune équipe ne suit ce genre de dossier\u00a0: donnez-lui la sienne.")


class Taken(CannotBring):
    """The organization has a dossier of this number already, of somebody else."""

    column, is_conflict = "number", False
    words = _("Ce numéro est celui du dossier d’une autre personne\u00a0: vérifiez-le, avec le numéro de client.")


class NothingToSayWith(CannotBring):
    """A word goes with a change, and nothing changes."""

    column, is_conflict = "note", False
    words = _("Un mot accompagne un changement, et rien ne change ici\u00a0: envoyez plutôt un message.")


class Changed(CannotBring):
    """It is not where the system read it any more."""

    column = "revision"
    words = _("Ce dossier a changé entre-temps\u00a0: lisez-le de nouveau avant d’écrire.")


class OfAnotherType(CannotBring):
    """Nothing changes the type of a dossier."""

    column = "dossier_type"
    words = _("Ce dossier est d’un autre genre, et le garde\u00a0: fermez-le, puis envoyez-en un sous un autre numéro.")


class UnknownToItsType(CannotBring):
    """Its type was changed since, or agents opened it without one."""

    column = "dossier_type"
    words = _("Ce dossier n’a pas cette étape, cette raison ou ce recours\u00a0: envoyez-le sans eux.")


class StageOfClosed(CannotBring):
    """A closed dossier does not move."""

    column = "stage"
    words = _(
        "Ce dossier est terminé, à une autre étape\u00a0: laissez l’étape vide, ou rouvrez-le en l’envoyant avec "
        "l’état ouvert (open)."
    )


class ClosedWithout(CannotBring):
    """A decision on a dossier that was closed without one."""

    column = "outcome"
    words = _("Ce dossier a été fermé sans décision\u00a0: rouvrez-le en envoyant la vôtre avec l’état ouvert (open).")


class DecidedOtherwise(CannotBring):
    """It has a decision in force, which is not this one."""

    column = "outcome"
    words = _(
        "Ce dossier a déjà une autre décision. Pour la remplacer, fermez-le s’il est ouvert, puis envoyez la vôtre "
        "avec l’état ouvert (open)."
    )


def bring(imported: ImportedDossier, row: DossierRow, *, by: User | None) -> Dossier:
    """Open or bring a dossier whose person is known. To be called inside a transaction. Raises CannotBring."""
    dossier, note = imported.dossier or _known(imported), row.note
    if dossier is None:
        at_opening = row.stage in {"", _first_stage(row)}
        dossier = _open(imported, row, note if at_opening else "", by=by)
        note = "" if at_opening else note  # it goes with the stage that comes next
    elif row.revision is not None and row.revision != dossier.revision:
        raise Changed
    elif dossier.dossier_type_id not in {None, row.dossier_type.pk}:
        raise OfAnotherType
    try:
        return _brought(dossier, row, note, by=by)
    except actions.DossierOvertaken as error:
        raise Changed from error
    except actions.NotOfItsType as error:
        raise UnknownToItsType from error


def _known(imported: ImportedDossier) -> Dossier | None:
    """The one that the organization's agents opened under this number. Raises Taken."""
    same = Dossier.objects.filter(organization=imported.organization, number=imported.number)
    dossier = same.select_related("citizen", "organization", "team", "dossier_type").first()
    if dossier is not None and dossier.citizen_id != imported.citizen_id:
        raise Taken
    return dossier


def _first_stage(row: DossierRow) -> str:
    return next((stage.code for stage in row.dossier_type.all_stages), "")


def _open(imported: ImportedDossier, row: DossierRow, note: str, *, by: User | None) -> Dossier:
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
        note=note,
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
    if row.stage and row.stage != dossier.stage:
        if not dossier.is_open:
            raise StageOfClosed
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
    if row.outcome and decided is None:
        if not dossier.is_open:
            raise ClosedWithout
        words = "\n\n".join(text for text in (row.words, note) if text)
        decision = {"outcome": row.outcome, "reason": row.reason, "words": words, "remedy": row.remedy}
        actions.decide(by=by, dossier=dossier, revision=dossier.revision, closes=closes, **decision)
    elif row.outcome and decided and not _is_said_by(row, decided):
        raise DecidedOtherwise
    elif closes and dossier.is_open:
        actions.close(by=by, dossier=dossier, revision=dossier.revision, note=note)
    elif note:
        raise NothingToSayWith
    return dossier


def _is_said_by(row: DossierRow, decided: DossierDecision) -> bool:
    """Whether it is the decision of this row, whose remedy and words may be left out. The words of its reason and a
    word to the person stand beside those of the decision, as paragraphs."""
    is_same = (decided.outcome, decided.reason) == (row.outcome, row.reason)
    is_same &= row.remedy in {"", decided.remedy}
    return is_same and (not row.words or f"\n\n{row.words.strip()}\n\n" in f"\n\n{decided.words}\n\n")
