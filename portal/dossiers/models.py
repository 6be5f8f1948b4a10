"""`Dossier`: whose, with whom, where it is and by when; `Move`: what happened to it; `DossierDecision`: what was
decided; `UsualDelay`: how long those of a type take."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.dossier_types.models import DossierType
from portal.dossier_types.stages import Awaits, DecisionOutcome, Stage
from portal.dossiers.querysets import DecisionQuerySet, DossierQuerySet, MoveQuerySet
from portal.foundation.crypto.fields import SealedTextField
from portal.foundation.retention import KeepForever, KeepUntil, KeepWith
from portal.people.searchable import folded_number, trigrams


class Dossier(models.Model):
    """A citizen's matter with an organization, followed by one of its teams. The number is the organization's own."""

    class State(models.TextChoices):
        OPEN = "open", _("en cours")
        CLOSED = "closed", _("terminé")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey(
        "people.Citizen", on_delete=models.PROTECT, related_name="dossiers", verbose_name=_("personne"), db_index=False
    )
    organization = models.ForeignKey(
        "organizations.Organization",
        on_delete=models.PROTECT,
        related_name="dossiers",
        verbose_name=_("organisme"),
        db_index=False,
    )
    team = models.ForeignKey(
        "organizations.Team",
        on_delete=models.PROTECT,
        related_name="dossiers",
        verbose_name=_("équipe"),
        db_index=False,
    )
    number = models.CharField(_("numéro"), max_length=40)
    title = SealedTextField(verbose_name=_("titre"), sealed_as="dossiers_dossier.title")
    # None: of no type that its organization wrote; it is open or closed, and says no more.
    dossier_type = models.ForeignKey(
        DossierType,
        on_delete=models.PROTECT,
        related_name="dossiers",
        null=True,
        verbose_name=_("genre"),
        db_index=False,
    )
    # The code of a stage of its type.
    stage = models.CharField(_("étape"), max_length=40, blank=True, default="", db_default="")
    # As its stage said when it came to it: whose turn it is.
    awaits = models.CharField(max_length=8, choices=Awaits, default=Awaits.TEAM, db_default=Awaits.TEAM)
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField(_("ouvert"), default=clock.now)
    moved_at = models.DateTimeField(_("dernier changement"), default=clock.now)
    closed_at = models.DateTimeField(_("fermé"), null=True)
    # Since when the promise waits for the person; None while it is the team's turn.
    paused_at = models.DateTimeField(_("en pause depuis"), null=True, editable=False)
    # By when the team promised its answer.
    promised_on = models.DateField(_("promis pour le"), null=True)
    # When the person was notified that this promise passed.
    late_noticed_at = models.DateTimeField(null=True, editable=False)
    # When it was found to be somebody else's: the person, who had it by mistake, sees nothing of it any more.
    taken_away_at = models.DateTimeField(_("retiré"), null=True, editable=False)
    # Raised by each move: whoever acts on an earlier one is refused.
    revision = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    number_folded = folded_number("number")

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        ordering = ["-opened_at", "-id"]
        indexes = [
            models.Index(F("citizen"), F("opened_at").desc(), F("id").desc(), name="dossier_citizen"),
            models.Index(F("team"), F("opened_at").desc(), F("id").desc(), name="dossier_team"),
            models.Index(F("team"), F("state"), F("opened_at").desc(), F("id").desc(), name="dossier_team_state"),
            models.Index(fields=["citizen", "organization", "team"], name="dossier_served"),
            models.Index(fields=["dossier_type", "closed_at"], name="dossier_type_closed"),
            # Those that the sweep looks for.
            models.Index(
                fields=["promised_on", "id"],
                condition=Q(state="open", awaits="team", late_noticed_at=None, promised_on__isnull=False),
                name="dossier_promised",
            ),
            trigrams("number_folded", "dossier_number_folded"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "number"],
                name="dossier_number",
                violation_error_message=_("Cet organisme a déjà un dossier de ce numéro."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None) | Q(state="closed", closed_at__isnull=False),
                name="dossier_closed_at",
            ),
            models.CheckConstraint(
                condition=Q(dossier_type=None, stage="") | Q(dossier_type__isnull=False) & ~Q(stage=""),
                name="dossier_stage_of_its_type",
            ),
            models.CheckConstraint(
                condition=Q(awaits="team", paused_at=None) | Q(awaits="person", paused_at__isnull=False),
                name="dossier_paused_for_the_person",
            ),
        ]

    class Privacy:
        personal = {
            "citizen": "clear",
            "number": "clear",
            "number_folded": "clear",
            "title": "sealed",
            "dossier_type": "clear",
        }
        retention = [
            KeepUntil(
                "the organization’s retention calendar says so, counted from the end of the matter",
                because="one that stays open without news is asked about every two years (`dossiers.dormant`)",
            )
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("dossiers:dossier", args=[self.pk])

    @property
    def agent_url(self) -> str:
        return reverse("admin:dossiers_dossier_change", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def current(self) -> Stage | None:
        """Its stage as its type words it today; None without a type, or for a stage that the type has no more."""
        return self.dossier_type.stage(self.stage) if self.dossier_type else None

    def wanted(self, language: str = "") -> str:
        """What its stage asks of the person; nothing where these words are those of another turn than its own."""
        stage = self.current if self.is_open else None
        return stage.said("want", language) if stage and stage.awaits == self.awaits else ""

    @property
    def shown_state(self) -> str:
        """Where it is, in the words of the person."""
        stage = self.current if self.is_open else None
        return stage.name_fr if stage else str(self.get_state_display())

    @property
    def is_late(self) -> bool:
        """The promise passed and it is the team's turn."""
        if self.promised_on is None or not self.is_open or self.awaits != Awaits.TEAM:
            return False
        return self.promised_on < clock.today(self.citizen.time_zone)


