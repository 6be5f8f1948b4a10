"""`ProgramVersion`: the ledger of a program. What is in force today is the `Program` row itself, which the advisor
reads; a version is a snapshot of what was written."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.foundation.retention import KeepWith
from portal.publishing.models import Version, ledger_constraints
from programs.program_versions.querysets import ProgramVersionQuerySet
from programs.programs.models import Program


class ProgramVersion(Version):
    SUBJECT = "program"

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="versions", verbose_name=_("programme"), db_index=False
    )

    objects = ProgramVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version d’un programme")
        verbose_name_plural = _("versions des programmes")
        ordering = ["program", "-number"]
        constraints = ledger_constraints("program", "program_version")

    class Privacy(Version.Privacy):
        retention = [KeepWith("program", because="what was advised at any past date must stay explainable")]
