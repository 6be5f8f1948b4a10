"""Selections of subscriptions and of their calls."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Q

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of

if TYPE_CHECKING:
    from portal.access.visibility import Account


class SubscriptionQuerySet(models.QuerySet):
    def in_force(self) -> "SubscriptionQuerySet":
        return self.filter(revoked_at=None)

    def asked(self, question: str) -> "SubscriptionQuerySet":
        """Of each organization the newest address that is asked this."""
        asked = self.in_force().filter(events__contains=[question])
        return asked.order_by("organization_id", "-made_at", "pk").distinct("organization_id")

    def with_counts(self) -> "SubscriptionQuerySet":
        """`failed`, calls given up; `waiting`, those still to be made."""
        return self.annotate(
            failed=Count("calls", filter=Q(calls__state="failed")),
            waiting=Count("calls", filter=Q(calls__state="ready")),
        )

    def visible_to(self, user: "Account") -> "SubscriptionQuerySet":
        return self.filter(organization__in=visibility_of(user).organizations_where(Permission.CONNECT_SYSTEMS))


class WebhookCallQuerySet(models.QuerySet):
    def troubled(self) -> "WebhookCallQuerySet":
        """Given up, or tried at least once in vain."""
        return self.filter(Q(state="failed") | Q(state="ready", attempts__gt=0))

    def visible_to(self, user: "Account") -> "WebhookCallQuerySet":
        return self.filter(
            subscription__organization__in=visibility_of(user).organizations_where(Permission.CONNECT_SYSTEMS)
        )
