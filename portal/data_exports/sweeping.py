"""What no worker makes is called again; what is old, or of an erased account, goes with its file."""

from django.db import transaction
from django.db.models import Q

from portal import clock
from portal.data_exports import store
from portal.data_exports.calling import MOST_TRIES, call, real_now
from portal.data_exports.models import KEPT_FOR, DataExport
from portal.people.models import Citizen, User

State = DataExport.State


def sweep() -> int:
    """Call again what no worker makes, erase what is old; return how many were called."""
    waiting = DataExport.objects.waiting(real_now()).filter(tries__lt=MOST_TRIES)
    found = list(waiting.order_by("asked_at", "pk").values_list("pk", flat=True)[:100])
    for pk in found:
        call(pk)
    DataExport.objects.waiting(real_now()).filter(tries__gte=MOST_TRIES).update(state=State.FAILED)
    erase_old()
    erase_unnamed()
    return len(found)


def erase_old() -> int:
    """Erase the packages of seven days ago, each with its file."""
    before = clock.now() - KEPT_FOR
    old = DataExport.objects.filter(Q(ready_at__lte=before) | Q(asked_at__lte=before) & ~Q(state=State.READY))
    return sum(_erase(export) for export in old.order_by("pk")[:100])


def erase_unnamed() -> int:
    """Erase the files that no row names, and that no row would keep any more: a process ended between its row and its
    file."""
    keys = store.older_than(KEPT_FOR)
    named = set(DataExport.objects.filter(storage_key__in=keys).values_list("storage_key", flat=True))
    for key in set(keys) - named:
        store.erase(key)
    return len(set(keys) - named)


def erase_all(*, citizen: Citizen, by: User) -> None:
    """Erase those of a person whose account is erased: with the others, in the transaction of the erasure."""
    for export in DataExport.objects.filter(citizen=citizen).order_by("pk"):
        _erase(export)


def _erase(export: DataExport) -> bool:
    """Its file goes once the row is gone for good."""
    is_mine = bool(DataExport.objects.filter(pk=export.pk).delete()[0])
    transaction.on_commit(lambda: store.erase(export.storage_key), robust=True)
    return is_mine
