"""`ProgramSlot`: the place of a program in the answers of a profile."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.foundation.retention import KeepWith


class ProgramSlot(models.Model):
    """Given once and kept: answers already written stay readable whatever is published later."""

    number = models.PositiveSmallIntegerField(primary_key=True)
    program = models.OneToOneField("programs.Program", models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, blank=True)  # of the SQL last run for all; "" when it is not published

    class Meta:
        verbose_name = _("place d’un programme")
        verbose_name_plural = _("places des programmes")
        ordering = ["number"]

    class Privacy:
        personal: dict[str, str] = {}
        retention = [KeepWith("program")]

    def __str__(self) -> str:
        return str(self.pk)
