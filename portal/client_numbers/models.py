"""`ClientNumber`: one person, one organization, one number, agreed by the person or by an agent in front of them.
`NumberPattern`: the form that an organization declares for its numbers."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.client_numbers.querysets import ClientNumberQuerySet, NumberPatternQuerySet
from portal.client_numbers.writing import ANY, BOTH, DIGITS, LETTERS, LUHN, MOD11, MOD97, Pattern, normal_form
from portal.foundation.constraints import together
from portal.foundation.crypto.fields import SealedTextField
from portal.foundation.crypto.indexing import keyed_digest
from portal.foundation.retention import Keep, KeepForever, once_closed
from portal.organizations.models import Organization
from portal.people.models import Citizen


def digest_of(organization_id: uuid.UUID, number: str) -> str:
    """Return the digest by which a number is found again; spaces, hyphens and capitals do not count."""
    return keyed_digest(normal_form(number), context=f"client_number:{organization_id}")


def pattern_of(organization_id: uuid.UUID) -> Pattern:
    """Return the form that an organization declares for its numbers, or what any may have."""
    declared = NumberPattern.objects.filter(organization_id=organization_id).first()
    return declared.pattern if declared else ANY


class ClientNumber(models.Model):
    class How(models.TextChoices):
        CODE = "code", _("code reçu par la poste")
        AGENT = "agent", _("vérifié par une agente ou un agent")

    class Reason(models.TextChoices):
        OTHER_PERSON = "other_person", _("c’est le numéro d’une autre personne")
        MISTYPED = "mistyped", _("le numéro a été mal écrit")
        OLD = "old", _("la personne n’a plus ce numéro")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey(Citizen, models.PROTECT, related_name="client_numbers", verbose_name=_("personne"))
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("organisme"))
    number = SealedTextField(_("numéro"), sealed_as="client_numbers_clientnumber.number")
    digest = models.CharField(max_length=64, editable=False)
    agreed_at = models.DateTimeField(_("relié le"), default=clock.now, editable=False)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    agreed_how = models.CharField(_("comment"), max_length=8, choices=How)
    ended_at = models.DateTimeField(_("jusqu’au"), null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    # Why an agent took it away; empty when the person ended it.
    ended_reason = models.CharField(
        _("pourquoi"), max_length=16, choices=Reason, blank=True, default="", db_default="", editable=False
    )

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
                condition=Q(ended_reason="") | Q(ended_at__isnull=False), name="client_number_reason_of_its_end"
            ),
            together("ended_at", "ended_by", name="client_number_ended_at_by"),
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
        retention = [
            Keep(years=2, after="ended_at", because="whose deadlines were whose"),
            once_closed(years=2),
        ]

    def __str__(self) -> str:
        return str(self.organization)


class NumberPattern(models.Model):
    class Alphabet(models.TextChoices):
        DIGITS = DIGITS, _("des chiffres")
        LETTERS = LETTERS, _("des lettres")
        BOTH = BOTH, _("des lettres et des chiffres")

    class Check(models.TextChoices):
        LUHN = LUHN, _("un chiffre, par la formule de Luhn (modulo 10)")
        MOD11 = MOD11, _("un chiffre, modulo 11 (poids de 2 à 7)")
        MOD97 = MOD97, _("deux chiffres, modulo 97-10 (ISO 7064)")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.OneToOneField(Organization, models.PROTECT, related_name="+", verbose_name=_("organisme"))
    alphabet = models.CharField(_("de quoi ils sont faits"), max_length=8, choices=Alphabet, default=BOTH)
    signs = models.CharField(_("autres signes"), max_length=8, blank=True)
    shortest = models.PositiveSmallIntegerField(_("longueur, au moins"), default=1)
    longest = models.PositiveSmallIntegerField(_("longueur, au plus"), default=40)
    check_digit = models.CharField(_("chiffre de contrôle, à la fin"), max_length=8, choices=Check, blank=True)
    declared_at = models.DateTimeField(_("déclarée le"), default=clock.now, editable=False)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)

    objects = NumberPatternQuerySet.as_manager()

    class Meta:
        verbose_name = _("forme des numéros de client")
        verbose_name_plural = _("forme des numéros de client")
        ordering = ["organization__name_order"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shortest__gte=1, shortest__lte=models.F("longest"), longest__lte=40),
                name="number_pattern_lengths",
                violation_error_message=_("La longueur va de 1 à 40 signes, la plus petite d’abord."),
            ),
            models.CheckConstraint(
                condition=Q(alphabet=DIGITS) | Q(check_digit="") | (Q(check_digit=MOD97) & ~Q(alphabet=LETTERS)),
                name="number_pattern_check_of_digits",
                violation_error_message=_(
                    "Ce contrôle se calcule sur des chiffres\u00a0: choisissez «\u00a0des chiffres\u00a0»."
                ),
            ),
            models.CheckConstraint(
                condition=Q(declared_at__isnull=False, declared_by__isnull=False), name="number_pattern_declared_at_by"
            ),
        ]

    class Privacy:
        personal = {"declared_by": "clear"}
        retention = [KeepForever(because="as long as the organization is on the portal")]

    def __str__(self) -> str:
        return self.pattern.words

    @property
    def pattern(self) -> Pattern:
        return Pattern(self.alphabet, self.signs, self.shortest, self.longest, self.check_digit)
