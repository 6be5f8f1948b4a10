import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock
import portal.foundation.crypto.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("document_types", "0001_initial"),
        ("documents", "0001_initial"),
        ("dossiers", "0001_initial"),
        ("organizations", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RequestedDocument",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("subject_type", models.CharField(blank=True, max_length=60)),
                ("subject_id", models.UUIDField(null=True)),
                ("label", portal.foundation.crypto.fields.SealedTextField(editable=False, verbose_name="pièce")),
                (
                    "reason",
                    portal.foundation.crypto.fields.SealedTextField(
                        editable=False, verbose_name="raison de la demande"
                    ),
                ),
                ("due_on", models.DateField(verbose_name="pour le")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("missing", "à envoyer"),
                            ("given", "envoyée"),
                            ("accepted", "acceptée"),
                            ("refused", "refusée"),
                            ("cancelled", "plus demandée"),
                        ],
                        default="missing",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("asked_at", models.DateTimeField(default=portal.clock.now, verbose_name="demandée")),
                ("given_at", models.DateTimeField(null=True, verbose_name="envoyée")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="examinée")),
                (
                    "because",
                    portal.foundation.crypto.fields.SealedTextField(
                        editable=False, null=True, verbose_name="raison du refus"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "citizen",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="document_requests",
                        to="people.citizen",
                        verbose_name="citoyen",
                    ),
                ),
                (
                    "document_type",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="document_types.documenttype",
                        verbose_name="genre de papier",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="document_requests",
                        to="dossiers.dossier",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="document_requests",
                        to="organizations.team",
                        verbose_name="équipe",
                    ),
                ),
            ],
            options={
                "verbose_name": "pièce demandée",
                "verbose_name_plural": "pièces demandées",
                "ordering": ["-asked_at", "-id"],
                "indexes": [
                    models.Index(
                        models.F("citizen"),
                        models.OrderBy(models.F("asked_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="request_citizen",
                    ),
                    models.Index(
                        models.F("team"),
                        models.OrderBy(models.F("asked_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="request_team",
                    ),
                    models.Index(fields=["subject_id", "asked_at"], name="request_subject"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("asked_by", None), ("asked_at__isnull", False), _connector="OR"),
                        name="request_asked_pair",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("given_at", None), ("given_by", None)),
                            models.Q(("given_at__isnull", False), ("given_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="request_given_pair",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("settled_by", None), ("settled_at__isnull", False), _connector="OR"),
                        name="request_settled_pair",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("given_at", None), ("settled_at", None), ("state", "missing")),
                            models.Q(("given_at__isnull", False), ("settled_at", None), ("state", "given")),
                            models.Q(
                                ("given_at__isnull", False),
                                ("settled_at__isnull", False),
                                ("state__in", ["accepted", "refused"]),
                            ),
                            models.Q(("settled_at__isnull", False), ("state", "cancelled")),
                            _connector="OR",
                        ),
                        name="request_state_tells_the_rest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "refused"), ("because__isnull", True), _connector="XOR"),
                        name="request_refused_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("subject_id", None), ("subject_type", "")),
                            models.Q(models.Q(("subject_type", ""), _negated=True), ("subject_id__isnull", False)),
                            _connector="OR",
                        ),
                        name="request_subject_pair",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GivenDocument",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(default=portal.clock.now, verbose_name="envoyée")),
                ("set_aside_at", models.DateTimeField(null=True, verbose_name="remplacée")),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="given_for",
                        to="documents.document",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="given",
                        to="requested_documents.requesteddocument",
                    ),
                ),
            ],
            options={
                "verbose_name": "fichier d’une pièce demandée",
                "verbose_name_plural": "fichiers des pièces demandées",
                "ordering": ["at", "id"],
                "indexes": [models.Index(fields=["request", "at", "id"], name="given_document_request")],
            },
        ),
    ]
