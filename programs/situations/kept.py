"""How many situations an account reads, counted with what every page counts: most people keep none."""

from django.db.models import QuerySet

from portal.people.models import User
from programs.situations.models import Situation

SITUATIONS = "situations"


def situations_of(user: User) -> QuerySet:
    return Situation.objects.visible_to(user)
