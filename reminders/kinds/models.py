"""`DeadlineKind` and its ladder of `ReminderStep`. Words are public: no personal column here."""

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.consents.models import Channel
from portal.foundation.constraints import together
from portal.foundation.retention import KeepForever, KeepWith
from portal.foundation.words.ordering import ordered_by
from portal.organizations.models import Organization, Team
from reminders.kinds.querysets import DeadlineKindQuerySet, ReminderStepQuerySet
from reminders.kinds.rules import rule_of


def every_channel() -> list[str]:
    return list(Channel.values)


class DeadlineKind(models.Model):
    few_by_nature = True  # for `foundation.keyset`

    class Nature(models.TextChoices):
        EXPIRY = "expiry", _("fin de validité")
        PAYMENT_DUE = "payment_due", _("paiement à faire")
        PAYOUT = "payout", _("versement à recevoir")
        APPOINTMENT = "appointment", _("rendez-vous")
        REGISTRATION_WINDOW = "registration_window", _("période d’inscription")
        REPLY_DUE = "reply_due", _("réponse à donner")
        APPLICATION_LIMIT = "application_limit", _("dernier jour pour demander")

    class Style(models.TextChoices):
        OPEN = "open", _("le message peut nommer le sujet")
        NEUTRAL = "neutral", _("le message dit seulement que quelque chose attend")

    class State(models.TextChoices):
        DRAFT = "draft", _("à confirmer par l’organisme")
        PUBLISHED = "published", _("publié")
        RETIRED = "retired", _("retiré")

    class Links(models.TextChoices):
        NONE = "none", _("aucun lien")
        BARE = "bare", _("l’adresse du portail, sans plus")

    class Confidence(models.TextChoices):
        OFFICIAL_PAGE = "official_page", _("page officielle")
        SECONDARY_PAGE = "secondary_page", _("source non officielle")
        GENERAL_KNOWLEDGE = "general_knowledge", _("connaissance générale, à vérifier")

    RIGHTS = frozenset({Nature.PAYOUT, Nature.REGISTRATION_WINDOW, Nature.APPLICATION_LIMIT})

    # A date to pay, to be paid or to be met is no last day to ask for a program.
    ASKED_BEFORE = frozenset({Nature.EXPIRY, Nature.REGISTRATION_WINDOW, Nature.REPLY_DUE, Nature.APPLICATION_LIMIT})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(_("code"), max_length=64, unique=True)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="deadline_kinds", verbose_name=_("organisme")
    )
    # Who answers for it and sees its dates. None: the organization has no team, or has not chosen among several; its
    # supervisors then see them, and no agent does.
    team = models.ForeignKey(
        Team,
        on_delete=models.PROTECT,
        related_name="deadline_kinds",
        null=True,
        blank=True,
        verbose_name=_("équipe responsable"),
    )
    nature = models.CharField(_("nature"), max_length=32, choices=Nature.choices)
    basis = models.CharField(_("origine de la date"), max_length=64)
    title_fr = models.CharField(_("titre"), max_length=200)
    title_en = models.CharField(_("titre en anglais"), max_length=200, blank=True)
    rule_fr = models.CharField(_("règle de la date"), max_length=300)
    rule_en = models.CharField(max_length=300, blank=True)
    consequence_fr = models.TextField(_("conséquence d’un retard"))
    consequence_en = models.TextField(blank=True)
    amounts = models.JSONField(_("montants"), default=list, blank=True)
    procedure_fr = models.JSONField(_("marche à suivre"), default=list)
    procedure_en = models.JSONField(default=list, blank=True)
    note_fr = models.TextField(_("remarque"), blank=True)
    note_en = models.TextField(blank=True)
    official_url = models.URLField(_("page officielle"), max_length=500, blank=True)
    official_url_read = models.BooleanField(_("page officielle vérifiée"), default=False)
    sources = models.JSONField(_("sources"), default=list, blank=True)
    confidence = models.CharField(_("fiabilité"), max_length=32, choices=Confidence.choices)
    related_programs = models.JSONField(_("programmes liés"), default=list, blank=True)
    # [{"after_days": 1, "label_fr": …, "label_en": …, "amount": 25, "unit": "CAD", "source": url, "as_of": date}]:
    # what lateness costs from that many days after the date on. Only what a source dates; never invented.
    tiers = models.JSONField(_("paliers de conséquence"), default=list, blank=True)
    audience_fr = models.TextField(_("personnes concernées"), blank=True)
    audience_en = models.TextField(blank=True)
    style = models.CharField(_("ton des messages"), max_length=16, choices=Style.choices, default=Style.NEUTRAL)
    # Why words of health, justice or status may leave in its messages; "": they do not.
    sensitive_reason = models.CharField(_("raison de dire un mot délicat"), max_length=300, blank=True)
    channels = ArrayField(models.CharField(max_length=16), default=every_channel, verbose_name=_("moyens permis"))
    links = models.CharField(_("liens dans les messages"), max_length=8, choices=Links, default=Links.NONE)
    # So much earlier is a step before the date printed and posted, for whom nothing but paper reaches.
    post_days = models.PositiveSmallIntegerField(_("jours ouvrables pour livrer une lettre"), default=5)
    is_urgent = models.BooleanField(
        _("urgent"), default=False, help_text=_("Un rappel urgent part seul; les autres d’un même jour sont réunis.")
    )
    # Above it, the rest waits for the next day, as long as it is useful.
    daily_cap = models.PositiveIntegerField(_("messages par jour, au plus"), null=True, blank=True)
    # Kept by the release of a kind that has a cap: how many of its reminders left on that day (the portal's own zone).
    left_on = models.DateField(null=True, editable=False)
    left_count = models.PositiveIntegerField(default=0, editable=False)
    # Until then its reminders wait until the organization's system was asked whether they are still due. Whoever asks
    # writes it further on while it works: should it stop, nothing waits for it long.
    asked_until = models.DateTimeField(null=True, editable=False)
    send_at = models.TimeField(_("heure d’envoi"), default=dt.time(9), help_text=_("Heure locale de la personne."))
    # The stop switch: nothing of this kind leaves while it is on; the page of the kind stays.
    stopped_at = models.DateTimeField(_("envois arrêtés le"), null=True, blank=True, editable=False)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )
    version = models.CharField(_("version des données"), max_length=16, blank=True)
    # What the import wrote, to know whether the organization has edited the row since.
    imported_digest = models.CharField(max_length=64, blank=True, editable=False)
    updated_at = models.DateTimeField(_("mise à jour"))
    state = models.CharField(_("état"), max_length=16, choices=State.choices, default=State.DRAFT)
    published_at = models.DateTimeField(_("publié le"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("publié par"),
    )

    title_order = ordered_by("title_fr")

    in_force: "list[ReminderStep]"
    """Its steps that are not retired, where a page read them with it (`to_attr`)."""
    ladder: "list[ReminderStep]"
    """Those of them that are counted from the date, in their order, where a page read them so."""

    objects = DeadlineKindQuerySet.as_manager()

    class Meta:
        verbose_name = _("type d’échéance")
        verbose_name_plural = _("types d’échéances")
        ordering = ["organization__name_order", "title_order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", published_at=None, published_by=None)
                | Q(state__in=["published", "retired"], published_at__isnull=False, published_by__isnull=False),
                name="kind_published_at_by",
                violation_error_message=_("Un type d’échéance publié dit par qui et quand il l’a été."),
            ),
            together("stopped_at", "stopped_by", name="kind_stopped_at_by"),
        ]

    class Privacy:
        personal: dict[str, str] = {"published_by": "clear", "stopped_by": "clear"}
        retention = [KeepForever(because="public information")]

    def __str__(self) -> str:
        return self.title_fr

    def get_absolute_url(self) -> str:
        return reverse("kinds:kind", args=[self.code])

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_right(self) -> bool:
        """A right that may be lost, rather than an obligation."""
        return self.nature in self.RIGHTS

    @property
    def rule(self) -> str:
        """The rule of its date as people read it, without a full stop: what was written, else what its basis says."""
        return self.rule_fr.strip().removesuffix(".") or rule_of(self.basis)

    @property
    def sources_shown(self) -> list[dict[str, Any]]:
        """Its sources; one at the address of its official page is that page, checked or not."""
        page = {"kind": "official", "read": self.official_url_read}
        return [source | page if source.get("url") == self.official_url else source for source in self.sources]

    @property
    def is_open(self) -> bool:
        return self.style == self.Style.OPEN


