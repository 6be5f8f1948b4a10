"""The contact points of an account that no longer take messages."""

from django.db.models import QuerySet

from portal.people.models import User
from reminders.suspensions.models import Suspension


def suspended_of(user: User) -> QuerySet[Suspension]:
    """One's own only: who acts for a person reads them on that person's page."""
    return Suspension.objects.in_force().of_current_points().filter(citizen__user=user)
