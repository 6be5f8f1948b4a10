import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import portal.foundation.crypto.fields
from portal.foundation.storage import swept


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DirtyProfile",
            fields=[
                ("profile_id", models.UUIDField(primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "profil à revoir",
                "verbose_name_plural": "profils à revoir",
            },
        ),
        migrations.CreateModel(
            name="Profile",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("birth_date", models.IntegerField(null=True)),
                ("birth_date_last", models.IntegerField(null=True)),
                ("resident_quebec", models.BooleanField(null=True)),
                ("immigration_status", models.CharField(max_length=40, null=True)),
                ("months_in_canada", models.IntegerField(null=True)),
                ("years_in_canada_after_18", models.IntegerField(null=True)),
                ("marital_status", models.CharField(max_length=40, null=True)),
                ("spouse_birth_date", models.IntegerField(null=True)),
                ("spouse_birth_date_last", models.IntegerField(null=True)),
                (
                    "children",
                    django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), null=True, size=None),
                ),
                ("child_severe_impairment", models.BooleanField(null=True)),
                ("expecting", models.BooleanField(null=True)),
                ("family_net_income", models.FloatField(null=True)),
                ("income_excluding_oas", models.FloatField(null=True)),
                ("work_income", models.FloatField(null=True)),
                ("employment_status", models.CharField(max_length=40, null=True)),
                ("job_lost_no_fault", models.BooleanField(null=True)),
                ("insurable_hours", models.IntegerField(null=True)),
                ("insurable_earnings", models.FloatField(null=True)),
                ("filed_tax_return", models.BooleanField(null=True)),
                ("liquid_assets", models.FloatField(null=True)),
                ("last_resort_history", models.CharField(max_length=40, null=True)),
                ("months_social_solidarity", models.IntegerField(null=True)),
                ("severe_employment_limitation", models.BooleanField(null=True)),
                ("severe_prolonged_impairment", models.BooleanField(null=True)),
                ("dtc_certificate", models.BooleanField(null=True)),
                ("unable_to_work", models.BooleanField(null=True)),
                ("rrq_contributions_sufficient", models.BooleanField(null=True)),
                ("mobility_limitation", models.BooleanField(null=True)),
                ("caregiving", models.CharField(max_length=40, null=True)),
                ("housing_tenure", models.CharField(max_length=40, null=True)),
                ("housing_cost_share", models.FloatField(null=True)),
                (
                    "home_project",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), null=True, size=None
                    ),
                ),
                ("owner_years", models.IntegerField(null=True)),
                ("student_status", models.CharField(max_length=40, null=True)),
                ("road_accident_date", models.IntegerField(null=True)),
                ("road_accident_date_last", models.IntegerField(null=True)),
                ("work_injury_date", models.IntegerField(null=True)),
                ("work_injury_date_last", models.IntegerField(null=True)),
                ("crime_date", models.IntegerField(null=True)),
                ("crime_date_last", models.IntegerField(null=True)),
                ("crime_kind", models.CharField(max_length=40, null=True)),
                (
                    "recent_death",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), null=True, size=None
                    ),
                ),
                ("deceased_contributed_rrq", models.BooleanField(null=True)),
                ("drug_insurance_private_access", models.BooleanField(null=True)),
                ("dental_insurance_access", models.BooleanField(null=True)),
                ("childcare_expenses", models.FloatField(null=True)),
                ("home_support_expenses", models.FloatField(null=True)),
            ],
            options={
                "verbose_name": "profil sous pseudonyme",
                "verbose_name_plural": "profils sous pseudonyme",
            },
        ),
        migrations.CreateModel(
            name="ProfileOwner",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False, verbose_name="pseudonyme")),
                (
                    "citizen_id",
                    portal.foundation.crypto.fields.SealedTextField(editable=False, verbose_name="personne"),
                ),
            ],
            options={
                "verbose_name": "titulaire d’un profil",
                "verbose_name_plural": "titulaires de profils",
            },
        ),
        migrations.CreateModel(
            name="ProfileAlias",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "profile_id",
                    portal.foundation.crypto.fields.SealedTextField(editable=False, verbose_name="pseudonyme"),
                ),
                (
                    "citizen",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.citizen"
                    ),
                ),
            ],
            options={
                "verbose_name": "participation aux pistes proactives",
                "verbose_name_plural": "participations aux pistes proactives",
            },
        ),
        migrations.CreateModel(
            name="ProfileEvaluation",
            fields=[
                ("profile_id", models.UUIDField(primary_key=True, serialize=False)),
                ("answers", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                (
                    "announced",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
                ("next_change", models.IntegerField(null=True)),
                ("is_news", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "réponses d’un profil",
                "verbose_name_plural": "réponses des profils",
                "indexes": [
                    models.Index(condition=models.Q(("is_news", True)), fields=["profile_id"], name="standing_news"),
                    models.Index(
                        condition=models.Q(("next_change__isnull", False)),
                        fields=["next_change"],
                        name="standing_next_change",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UpcomingEligibility",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("profile_id", models.UUIDField()),
                ("slot", models.PositiveSmallIntegerField()),
                ("from_day", models.IntegerField()),
            ],
            options={
                "verbose_name": "piste à venir d’un profil",
                "verbose_name_plural": "pistes à venir des profils",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("profile_id", "slot"),
                        name="prospect_once",
                        violation_error_message="Cette piste à venir existe déjà.",
                    )
                ],
            },
        ),
        swept("profiles_profileevaluation"),
        swept("profiles_dirtyprofile"),
    ]
