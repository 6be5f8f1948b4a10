"""The form that an organization declares for its client numbers."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock

ALPHABETS = [("digits", "des chiffres"), ("letters", "des lettres"), ("both", "des lettres et des chiffres")]
CHECKS = [
    ("luhn", "un chiffre, par la formule de Luhn (modulo 10)"),
    ("mod11", "un chiffre, modulo 11 (poids de 2 à 7)"),
    ("mod97", "deux chiffres, modulo 97-10 (ISO 7064)"),
]


class Migration(migrations.Migration):
    dependencies = [("portal", "0029_people_found_by_a_folded_column")]

    operations = [
        migrations.CreateModel(
            name="NumberPattern",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "alphabet",
                    models.CharField(
                        choices=ALPHABETS, default="both", max_length=8, verbose_name="de quoi ils sont faits"
                    ),
                ),
                ("signs", models.CharField(blank=True, max_length=8, verbose_name="autres signes")),
                ("shortest", models.PositiveSmallIntegerField(default=1, verbose_name="longueur, au moins")),
                ("longest", models.PositiveSmallIntegerField(default=40, verbose_name="longueur, au plus")),
                (
                    "check_digit",
                    models.CharField(
                        blank=True, choices=CHECKS, max_length=8, verbose_name="chiffre de contrôle, à la fin"
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
                        to="portal.organization",
                        verbose_name="organisme",
                    ),
                ),
            ],
            options={
                "verbose_name": "forme des numéros de client",
                "verbose_name_plural": "forme des numéros de client",
                "ordering": ["organization__name_fr"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(shortest__gte=1, shortest__lte=models.F("longest"), longest__lte=40),
                        name="number_pattern_lengths",
                        violation_error_message="La longueur va de 1 à 40 signes, la plus petite d’abord.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(alphabet="digits")
                        | models.Q(check_digit="")
                        | (models.Q(check_digit="mod97") & ~models.Q(alphabet="letters")),
                        name="number_pattern_check_of_digits",
                        violation_error_message=(
                            "Ce contrôle se calcule sur des chiffres\u00a0: choisissez «\u00a0des chiffres\u00a0»."
                        ),
                    ),
                    models.CheckConstraint(
                        condition=models.Q(declared_at__isnull=False, declared_by__isnull=False),
                        name="number_pattern_declared_at_by",
                    ),
                ],
            },
        ),
    ]
