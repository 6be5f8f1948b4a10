import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock
import portal.consents.channels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Suspension",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "channel",
                    models.CharField(
                        choices=portal.consents.channels.Channel.choices, max_length=16, verbose_name="moyen"
                    ),
                ),
                ("address", models.TextField(verbose_name="coordonnée")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("bounce", "l’adresse n’existe pas ou refuse nos messages"),
                            ("complaint", "un message a été signalé comme indésirable"),
                            ("undeliverable", "le numéro ne reçoit pas de message texte"),
                            ("returned", "la lettre est revenue"),
                            ("wrong_number", "le numéro de téléphone n’est plus le bon"),
                        ],
                        max_length=16,
                        verbose_name="raison",
                    ),
                ),
                ("since", models.DateTimeField(default=portal.clock.now, verbose_name="depuis")),
                ("lifted_at", models.DateTimeField(blank=True, null=True, verbose_name="levée le")),
                (
                    "citizen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="suspensions", to="people.citizen"
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "coordonnée suspendue",
                "verbose_name_plural": "coordonnées suspendues",
                "ordering": ["-since", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at", None)),
                        fields=("citizen", "channel", "address"),
                        name="suspension_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lifted_at", None), ("lifted_by", None)),
                            ("lifted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="suspension_lifted_at",
                    ),
                ],
            },
        ),
    ]
