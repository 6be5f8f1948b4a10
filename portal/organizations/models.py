"""`Organization`, `Team`, `Membership`."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.access.permissions import Role
from portal.foundation.constraints import together
from portal.foundation.retention import Keep, KeepForever
from portal.foundation.words.ordering import ordered_by
from portal.organizations.querysets import MembershipQuerySet, OrganizationQuerySet, TeamQuerySet
from portal.organizations.roles import ORGANIZATION_ROLES, TEAM_ROLES
from portal.people.models import Citizen


class Organization(models.Model):
    """A public body. Its name in the law is French; the English one is used where it publishes one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(_("code"), unique=True)
    name_fr = models.CharField(_("nom"), max_length=200)
    name_en = models.CharField(_("nom anglais"), max_length=200, blank=True)
    phone = models.CharField(_("téléphone d’aide"), max_length=40, blank=True)
    public_hours = models.CharField(_("heures d’ouverture"), max_length=200, blank=True)
    is_health = models.BooleanField(
        _("organisme de santé ou de services sociaux"),
        default=False,
        db_default=False,
        help_text=_("À 14 ans, une personne y décide seule : son parent n’y a plus accès."),
    )
    sorts_for_all = models.BooleanField(
        _("reçoit ce qui n’a pas encore d’organisme"),
        default=False,
        db_default=False,
        help_text=_("Son équipe d’aiguillage reçoit les messages des gens qui ne savent pas à qui écrire."),
    )
    # What the hour of an appointment means, unless the team or the appointment says another.
    time_zone = models.CharField(
        _("fuseau horaire"),
        max_length=40,
        choices=Citizen.Zone,
        default=Citizen.Zone.TORONTO,
        db_default=Citizen.Zone.TORONTO,
        help_text=_("L’heure d’un rendez-vous est celle de ce lieu."),
    )
    name_order = ordered_by("name_fr")

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisme")
        verbose_name_plural = _("organismes")
        ordering = ["name_order"]
        constraints = [
            models.UniqueConstraint(
                fields=["sorts_for_all"],
                condition=Q(sorts_for_all=True),
                name="organization_sorts_for_all_once",
                violation_error_message=_("Un autre organisme reçoit déjà ce qui n’a pas encore d’organisme."),
            )
        ]

    class Privacy:
        personal: dict[str, str] = {}
        retention = [KeepForever(because="public: who is, or was, on the portal")]

    def __str__(self) -> str:
        return self.name_fr

    @cached_property
    def team_names(self) -> list[str]:
        """Names of its teams, in order; none for an organization that is not kept yet."""
        return [] if self._state.adding else list(self.teams.order_by("name_order").values_list("name", flat=True))


class Team(models.Model):
    """A service of an organization: what citizens write to, what agents belong to."""

    few_by_nature = True  # for `foundation.keyset`

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="teams", verbose_name=_("organisme"), db_index=False
    )
    name = models.CharField(_("nom"), max_length=120)
    purpose = models.CharField(_("ce qu’elle fait, pour les citoyens"), max_length=250, blank=True)
    accepts_messages = models.BooleanField(_("reçoit des messages"), default=True)
    is_sorting = models.BooleanField(
        _("équipe d’aiguillage"),
        default=False,
        db_default=False,
        help_text=_(
            "Elle lit les messages des gens qui ne savent pas à quelle équipe de l’organisme écrire, et les transmet."
        ),
    )
    answer_days = models.PositiveSmallIntegerField(_("réponse habituelle (jours ouvrables)"), default=3)
    time_zone = models.CharField(
        _("fuseau horaire"),
        max_length=40,
        choices=Citizen.Zone,
        blank=True,
        default="",
        db_default="",
        help_text=_("Vide\u00a0: celui de l’organisme."),
    )
    name_order = ordered_by("name")

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("équipe")
        verbose_name_plural = _("équipes")
        ordering = ["organization__name_order", "name_order"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"],
                name="team_name_once",
                violation_error_message=_("Cet organisme a déjà une équipe de ce nom."),
            ),
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(is_sorting=True),
                name="team_sorting_once",
                violation_error_message=_("Cet organisme a déjà une équipe d’aiguillage."),
            ),
            models.CheckConstraint(
                condition=Q(is_sorting=False) | Q(accepts_messages=True),
                name="team_sorting_accepts_messages",
                violation_error_message=_("Une équipe d’aiguillage reçoit des messages\u00a0: cochez-le aussi."),
            ),
        ]

    class Privacy:
        personal: dict[str, str] = {}
        retention = [KeepForever(because="public: who is, or was, on the portal")]

    def __str__(self) -> str:
        return self.name

    @property
    def sorts_for_all(self) -> bool:
        """Whether it reads what names no organization yet, and passes it on."""
        return self.is_sorting and self.organization.sorts_for_all


class Membership(models.Model):
    """An account's role in a team, in an organization, or in the operation of the portal. Ended, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name=_("compte")
    )
    role = models.CharField(_("rôle"), max_length=15, choices=Role)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("organisme")
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("équipe")
    )
    started_at = models.DateTimeField(_("depuis"), default=clock.now, editable=False)
    ended_at = models.DateTimeField(_("jusqu’à"), null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("rôle d’une personne")
        verbose_name_plural = _("rôles des personnes")
        ordering = ["-started_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=TEAM_ROLES, team__isnull=False, organization__isnull=False)
                | Q(role__in=ORGANIZATION_ROLES, team=None, organization__isnull=False)
                | Q(role=Role.OPERATOR, team=None, organization=None),
                name="membership_scope_of_role",
                violation_error_message=_(
                    "Une agente ou un agent appartient à une équipe; les autres rôles, à l’organisme."
                ),
            ),
            together("ended_at", "ended_by", name="membership_ended_pair"),
            models.UniqueConstraint(
                fields=["user", "role", "organization", "team"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="membership_in_force_once",
            ),
        ]

    class Privacy:
        personal = {"user": "clear", "role": "clear"}
        retention = [Keep(years=7, after="ended_at", because="with the journal that it explains")]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.team or self.organization or ''}"

    def get_role_sentence(self) -> str:
        """What the role allows, in plain words."""
        return str(Role(self.role).sentence)

    def clean(self) -> None:
        if self.team and self.organization_id and self.team.organization_id != self.organization_id:
            raise ValidationError(_("Cette équipe n’est pas de cet organisme."))
