"""What a mandate covers, as columns: of the mandate, and of the invitation that proposes it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal import clock

SCOPE = ("may_act", "receives", "is_limited", "organization_ids", "dossier_ids", "starts_on", "ends_on")
"""Their names, copied from an invitation to its mandate."""


class Scoped(models.Model):
    """Reading is always covered: of everything, or of some organizations and dossiers (`is_limited`).

    Ids, and not tables between: they are read at each request, with the mandate itself, in one query."""

    may_act = models.BooleanField(_("agir"), default=True)
    receives = models.BooleanField(_("recevoir ses rappels"), default=False)
    is_limited = models.BooleanField(_("limité à certains organismes ou dossiers"), default=False)
    organization_ids = ArrayField(models.UUIDField(), verbose_name=_("organismes"), default=list, blank=True)
    dossier_ids = ArrayField(models.UUIDField(), verbose_name=_("dossiers"), default=list, blank=True)
    starts_on = models.DateField(_("début"), default=clock.today)
    ends_on = models.DateField(_("fin"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="%(class)s_ends_after_start",
                violation_error_message=_("La fin du mandat ne peut pas précéder son début."),
            ),
            models.CheckConstraint(
                condition=Q(is_limited=True) | Q(organization_ids=[], dossier_ids=[]),
                name="%(class)s_limits_of_limited",
            ),
            models.CheckConstraint(
                condition=Q(is_limited=False) | ~Q(organization_ids=[], dossier_ids=[]),
                name="%(class)s_limited_to_something",
                violation_error_message=_("Choisissez au moins un organisme ou un dossier."),
            ),
        ]

    @property
    def scope(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in SCOPE}
