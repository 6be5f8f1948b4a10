import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock
import portal.foundation.crypto.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("deadlines", "0001_initial"),
        ("imports", "0001_initial"),
        ("kinds", "0001_initial"),
        ("organizations", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DeadlineFile",
            fields=[],
            options={
                "verbose_name": "fichier d’échéances",
                "verbose_name_plural": "fichiers d’échéances",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("imports.importfile",),
        ),
        migrations.CreateModel(
            name="LinkAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=portal.clock.now)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["by", "at"], name="link_attempt_of")],
            },
        ),
        migrations.CreateModel(
            name="ImportedDeadline",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=80, verbose_name="référence de l’organisme")),
                (
                    "client_number",
                    portal.foundation.crypto.fields.SealedTextField(editable=False, verbose_name="numéro de client"),
                ),
                ("digest", models.CharField(editable=False, max_length=64)),
                ("due_on", models.DateField(verbose_name="date limite")),
                ("due_time", models.TimeField(blank=True, null=True, verbose_name="heure")),
                (
                    "time_zone",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=40, verbose_name="fuseau de l’heure"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "à faire"),
                            ("done", "fait"),
                            ("cancelled", "annulée"),
                            ("missed", "rendez-vous manqué ou versement en retard"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("received_at", models.DateTimeField(default=portal.clock.now, verbose_name="reçue le")),
                ("changed_at", models.DateTimeField(default=portal.clock.now, verbose_name="modifiée le")),
                (
                    "citizen",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.citizen",
                        verbose_name="personne",
                    ),
                ),
                (
                    "deadline",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imported_deadlines",
                        to="deadlines.deadline",
                        verbose_name="échéance",
                    ),
                ),
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
                "verbose_name": "échéance sans personne reliée",
                "verbose_name_plural": "échéances sans personne reliée",
                "ordering": ["-received_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("citizen", None)),
                        fields=["organization", "digest"],
                        name="imported_deadline_unmatched",
                    ),
                    models.Index(
                        condition=models.Q(("citizen", None), ("state", "open")),
                        fields=["kind", "due_on", "id"],
                        name="unmatched_of_kind",
                    ),
                    models.Index(
                        condition=models.Q(("citizen", None), ("state", "open")),
                        fields=["organization", "due_on", "id"],
                        name="unmatched_of_organization",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "reference"), name="imported_deadline_once"),
                    models.CheckConstraint(
                        condition=models.Q(("deadline", None), ("citizen__isnull", False), _connector="OR"),
                        name="imported_deadline_of_a_person",
                    ),
                ],
            },
        ),
    ]