class Move(models.Model):
    """One thing that happened to a dossier, as it was called that day. Never changed."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("Ouverture du dossier")
        TYPED = "typed", _("Genre du dossier choisi")
        MOVED = "moved", _("Changement d’étape")
        PROMISED = "promised", _("Nouveau délai")
        DECIDED = "decided", _("Décision")
        WITHDRAWN = "withdrawn", _("Décision retirée")
        CLOSED = "closed", _("Fermeture du dossier")
        REOPENED = "reopened", _("Réouverture du dossier")
        TAKEN_AWAY = "taken_away", _("Retrait d’un dossier venu par erreur")
        LATE = "late", _("Date promise passée")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="moves", db_index=False)
    revision = models.PositiveIntegerField()
    kind = models.CharField(_("ce qui est arrivé"), max_length=10, choices=Kind)
    stage = models.CharField(max_length=40, blank=True)
    stage_name = models.CharField(_("étape"), max_length=120, blank=True)
    # Words of the team for the person.
    note = SealedTextField(verbose_name=_("mot à la personne"), blank=True, sealed_as="dossiers_move.note")
    promised_on = models.DateField(_("promis pour le"), null=True)
    at = models.DateTimeField(_("quand"), default=clock.now)
    # None: the portal by itself, or a system of the organization.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("par"), db_index=False
    )

    objects = MoveQuerySet.as_manager()

    class Meta:
        verbose_name = _("changement d’un dossier")
        verbose_name_plural = _("changements des dossiers")
        ordering = ["dossier", "revision"]
        constraints = [models.UniqueConstraint(fields=["dossier", "revision"], name="move_revision_once")]

    class Privacy:
        personal = {"dossier": "clear", "stage_name": "clear", "note": "sealed", "by": "clear"}
        retention = [KeepWith("dossier")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.dossier}"


class DossierDecision(models.Model):
    """What was decided, why, and until when it may be contested. It is withdrawn by itself, or by reopening."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="decisions", db_index=False)
    outcome = models.CharField(_("décision"), max_length=8, choices=DecisionOutcome)
    reason = models.CharField(_("raison"), max_length=40, blank=True)
    # As the person reads it: the words of the reason, and those of the agent.
    words = SealedTextField(verbose_name=_("raison, en mots"), sealed_as="dossiers_decision.words")
    remedy = models.CharField(_("recours"), max_length=40, blank=True)
    remedy_name = models.CharField(_("recours"), max_length=120, blank=True)
    remedy_how = models.TextField(_("comment le demander"), blank=True)
    contest_until = models.DateField(_("à contester au plus tard le"), null=True)
    decided_at = models.DateTimeField(_("décidé"), default=clock.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    withdrawn_at = models.DateTimeField(_("retirée"), null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("décision")
        verbose_name_plural = _("décisions")
        ordering = ["-decided_at", "-id"]
        indexes = [
            models.Index(fields=["dossier", "decided_at"], name="decision_of_dossier"),
            # Those whose deadline is opened.
            models.Index(
                fields=["contest_until", "id"],
                condition=Q(withdrawn_at=None, contest_until__isnull=False),
                name="decision_to_contest",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["dossier"], condition=Q(withdrawn_at=None), name="decision_in_force_once"),
            models.CheckConstraint(
                condition=Q(remedy="", contest_until=None) | ~Q(remedy="") & Q(contest_until__isnull=False),
                name="decision_remedy_has_its_day",
            ),
            # A system of the organization may have done either.
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(decided_at__isnull=False), name="decision_decided_at_by"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by=None) | Q(withdrawn_at__isnull=False), name="decision_withdrawn_at_by"
            ),
        ]

    class Privacy:
        personal = {
            "dossier": "clear",
            "outcome": "clear",
            "words": "sealed",
            "remedy_name": "clear",
            "decided_by": "clear",
            "withdrawn_by": "clear",
        }
        retention = [KeepWith("dossier")]

    def __str__(self) -> str:
        return gettext("décision %(key)s") % {"key": self.pk}

    @property
    def may_be_contested(self) -> bool:
        """Its last day is not over where the person lives."""
        return self.contest_until is not None and self.contest_until >= clock.today(self.dossier.citizen.time_zone)


class UsualDelay(models.Model):
    """How many days dossiers of a type took lately, counted each night; no row below twenty of them."""

    dossier_type = models.OneToOneField(DossierType, models.PROTECT, related_name="usual_delay", primary_key=True)
    count = models.PositiveIntegerField()
    median_days = models.PositiveIntegerField()
    low_days = models.PositiveIntegerField()
    high_days = models.PositiveIntegerField()
    counted_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("délai habituel")
        verbose_name_plural = _("délais habituels")

    class Privacy:
        personal: dict[str, str] = {}
        retention = [KeepForever(because="a statistic without persons, counted again each night")]

    def __str__(self) -> str:
        return f"{self.dossier_type}: {self.median_days}"