class ReminderStep(models.Model):
    """One step of the ladder. Its row is its identity: moved or reworded, it is the same step, and what left stays
    left. A step that a version drops is retired, never deleted: reminders refer to it."""

    class Moment(models.TextChoices):
        DATE = "date", _("par rapport à la date")
        OPENED = "opened", _("dès l’inscription")
        DONE = "done", _("quand c’est fait")
        MISSED = "missed", _("si le rendez-vous est manqué ou le versement en retard ou non reçu")

    kind = models.ForeignKey(DeadlineKind, on_delete=models.PROTECT, related_name="steps")
    moment = models.CharField(_("moment"), max_length=8, choices=Moment, default=Moment.DATE)
    offset_days = models.SmallIntegerField(
        _("jours"), default=0, help_text=_("Négatif avant la date, positif après; zéro hors de l’échelle.")
    )
    text_fr = models.TextField(_("texte"), help_text=_("{date} devient la date; {where} dit où aller, sans lien."))
    text_en = models.TextField(_("texte en anglais"), blank=True)
    # Empty: the text above serves. {"sms": {"fr": …, "en": …}, "letter": {…}, "phone": {…}}.
    by_channel = models.JSONField(_("textes par moyen"), default=dict, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ReminderStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("étape")
        verbose_name_plural = _("étapes")
        ordering = ["kind", "offset_days"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "moment", "offset_days"],
                condition=Q(retired_at=None),
                name="step_once_per_offset",
                violation_error_message=_("Une autre étape a déjà lieu ce jour-là."),
            ),
            models.CheckConstraint(condition=Q(moment="date") | Q(offset_days=0), name="step_offset_of_dates_only"),
        ]

    class Privacy:
        personal: dict[str, str] = {}
        retention = [KeepWith("kind")]

    def __str__(self) -> str:
        return f"{self.offset_days:+d}"

    @property
    def is_after(self) -> bool:
        return self.offset_days > 0
