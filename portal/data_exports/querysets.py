"""Selections of packages."""

import datetime as dt

from django.db import models
from django.db.models import Q

from portal.access.visibility import Account


class DataExportQuerySet(models.QuerySet):
    def visible_to(self, user: Account) -> "DataExportQuerySet":
        """One's own: who acts for somebody does not carry off what is kept of them."""
        return self.filter(account_id=user.pk)

    def waiting(self, at: dt.datetime) -> "DataExportQuerySet":
        """Those that no worker is making. `at`: by the real clock, as leases are."""
        return self.filter(Q(claimed_until=None) | Q(claimed_until__lt=at), state="waiting")
