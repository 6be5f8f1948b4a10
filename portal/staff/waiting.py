"""The invitations that wait for an account's answer."""

from django.db.models import QuerySet

from portal.people.models import User
from portal.staff.models import StaffInvitation


def invitations_of(user: User) -> QuerySet[StaffInvitation]:
    return StaffInvitation.objects.addressed_to(user).open()
