import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock
import portal.consents.channels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("deadlines", "0001_initial"),
        ("kinds", "0001_initial"),
        ("organizations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Outcome",
            fields=[
                (
                    "deadline",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="outcome",
                        serialize=False,
                        to="deadlines.deadline",
                        verbose_name="échéance",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="date limite")),
                (
                    "excluded",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "comptée"),
                            ("set_aside", "retirée par la personne avant la date"),
                            ("added_late", "ajoutée le jour même ou après la date"),
                        ],
                        max_length=12,
                        verbose_name="non comptée",
                    ),
                ),
                (
                    "reach",
                    models.CharField(
                        choices=[
                            ("digital", "rappel numérique accepté avant la date"),
                            ("otherwise", "rappelée autrement (poste, téléphone)"),
                            ("unreached", "rappels demandés, personne non jointe"),
                            ("not_asked", "aucun rappel demandé"),
                        ],
                        max_length=12,
                        verbose_name="rappel",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=portal.consents.channels.Channel.choices,
                        max_length=16,
                        verbose_name="moyen",
                    ),
                ),
                ("reminded_at", models.DateTimeField(null=True, verbose_name="premier rappel accepté")),
                (
                    "waited",
                    models.DurationField(
                        help_text="Du moment prévu de ce rappel jusqu’à son acceptation.",
                        null=True,
                        verbose_name="délai",
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("in_time", "fait à temps"),
                            ("after_reminder", "fait après un rappel de retard"),
                            ("late", "fait en retard, sans rappel de retard"),
                            ("not_known", "pas fait, ou pas signalé"),
                        ],
                        max_length=16,
                        verbose_name="suite",
                    ),
                ),
                (
                    "age",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("0-17", "moins de 18 ans"),
                            ("18-29", "18 à 29 ans"),
                            ("30-44", "30 à 44 ans"),
                            ("45-64", "45 à 64 ans"),
                            ("65-74", "65 à 74 ans"),
                            ("75+", "75 ans et plus"),
                            ("", "âge inconnu"),
                        ],
                        max_length=6,
                        verbose_name="âge",
                    ),
                ),
                (
                    "region",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("G", "Québec et est du Québec (G)"),
                            ("H", "Montréal et Laval (H)"),
                            ("J", "ouest et nord du Québec (J)"),
                            ("other", "ailleurs"),
                            ("", "région inconnue"),
                        ],
                        max_length=6,
                        verbose_name="région",
                    ),
                ),
                ("measured_at", models.DateTimeField(default=portal.clock.now, verbose_name="mesurée le")),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kinds.deadlinekind",
                        verbose_name="type",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                        verbose_name="organisme",
                    ),
                ),
            ],
            options={
                "verbose_name": "échéance mesurée",
                "verbose_name_plural": "indicateur des rappels",
                "ordering": ["-due_on", "deadline"],
                "indexes": [
                    models.Index(fields=["organization", "due_on", "deadline"], name="outcome_of_organization"),
                    models.Index(fields=["due_on"], name="outcome_due_on"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reach__in", ["digital", "otherwise"]), ("reminded_at__isnull", False)),
                            models.Q(("reach__in", ["unreached", "not_asked"]), ("reminded_at", None)),
                            _connector="OR",
                        ),
                        name="outcome_reminded_at",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("month", models.DateField(help_text="Son premier jour.", verbose_name="mois")),
                ("figures", models.JSONField(default=dict, verbose_name="chiffres")),
                ("alerts", models.JSONField(blank=True, default=list, verbose_name="alertes")),
                ("made_at", models.DateTimeField(default=portal.clock.now, verbose_name="fait le")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="lu le")),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                        verbose_name="organisme",
                    ),
                ),
                (
                    "read_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="lu par",
                    ),
                ),
            ],
            options={
                "verbose_name": "rapport mensuel",
                "verbose_name_plural": "rapports mensuels",
                "ordering": ["-month", "organization"],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "month"), name="report_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("read_at", None), ("read_by", None)),
                            models.Q(("read_at__isnull", False), ("read_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="report_read_at_by",
                    ),
                ],
            },
        ),
    ]
