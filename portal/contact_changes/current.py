"""The changes of an account's own contact points that its pages tell of."""

from django.db.models import QuerySet

from portal.contact_changes.models import ContactChange
from portal.people.models import User


def undoable_of(user: User) -> QuerySet[ContactChange]:
    return ContactChange.objects.filter(account=user).undoable()


def freezing_of(user: User) -> QuerySet[ContactChange]:
    """Those for which nothing may change until support was reached."""
    return ContactChange.objects.of_owner(account=user, citizen=getattr(user, "citizen", None)).freezing()
