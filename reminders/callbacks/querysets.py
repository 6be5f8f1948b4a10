"""Selections of providers' events."""

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.db import models


class ProviderEventQuerySet(models.QuerySet):
    def waiting(self) -> "ProviderEventQuerySet":
        return self.filter(handled_at=None)

    def received_before(self, at: dt.datetime) -> "ProviderEventQuerySet":
        return self.filter(received_at__lt=at)

    def visible_to(self, user: AbstractBaseUser) -> "ProviderEventQuerySet":
        """Nobody's matter by themselves: what they changed is shown on the delivery and on the contact point."""
        return self.none()
