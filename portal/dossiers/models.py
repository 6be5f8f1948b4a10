"""`Dossier`: number, state, and what later is expected from whom by when."""

import uuid

from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.dossiers.querysets import DossierQuerySet
from portal.foundation.crypto.fields import SealedTextField
from portal.foundation.retention import KeepUntil
from portal.people.searchable import folded_number, trigrams


class Dossier(models.Model):
    """A citizen's matter with an organization, followed by one of its teams. The number is the organization's own."""

    class State(models.TextChoices):
        OPEN = "open", _("en cours")
        CLOSED = "closed", _("terminé")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey(
        "people.Citizen", on_delete=models.PROTECT, related_name="dossiers", verbose_name=_("personne")
    )
    organization = models.ForeignKey(
        "organizations.Organization", on_delete=models.PROTECT, related_name="dossiers", verbose_name=_("organisme")
    )
    team = models.ForeignKey(
        "organizations.Team", on_delete=models.PROTECT, related_name="dossiers", verbose_name=_("équipe")
    )
    number = models.CharField(_("numéro"), max_length=40)
    title = SealedTextField(verbose_name=_("titre"), sealed_as="dossiers_dossier.title")
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField(_("ouvert"), default=clock.now)
    number_folded = folded_number("number")

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        ordering = ["-opened_at", "-id"]
        indexes = [
            models.Index(F("citizen"), F("opened_at").desc(), F("id").desc(), name="dossier_citizen"),
            models.Index(F("team"), F("state"), F("opened_at").desc(), name="dossier_team"),
            trigrams("number_folded", "dossier_number_folded"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "number"],
                name="dossier_number",
                violation_error_message=_("Cet organisme a déjà un dossier de ce numéro."),
            ),
        ]

    class Privacy:
        personal = {"citizen": "clear", "number": "clear", "number_folded": "clear", "title": "sealed"}
        retention = [KeepUntil("the organization’s retention calendar says so, counted from the end of the matter")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("dossiers:dossier", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN
