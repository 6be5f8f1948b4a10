import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock
import portal.foundation.crypto.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organizations", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ClientNumber",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", portal.foundation.crypto.fields.SealedTextField(editable=False, verbose_name="numéro")),
                ("digest", models.CharField(editable=False, max_length=64)),
                ("agreed_at", models.DateTimeField(default=portal.clock.now, editable=False, verbose_name="relié le")),
                (
                    "agreed_how",
                    models.CharField(
                        choices=[("code", "code reçu par la poste"), ("agent", "vérifié par une agente ou un agent")],
                        max_length=8,
                        verbose_name="comment",
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="jusqu’au")),
                (
                    "ended_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("other_person", "c’est le numéro d’une autre personne"),
                            ("mistyped", "le numéro a été mal écrit"),
                            ("old", "la personne n’a plus ce numéro"),
                        ],
                        db_default="",
                        default="",
                        editable=False,
                        max_length=16,
                        verbose_name="pourquoi",
                    ),
                ),
                (
                    "agreed_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "citizen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="client_numbers",
                        to="people.citizen",
                        verbose_name="personne",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                        verbose_name="organisme",
                    ),
                ),
            ],
            options={
                "verbose_name": "numéro de client",
                "verbose_name_plural": "numéros de client",
                "ordering": ["-agreed_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)), fields=["citizen"], name="client_number_of_citizen"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("organization", "digest"),
                        name="client_number_of_one_person",
                        violation_error_message="Ce numéro est déjà relié à une autre personne. Téléphonez à l’organisme.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("agreed_at__isnull", False), ("agreed_by__isnull", False)),
                        name="client_number_agreed_at_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ended_reason", ""), ("ended_at__isnull", False), _connector="OR"),
                        name="client_number_reason_of_its_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_by", None)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="client_number_ended_at_by",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NumberPattern",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "alphabet",
                    models.CharField(
                        choices=[
                            ("digits", "des chiffres"),
                            ("letters", "des lettres"),
                            ("both", "des lettres et des chiffres"),
                        ],
                        default="both",
                        max_length=8,
                        verbose_name="de quoi ils sont faits",
                    ),
                ),
                ("signs", models.CharField(blank=True, max_length=8, verbose_name="autres signes")),
                ("shortest", models.PositiveSmallIntegerField(default=1, verbose_name="longueur, au moins")),
                ("longest", models.PositiveSmallIntegerField(default=40, verbose_name="longueur, au plus")),
                (
                    "check_digit",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("luhn", "un chiffre, par la formule de Luhn (modulo 10)"),
                            ("mod11", "un chiffre, modulo 11 (poids de 2 à 7)"),
                            ("mod97", "deux chiffres, modulo 97-10 (ISO 7064)"),
                        ],
                        max_length=8,
                        verbose_name="chiffre de contrôle, à la fin",
                    ),
                ),
                (
                    "declared_at",
                    models.DateTimeField(default=portal.clock.now, editable=False, verbose_name="déclarée le"),
                ),
                (
                    "declared_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                        verbose_name="organisme",
                    ),
                ),
            ],
            options={
                "verbose_name": "forme des numéros de client",
                "verbose_name_plural": "forme des numéros de client",
                "ordering": ["organization__name_order"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("longest__lte", 40), ("shortest__gte", 1), ("shortest__lte", models.F("longest"))
                        ),
                        name="number_pattern_lengths",
                        violation_error_message="La longueur va de 1 à 40 signes, la plus petite d’abord.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("alphabet", "digits"),
                            ("check_digit", ""),
                            models.Q(("check_digit", "mod97"), models.Q(("alphabet", "letters"), _negated=True)),
                            _connector="OR",
                        ),
                        name="number_pattern_check_of_digits",
                        violation_error_message="Ce contrôle se calcule sur des chiffres\xa0: choisissez «\xa0des chiffres\xa0».",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("declared_at__isnull", False), ("declared_by__isnull", False)),
                        name="number_pattern_declared_at_by",
                    ),
                ],
            },
        ),
    ]
