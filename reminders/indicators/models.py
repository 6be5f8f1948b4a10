"""`Outcome`: what became of one deadline that fell due. Figures only count these rows; `measuring.py` writes them."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.consents.models import Channel
from portal.foundation.constraints import together
from portal.foundation.retention import Keep, KeepWith
from portal.organizations.models import Organization
from reminders.deadlines.models import Deadline
from reminders.indicators.querysets import OutcomeQuerySet, ReportQuerySet
from reminders.kinds.models import DeadlineKind


class Outcome(models.Model):
    class Excluded(models.TextChoices):
        """Why a deadline is not counted, listed beside the figure."""

        NONE = "", _("comptée")
        SET_ASIDE = "set_aside", _("retirée par la personne avant la date")
        ADDED_LATE = "added_late", _("ajoutée le jour même ou après la date")

    class Visibility(models.TextChoices):
        DIGITAL = "digital", _("rappel numérique accepté avant la date")
        OTHERWISE = "otherwise", _("rappelée autrement (poste, téléphone)")
        UNREACHED = "unreached", _("rappels demandés, personne non jointe")
        NOT_ASKED = "not_asked", _("aucun rappel demandé")

    class Act(models.TextChoices):
        IN_TIME = "in_time", _("fait à temps")
        AFTER_REMINDER = "after_reminder", _("fait après un rappel de retard")
        LATE = "late", _("fait en retard, sans rappel de retard")
        NOT_KNOWN = "not_known", _("pas fait, ou pas signalé")

    class Age(models.TextChoices):
        UNDER_18 = "0-17", _("moins de 18 ans")
        UNDER_30 = "18-29", _("18 à 29 ans")
        UNDER_45 = "30-44", _("30 à 44 ans")
        UNDER_65 = "45-64", _("45 à 64 ans")
        UNDER_75 = "65-74", _("65 à 74 ans")
        OLDER = "75+", _("75 ans et plus")
        UNKNOWN = "", _("âge inconnu")

    class Region(models.TextChoices):
        """The first letter of the postal code (Canada Post): coarse enough to name nobody."""

        EAST = "G", _("Québec et est du Québec (G)")
        MONTREAL = "H", _("Montréal et Laval (H)")
        WEST = "J", _("ouest et nord du Québec (J)")
        OTHER = "other", _("ailleurs")
        UNKNOWN = "", _("région inconnue")

    deadline = models.OneToOneField(
        Deadline, on_delete=models.PROTECT, primary_key=True, related_name="outcome", verbose_name=_("échéance")
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("organisme"),
        db_index=False,
    )
    kind = models.ForeignKey(DeadlineKind, on_delete=models.PROTECT, related_name="+", verbose_name=_("type"))
    due_on = models.DateField(_("date limite"))
    excluded = models.CharField(_("non comptée"), max_length=12, choices=Excluded, blank=True)
    reach = models.CharField(_("rappel"), max_length=12, choices=Visibility)
    channel = models.CharField(_("moyen"), max_length=16, choices=Channel.choices, blank=True)
    reminded_at = models.DateTimeField(_("premier rappel accepté"), null=True)
    waited = models.DurationField(
        _("délai"), null=True, help_text=_("Du moment prévu de ce rappel jusqu’à son acceptation.")
    )
    act = models.CharField(_("suite"), max_length=16, choices=Act)
    age = models.CharField(_("âge"), max_length=6, choices=Age, blank=True)
    region = models.CharField(_("région"), max_length=6, choices=Region, blank=True)
    measured_at = models.DateTimeField(_("mesurée le"), default=now)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("échéance mesurée")
        verbose_name_plural = _("indicateur des rappels")
        ordering = ["-due_on", "deadline"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reach__in=["digital", "otherwise"], reminded_at__isnull=False)
                | Q(reach__in=["unreached", "not_asked"], reminded_at=None),
                name="outcome_reminded_at",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "due_on", "deadline"], name="outcome_of_organization"),
            models.Index(fields=["due_on"], name="outcome_due_on"),
        ]

    class Privacy:
        personal = {"deadline": "clear", "age": "clear", "region": "clear"}
        retention = [KeepWith("deadline", because="bands only: neither name, date of birth nor address")]

    def __str__(self) -> str:
        return f"{self.kind} ({self.due_on})"


class Report(models.Model):
    """The figures of one month for one organization, kept as they were told."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("organisme"),
        db_index=False,
    )
    month = models.DateField(_("mois"), help_text=_("Son premier jour."))
    figures = models.JSONField(_("chiffres"), default=dict)
    alerts = models.JSONField(_("alertes"), default=list, blank=True)
    made_at = models.DateTimeField(_("fait le"), default=now)
    read_at = models.DateTimeField(_("lu le"), null=True, blank=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("lu par")
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("rapport mensuel")
        verbose_name_plural = _("rapports mensuels")
        ordering = ["-month", "organization"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "month"], name="report_once"),
            together("read_at", "read_by", name="report_read_at_by"),
        ]

    class Privacy:
        personal = {"read_by": "clear"}
        retention = [Keep(years=10, after="made_at", because="figures only, small numbers suppressed")]

    def __str__(self) -> str:
        return f"{self.organization} {self.month:%Y-%m}"

    @property
    def last_day(self) -> dt.date:
        return (self.month + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
