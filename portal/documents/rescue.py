"""What the portal's operation does about files that a fault of ours keeps from their people: try again, or decide."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.audit import sentences
from portal.audit.actions import record
from portal.documents import after_refusal, store
from portal.documents.erasing import BeingChecked
from portal.documents.holding import GONE
from portal.documents.models import Document
from portal.documents.screening import is_claimed, reason_of
from portal.foundation.crypto.streams import unsealed_chunks
from portal.people.models import User

sentences.register(
    {
        "document.retried": _("a fait vérifier de nouveau un document retenu"),
        "document.repaired": _("a vérifié qu’un document abîmé s’ouvre de nouveau"),
        "document.given_up": _("a refusé un document que le portail n’a pas pu vérifier"),
    }
)
DECISIONS = {
    "too_complex": _("trop lourd à vérifier"),
    "damaged": _("incomplet ou abîmé à sa réception"),
    "lost": _("perdu par nous"),
}
"""What an operator may answer to a person: codes of `refusals`."""

_DECIDED = ["state", "refused_because", "screened_at", "claimed_until", "not_before"]
_DECIDED += ["held_because", "held_since", "damaged_at"]


class NotInTrouble(Exception):
    """Somebody, or the portal itself, dealt with it meanwhile."""


class StillDamaged(Exception):
    """Its file does not open; `because` says why (`holding`)."""

    def __init__(self, because: str) -> None:
        super().__init__(because)
        self.because = because


@transaction.atomic
def retry(*, by: User, document: Document) -> None:
    """Have a held file checked at the next sweep, whatever its wait. Raises NotInTrouble."""
    held = _locked(document)
    if held.state != Document.State.HELD:
        raise NotInTrouble
    held.not_before = None
    held.save(update_fields=["not_before"])
    _tell("document.retried", held, by)


def repair(*, by: User, document: Document) -> None:
    """Look whether a damaged file opens again, whole (a backup was put back). Raises NotInTrouble, StillDamaged."""
    try:
        for _chunk in unsealed_chunks(store.path_of(document.storage_key), context=document.context):
            pass
    except Exception as error:
        raise StillDamaged(reason_of(error)) from error
    with transaction.atomic():
        found = _locked(document)
        if found.damaged_at is None:
            raise NotInTrouble
        found.damaged_at = None
        found.save(update_fields=["damaged_at"])
        _tell("document.repaired", found, by)


@transaction.atomic
def give_up(*, by: User, document: Document, because: str) -> None:
    """Refuse a file that the portal could not check or open, and erase what is left of it; its person reads why.

    `because`: a code of `DECISIONS`. Raises NotInTrouble, and BeingChecked while a worker reads it.
    """
    found = _locked(document)
    if found.state != Document.State.HELD and found.damaged_at is None:
        raise NotInTrouble
    if is_claimed(found):
        raise BeingChecked
    key, was = found.storage_key, found.held_because or "damaged"
    found.state, found.refused_because = Document.State.REFUSED, because
    found.held_because, found.held_since, found.not_before, found.damaged_at = "", None, None, None
    found.claimed_until, found.screened_at = None, clock.now()
    found.save(update_fields=_DECIDED)
    _tell("document.given_up", found, by, detail={"because": because, "was": was})
    after_refusal.follow(found)
    transaction.on_commit(lambda: store.erase(key), robust=True)


def choices_for(document: Document) -> dict:
    """What may be answered about it: of a file that we no longer have, only that we lost it."""
    ours = document.held_because in GONE or document.damaged_at is not None
    return {"lost": DECISIONS["lost"]} if ours else {code: DECISIONS[code] for code in ("too_complex", "damaged")}


def _locked(document: Document) -> Document:
    rows = Document.objects.select_for_update(of=("self",)).select_related("citizen", "team__organization")
    found = rows.filter(pk=document.pk).first()
    if found is None:
        raise NotInTrouble
    return found


def _tell(verb: str, document: Document, by: User, detail: dict | None = None) -> None:
    organization = document.team.organization if document.team else None
    record(verb, by=by, subject=document, citizen=document.citizen, organization=organization, detail=detail)
