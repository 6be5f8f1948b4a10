"""`PushAddress`: where one person wants notifications, and since when they proved that it is theirs."""

from django.db import models

from portal.people.models import Citizen


class PushAddress(models.Model):
    citizen = models.OneToOneField(Citizen, on_delete=models.PROTECT, primary_key=True, related_name="+")
    url = models.URLField()
    proved_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.url
