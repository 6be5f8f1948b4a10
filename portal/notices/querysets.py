"""Selections of notices."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import models

from portal.access.reach import reach_of


class NoticeQuerySet(models.QuerySet):
    def unhandled(self) -> "NoticeQuerySet":
        return self.filter(handled_at=None)

    def visible_to(self, user: AbstractBaseUser) -> "NoticeQuerySet":
        return self.filter(citizen_id__in=reach_of(user).citizen_ids)
