"""Asking for the package, making it, reading it."""

import logging

from django.db import transaction

from portal.audit.actions import record
from portal.counters.rates import is_within
from portal.counters.stores import CounterKind
from portal.data_exports.calling import call
from portal.data_exports.models import DataExport
from portal.people.models import Citizen, User

logger = logging.getLogger(__name__)
MOST_A_DAY = 3
State = DataExport.State


class TooManyExports(Exception):
    """Asked for three times today already: the last one is still there."""


@transaction.atomic
def ask(*, by: User) -> DataExport:
    """Ask for one's own package; the one that is being made is that one. Raises TooManyExports."""
    account = User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two clicks ask once
    if waiting := DataExport.objects.filter(account=account, state=State.WAITING).first():
        return waiting
    if not is_within(f"data-exports:{by.pk}", most=MOST_A_DAY, seconds=86_400, kind=CounterKind.KEPT):
        raise TooManyExports
    citizen = Citizen.objects.filter(user=account).first()
    asked = DataExport.objects.create(account=account, citizen=citizen)
    record("data_export.asked", by=by, subject=asked, citizen=citizen)
    transaction.on_commit(lambda: call(asked.pk), robust=True)
    return asked
