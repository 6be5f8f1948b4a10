"""Selections of consents."""

import datetime as dt
from collections.abc import Iterable
from typing import NoReturn

from django.db import models

from portal.access.visibility import Account, visibility_of


class LedgerError(Exception):
    """The consent ledger is only added to; a withdrawal is written once."""


class ConsentQuerySet(models.QuerySet):
    def in_force(self) -> "ConsentQuerySet":
        return self.filter(withdrawn_at=None)

    def visible_to(self, user: Account) -> "ConsentQuerySet":
        """A citizen sees their own and those of the persons they act for; agents see none yet."""
        return self.filter(citizen_id__in=visibility_of(user).citizen_ids)

    def channels_of(self, citizen_ids: Iterable, purposes: Iterable[str]) -> set[tuple]:
        """(citizen id, purpose, channel) of every consent in force among them, in one query."""
        mine = self.in_force().filter(citizen_id__in=citizen_ids, purpose__in=purposes)
        return set(mine.values_list("citizen_id", "purpose", "channel"))

    def withdrawn_together(self, citizen: models.Model, at: dt.datetime) -> "ConsentQuerySet":
        """Those of this person that «Tout arrêter» withdrew at that instant."""
        return self.filter(citizen=citizen, withdrawn_at=at).order_by("given_at", "pk")

    def update(self, **kwargs: object) -> NoReturn:
        raise LedgerError("consents are never edited: withdraw, then give again")

    def delete(self) -> NoReturn:
        raise LedgerError("consents are never deleted")

    def mark_withdrawn(self, **columns: object) -> int:
        """The one change allowed, on rows in force only; conditional, so that two withdrawals write once."""
        return models.QuerySet.update(self.in_force(), **columns)
