"""`ProgramCount`: how many times in a day, for a program; no person, no visit, no session."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.foundation.retention import KeepForever

if TYPE_CHECKING:
    from portal.people.models import User


class ProgramCountQuerySet(models.QuerySet["ProgramCount"]):
    def visible_to(self, user: "User") -> "ProgramCountQuerySet":
        """Counts of the programs of the organizations one administers."""
        programs = apps.get_model("programs", "Program").objects.administered_by(user)
        return self.filter(program__in=programs)


class ProgramCount(models.Model):
    class Step(models.TextChoices):
        SEEN = "seen", _("vu comme piste")
        OPENED = "opened", _("ouvert: « Vérifier pour moi »")
        ASKED = "asked", _("demandé")

    program = models.ForeignKey("programs.Program", models.CASCADE, related_name="counts", db_index=False)
    day = models.DateField(_("jour"))
    step = models.CharField(_("étape"), max_length=10, choices=Step)
    count = models.PositiveIntegerField(_("nombre"), default=0)

    objects = ProgramCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("compte d’un programme")
        verbose_name_plural = _("comptes des programmes")
        constraints = [models.UniqueConstraint(fields=["program", "day", "step"], name="program_count_once")]

    class Privacy:
        personal: dict[str, str] = {}
        retention = [KeepForever(because="statistics without persons")]

    def __str__(self) -> str:
        return f"{self.day} · {self.step}"
