"""`Profile`: typed facts under a pseudonym; `ProfileAlias` and `ProfileOwner`: the way there and back, sealed."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.foundation.crypto.fields import SealedTextField
from portal.foundation.retention import KeepUntil
from programs.profiles import columns
from programs.profiles.querysets import ProfileAliasQuerySet, ProfileEvaluationQuerySet, ProfileQuerySet

FACTS_RETENTION = [
    KeepUntil(
        "the consent to proactive advice is withdrawn, within a minute", by="programs.profiles.actions.empty_withdrawn"
    )
]


class Profile(models.Model):
    """One column per fact that can be told, and nothing else: no person, no date of entry, no order. A day has two, the
    first and the last that it may be: of somebody born in 1961, only the year may be known.

    Facts that are computed (age, household) are computed by the scan, as of the day it looks at: never stale. Columns
    are declared here, because pages may not change tables; a test fails when a fact of the vocabulary has none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    birth_date = columns.day()
    birth_date_last = columns.day()
    resident_quebec = columns.yes_no()
    immigration_status = columns.choice()
    months_in_canada = columns.since_day()
    years_in_canada_after_18 = columns.since_day()
    marital_status = columns.choice()
    spouse_birth_date = columns.day()
    spouse_birth_date_last = columns.day()
    children = columns.days()
    child_severe_impairment = columns.yes_no()
    expecting = columns.yes_no()
    family_net_income = columns.amount()
    income_excluding_oas = columns.amount()
    work_income = columns.amount()
    employment_status = columns.choice()
    job_lost_no_fault = columns.yes_no()
    insurable_hours = columns.whole()
    insurable_earnings = columns.amount()
    filed_tax_return = columns.yes_no()
    liquid_assets = columns.amount()
    last_resort_history = columns.choice()
    months_social_solidarity = columns.whole()
    severe_employment_limitation = columns.yes_no()
    severe_prolonged_impairment = columns.yes_no()
    dtc_certificate = columns.yes_no()
    unable_to_work = columns.yes_no()
    rrq_contributions_sufficient = columns.yes_no()
    mobility_limitation = columns.yes_no()
    caregiving = columns.choice()
    housing_tenure = columns.choice()
    housing_cost_share = columns.amount()
    home_project = columns.choices()
    owner_years = columns.since_day()
    student_status = columns.choice()
    road_accident_date = columns.day()
    road_accident_date_last = columns.day()
    work_injury_date = columns.day()
    work_injury_date_last = columns.day()
    crime_date = columns.day()
    crime_date_last = columns.day()
    crime_kind = columns.choice()
    recent_death = columns.choices()
    deceased_contributed_rrq = columns.yes_no()
    drug_insurance_private_access = columns.yes_no()
    dental_insurance_access = columns.yes_no()
    childcare_expenses = columns.amount()
    home_support_expenses = columns.amount()

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("profil sous pseudonyme")
        verbose_name_plural = _("profils sous pseudonyme")

    class Privacy:
        personal: dict[str, str] = {}  # every fact: filled just below
        retention = FACTS_RETENTION

    def __str__(self) -> str:
        return str(self.pk)


Profile.Privacy.personal = {field.name: "clear" for field in Profile._meta.fields if not field.primary_key}


class ProfileAlias(models.Model):
    """From a person to their profile: that they take part is clear (their consent says it), which profile is sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.OneToOneField("people.Citizen", models.PROTECT, related_name="+")
    profile_id = SealedTextField(_("pseudonyme"), sealed_as="profiles_profilealias.profile_id")

    objects = ProfileAliasQuerySet.as_manager()

    class Meta:
        verbose_name = _("participation aux pistes proactives")
        verbose_name_plural = _("participations aux pistes proactives")

    class Privacy:
        personal = {"citizen": "clear", "profile_id": "sealed"}
        retention = FACTS_RETENTION

    def __str__(self) -> str:
        return str(self.pk)


class ProfileOwner(models.Model):
    """From a profile back to its person, sealed: opened only to tell them of a finding."""

    id = models.UUIDField(_("pseudonyme"), primary_key=True, editable=False)
    citizen_id = SealedTextField(_("personne"), sealed_as="profiles_profileowner.citizen_id")

    class Meta:
        verbose_name = _("titulaire d’un profil")
        verbose_name_plural = _("titulaires de profils")

    class Privacy:
        personal = {"citizen_id": "sealed"}
        retention = FACTS_RETENTION

    def __str__(self) -> str:
        return str(self.pk)


class DirtyProfile(models.Model):
    """A profile whose facts changed since it was last looked at."""

    profile_id = models.UUIDField(primary_key=True)

    class Meta:
        verbose_name = _("profil à revoir")
        verbose_name_plural = _("profils à revoir")

    class Privacy:
        personal: dict[str, str] = {}
        retention = [KeepUntil("the next look, minutes later", by="programs.scans.actions.scan_due")]

    def __str__(self) -> str:
        return str(self.pk)


class ProfileEvaluation(models.Model):
    """What the last look answered for one profile: two bits a program (`programs.scans.statements`).

    No foreign key to the profile: it would be checked row by row while a whole population is written.
    """

    profile_id = models.UUIDField(primary_key=True)
    answers = ArrayField(models.BigIntegerField())
    announced = ArrayField(models.BigIntegerField())
    next_change = models.IntegerField(null=True)  # day number: when time alone may change an answer
    is_news = models.BooleanField(default=False)

    objects = ProfileEvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = _("réponses d’un profil")
        verbose_name_plural = _("réponses des profils")
        indexes = [
            models.Index(fields=["profile_id"], condition=models.Q(is_news=True), name="standing_news"),
            models.Index(
                fields=["next_change"], condition=models.Q(next_change__isnull=False), name="standing_next_change"
            ),
        ]

    class Privacy:
        personal = {"answers": "clear"}
        retention = FACTS_RETENTION

    def __str__(self) -> str:
        return str(self.pk)


class UpcomingEligibility(models.Model):
    """Time alone will open a program to a profile within twelve months: from which day number."""

    profile_id = models.UUIDField()
    slot = models.PositiveSmallIntegerField()
    from_day = models.IntegerField()

    class Meta:
        verbose_name = _("piste à venir d’un profil")
        verbose_name_plural = _("pistes à venir des profils")
        constraints = [
            models.UniqueConstraint(
                fields=["profile_id", "slot"],
                name="prospect_once",
                violation_error_message=_("Cette piste à venir existe déjà."),
            )
        ]

    class Privacy:
        personal = {"from_day": "clear"}
        retention = FACTS_RETENTION

    def __str__(self) -> str:
        return str(self.pk)
