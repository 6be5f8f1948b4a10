import uuid

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import phonenumber_field.modelfields
from django.conf import settings
from django.db import migrations, models

import portal.clock
from portal.people.searchable import PERSON_SQL


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("foundation", "0001_folding"),
    ]

    operations = [
        migrations.RunSQL(PERSON_SQL, "DROP FUNCTION public.fold_person"),
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254, verbose_name="adresse courriel")),
                ("display_name", models.CharField(blank=True, max_length=220, verbose_name="nom affiché")),
                ("is_active", models.BooleanField(default=True, verbose_name="compte actif")),
                ("is_staff", models.BooleanField(default=False, verbose_name="membre d’un organisme")),
                ("created_at", models.DateTimeField(default=portal.clock.now, editable=False, verbose_name="créé le")),
                ("sessions_ended_at", models.DateTimeField(editable=False, null=True)),
                ("closed_at", models.DateTimeField(editable=False, null=True, verbose_name="fermé par sa personne le")),
                ("erased_at", models.DateTimeField(editable=False, null=True, verbose_name="effacé le")),
                (
                    "search_text",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("email"), models.F("display_name"), function="fold_person"),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "name_order",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("display_name"), function="french_order"),
                        output_field=models.TextField(db_collation="C"),
                    ),
                ),
            ],
            options={
                "verbose_name": "compte",
                "verbose_name_plural": "comptes",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("search_text", name="gin_trgm_ops"),
                        name="user_search_text",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", False)), fields=["closed_at"], name="user_closed_at"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        name="user_email_once",
                        violation_error_message="Cette adresse a déjà un compte.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("erased_at", None), ("closed_at__isnull", False), _connector="OR"),
                        name="user_erased_once_closed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="compte",
                    ),
                ),
                (
                    "seen_at",
                    models.DateTimeField(default=portal.clock.now, verbose_name="vu pour la dernière fois le"),
                ),
            ],
            options={
                "verbose_name": "dernière visite",
                "verbose_name_plural": "dernières visites",
            },
        ),
        migrations.CreateModel(
            name="Citizen",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("given_name", models.CharField(blank=True, max_length=100, verbose_name="prénom")),
                ("family_name", models.CharField(max_length=100, verbose_name="nom")),
                ("birth_date", models.DateField(blank=True, null=True, verbose_name="date de naissance")),
                (
                    "birth_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="année de naissance, sans le jour"
                    ),
                ),
                (
                    "birth_month",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="mois de naissance, sans le jour"
                    ),
                ),
                ("died_on", models.DateField(blank=True, editable=False, null=True, verbose_name="date du décès")),
                (
                    "language",
                    models.CharField(
                        choices=[("fr", "français"), ("en", "anglais")],
                        default="fr",
                        max_length=2,
                        verbose_name="langue",
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(default="America/Toronto", max_length=40, verbose_name="fuseau horaire"),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="adresse courriel")),
                ("email_verified_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="numéro de téléphone"
                    ),
                ),
                (
                    "phone_extension",
                    models.CharField(blank=True, db_default="", default="", max_length=7, verbose_name="poste"),
                ),
                ("phone_verified_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("postal_address", models.TextField(blank=True, verbose_name="adresse postale")),
                ("created_at", models.DateTimeField(default=portal.clock.now, editable=False)),
                (
                    "search_text",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.F("email"),
                            models.F("family_name"),
                            models.F("given_name"),
                            models.F("phone"),
                            models.F("postal_address"),
                            models.F("birth_date"),
                            models.F("birth_year"),
                            models.F("birth_month"),
                            function="fold_person",
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "name_order",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.F("family_name"), models.F("given_name"), function="french_order"
                        ),
                        output_field=models.TextField(db_collation="C"),
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="citizen",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "citoyenne ou citoyen",
                "verbose_name_plural": "citoyennes et citoyens",
                "ordering": ["name_order", "pk"],
                "indexes": [
                    models.Index(fields=["name_order", "id"], name="citizen_name"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("search_text", name="gin_trgm_ops"),
                        name="citizen_search_text",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("phone"),
                        condition=models.Q(("phone_verified_at__isnull", False)),
                        name="citizen_verified_phone_once",
                        violation_error_message="Ce numéro est déjà confirmé pour un autre compte.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("died_on", None),
                            ("birth_date", None),
                            ("died_on__gte", models.F("birth_date")),
                            _connector="OR",
                        ),
                        name="citizen_dies_after_birth",
                        violation_error_message="La date du décès ne peut pas précéder la naissance.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("phone_verified_at", None), models.Q(("phone", ""), _negated=True), _connector="OR"
                        ),
                        name="citizen_verified_phone_exists",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("birth_month", None), ("birth_year", None)),
                            models.Q(
                                ("birth_date", None),
                                ("birth_year__isnull", False),
                                ("birth_year__range", (1850, 2200)),
                                models.Q(("birth_month", None), ("birth_month__range", (1, 12)), _connector="OR"),
                            ),
                            _connector="OR",
                        ),
                        name="citizen_birth_known_in_one_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("phone_extension", ""),
                            models.Q(("phone_verified_at", None), models.Q(("phone", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="citizen_extension_of_a_number_for_calls",
                    ),
                ],
            },
        ),
    ]
