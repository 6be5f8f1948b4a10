"""`ClientNumber`: one person, one organization, one number, agreed by the person or by an agent in front of them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.client_numbers.querysets import ClientNumberQuerySet
from portal.client_numbers.writing import normal_form
from portal.crypto.fields import SealedTextField
from portal.crypto.indexing import keyed_digest
from portal.organizations.models import Organization
from portal.people.models import Citizen


def digest_of(organization_id: uuid.UUID, number: str) -> str:
    """Return the digest by which a number is found again; spaces, hyphens and capitals do not count."""
    return keyed_digest(normal_form(number), context=f"client_number:{organization_id}")


class ClientNumber(models.Model):
    class How(models.TextChoices):
        CODE = "code", _("code reçu par la poste")
        AGENT = "agent", _("vérifié par une agente ou un agent")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey(Citizen, models.PROTECT, related_name="client_numbers", verbose_name=_("personne"))
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("organisme"))
    number = SealedTextField(_("numéro"))
    digest = models.CharField(max_length=64, editable=False)
    agreed_at = models.DateTimeField(_("relié le"), default=clock.now, editable=False)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    agreed_how = models.CharField(_("comment"), max_length=8, choices=How)
    ended_at = models.DateTimeField(_("jusqu’au"), null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)

    objects = ClientNumberQuerySet.as_manager()

    class Meta:
        verbose_name = _("numéro de client")
        verbose_name_plural = _("numéros de client")
        ordering = ["-agreed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "digest"],
                condition=Q(ended_at=None),
                name="client_number_of_one_person",
                violation_error_message=_("Ce numéro est déjà relié à une autre personne. Téléphonez à l’organisme."),
            ),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=False, agreed_by__isnull=False), name="client_number_agreed_at_by"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="client_number_ended_at_by",
            ),
        ]
        indexes = [models.Index(fields=["citizen"], condition=Q(ended_at=None), name="client_number_of_citizen")]

    class Privacy:
        personal = {
            "citizen": "clear",
            "number": "sealed",
            "digest": "sealed",
            "agreed_by": "clear",
            "ended_by": "clear",
        }
        retention = "As long as the person keeps it, then two years: whose deadlines were whose."

    def __str__(self) -> str:
        return str(self.organization)
