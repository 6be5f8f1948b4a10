"""Selections of test messages."""

import datetime as dt

from django.db import models

from portal.access.visibility import Account, visibility_of


class TestMessageQuerySet(models.QuerySet):
    def visible_to(self, user: Account) -> "TestMessageQuerySet":
        return self.filter(citizen_id__in=visibility_of(user).citizen_ids)

    def asked_since(self, at: dt.datetime) -> "TestMessageQuerySet":
        return self.filter(asked_at__gt=at)
