import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock
import portal.foundation.crypto.fields
from portal.foundation.storage import swept


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("document_types", "0001_initial"),
        ("dossiers", "0001_initial"),
        ("organizations", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "origin",
                    models.CharField(
                        choices=[("citizen", "du citoyen"), ("agent", "de l’organisme")],
                        max_length=10,
                        verbose_name="origine",
                    ),
                ),
                ("name", portal.foundation.crypto.fields.SealedTextField(editable=False, verbose_name="nom")),
                ("type_said_at", models.DateTimeField(null=True, verbose_name="genre dit")),
                ("issued_on", models.DateField(null=True, verbose_name="date du papier")),
                ("expires_on", models.DateField(null=True, verbose_name="expire le")),
                ("content_type", models.CharField(max_length=40, verbose_name="type")),
                ("size", models.PositiveIntegerField(verbose_name="taille")),
                ("received_size", models.PositiveIntegerField()),
                ("received_at", models.DateTimeField(default=portal.clock.now, verbose_name="reçu")),
                ("came_on", models.DateField(editable=False, null=True, verbose_name="papier reçu le")),
                ("received_sha256", models.CharField(max_length=64, verbose_name="empreinte à la réception (SHA-256)")),
                (
                    "served_sha256",
                    models.CharField(blank=True, max_length=64, verbose_name="empreinte de ce qui est servi (SHA-256)"),
                ),
                (
                    "rebuilt_because",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), db_default=[], default=list, size=None
                    ),
                ),
                ("storage_key", models.CharField(max_length=32, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "en vérification"),
                            ("held", "gardé, vérification retardée"),
                            ("available", "disponible"),
                            ("refused", "refusé"),
                        ],
                        default="received",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                (
                    "scan",
                    models.CharField(
                        choices=[
                            ("pending", "à faire"),
                            ("clean", "rien trouvé"),
                            ("not_scanned", "non analysé (démonstration)"),
                        ],
                        default="pending",
                        max_length=12,
                        verbose_name="antivirus",
                    ),
                ),
                ("refused_because", models.CharField(blank=True, max_length=20)),
                ("screened_at", models.DateTimeField(null=True)),
                ("claimed_until", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="essais")),
                ("not_before", models.DateTimeField(null=True)),
                (
                    "held_because",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=20, verbose_name="ce qui nous arrête"
                    ),
                ),
                ("held_since", models.DateTimeField(null=True, verbose_name="depuis")),
                ("damaged_at", models.DateTimeField(null=True, verbose_name="trouvé abîmé")),
                ("first_read_at", models.DateTimeField(null=True, verbose_name="première lecture")),
                (
                    "by",
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
                        related_name="documents",
                        to="people.citizen",
                        verbose_name="personne",
                    ),
                ),
                (
                    "document_type",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="document_types.documenttype",
                        verbose_name="genre de papier",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "first_read_by",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="organizations.team",
                        verbose_name="équipe",
                    ),
                ),
                (
                    "type_said_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documents",
                "ordering": ["-received_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="TroubledDocument",
            fields=[],
            options={
                "verbose_name": "fichier retenu ou abîmé",
                "verbose_name_plural": "Fichiers retenus ou abîmés",
                "ordering": ["received_at", "id"],
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("documents.document",),
        ),
        migrations.CreateModel(
            name="PendingUpload",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", portal.foundation.crypto.fields.SealedTextField(editable=False)),
                ("content_type", models.CharField(max_length=40)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("storage_key", models.CharField(max_length=32, unique=True)),
                ("received_at", models.DateTimeField(db_index=True, default=portal.clock.now)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["received_at", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                models.F("citizen"),
                models.OrderBy(models.F("received_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="document_citizen",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                models.F("team"),
                models.OrderBy(models.F("received_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="document_team",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                models.F("received_at"),
                condition=models.Q(("state__in", ["received", "held"])),
                name="document_to_screen",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                models.F("damaged_at"), condition=models.Q(("damaged_at__isnull", False)), name="document_damaged"
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "refused"), ("refused_because", ""), _connector="XOR"),
                name="document_refused_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("held_because__gt", ""), ("held_since__isnull", False), ("state", "held")),
                    models.Q(models.Q(("state", "held"), _negated=True), ("held_because", ""), ("held_since", None)),
                    _connector="OR",
                ),
                name="document_held_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("damaged_at", None), ("state", "available"), _connector="OR"),
                name="document_damaged_was_available",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "available"), _negated=True),
                    models.Q(
                        ("scan__in", ["clean", "not_scanned"]),
                        ("screened_at__isnull", False),
                        ("served_sha256__gt", ""),
                    ),
                    _connector="OR",
                ),
                name="document_available_was_screened",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("document_type", None), ("type_said_at", None), ("type_said_by", None)),
                    models.Q(
                        ("document_type__isnull", False),
                        ("type_said_at__isnull", False),
                        ("type_said_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="document_type_said_at_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("issued_on", None),
                    ("expires_on", None),
                    ("expires_on__gte", models.F("issued_on")),
                    _connector="OR",
                ),
                name="document_expires_after_issue",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("first_read_by", None), ("first_read_at__isnull", False), _connector="OR"),
                name="document_first_read_pair",
            ),
        ),
        swept("documents_document"),
    ]
