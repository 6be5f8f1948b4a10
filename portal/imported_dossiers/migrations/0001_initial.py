import uuid

import django.db.models.deletion
from django.db import migrations, models

import portal.clock
import portal.foundation.crypto.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("dossier_types", "0001_initial"),
        ("dossiers", "0001_initial"),
        ("imports", "0001_initial"),
        ("organizations", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DossierFile",
            fields=[],
            options={
                "verbose_name": "fichier de dossiers",
                "verbose_name_plural": "fichiers de dossiers",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("imports.importfile",),
        ),
        migrations.CreateModel(
            name="ImportedDossier",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=40, verbose_name="numéro du dossier")),
                (
                    "client_number",
                    portal.foundation.crypto.fields.SealedTextField(editable=False, verbose_name="numéro de client"),
                ),
                ("digest", models.CharField(editable=False, max_length=64)),
                ("title", portal.foundation.crypto.fields.SealedTextField(editable=False, verbose_name="titre")),
                ("stage", models.CharField(blank=True, max_length=40, verbose_name="étape")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "en cours"), ("closed", "terminé")],
                        default="open",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("promised_on", models.DateField(null=True, verbose_name="promis pour le")),
                (
                    "note",
                    portal.foundation.crypto.fields.SealedTextField(editable=False, verbose_name="mot à la personne"),
                ),
                ("outcome", models.CharField(blank=True, max_length=8, verbose_name="décision")),
                ("reason", models.CharField(blank=True, max_length=40, verbose_name="raison")),
                ("remedy", models.CharField(blank=True, max_length=40, verbose_name="recours")),
                (
                    "words",
                    portal.foundation.crypto.fields.SealedTextField(editable=False, verbose_name="raison, en mots"),
                ),
                ("received_at", models.DateTimeField(default=portal.clock.now, verbose_name="reçu le")),
                ("changed_at", models.DateTimeField(default=portal.clock.now, verbose_name="modifié le")),
                ("linked_at", models.DateTimeField(null=True, verbose_name="relié le")),
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
                    "dossier",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imported_dossier",
                        to="dossiers.dossier",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "dossier_type",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossier_types.dossiertype",
                        verbose_name="genre",
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
                "verbose_name": "dossier sans personne reliée",
                "verbose_name_plural": "dossiers sans personne reliée",
                "ordering": ["-received_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="DossierContent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("subject_type", models.CharField(max_length=60)),
                ("subject_id", models.UUIDField()),
                ("reference", models.CharField(max_length=80, verbose_name="référence de l’organisme")),
                ("digest", models.CharField(max_length=64)),
                ("received_at", models.DateTimeField(default=portal.clock.now, verbose_name="reçu le")),
                (
                    "imported_dossier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contents",
                        to="imported_dossiers.importeddossier",
                    ),
                ),
            ],
            options={
                "verbose_name": "contenu reçu d’un dossier",
                "verbose_name_plural": "contenus reçus des dossiers",
                "ordering": ["received_at", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="importeddossier",
            index=models.Index(
                condition=models.Q(("citizen", None)), fields=["organization", "digest"], name="imported_dossier_waits"
            ),
        ),
        migrations.AddIndex(
            model_name="importeddossier",
            index=models.Index(fields=["organization", "-received_at", "-id"], name="imported_dossier_received"),
        ),
        migrations.AddIndex(
            model_name="importeddossier",
            index=models.Index(fields=["dossier_type", "-received_at", "-id"], name="imported_dossier_of_type"),
        ),
        migrations.AddConstraint(
            model_name="importeddossier",
            constraint=models.UniqueConstraint(fields=("organization", "number"), name="imported_dossier_once"),
        ),
        migrations.AddConstraint(
            model_name="importeddossier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("citizen", None), ("dossier", None)),
                    models.Q(("citizen__isnull", False), ("dossier__isnull", False)),
                    _connector="OR",
                ),
                name="imported_dossier_of_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossiercontent",
            constraint=models.UniqueConstraint(
                fields=("imported_dossier", "subject_type", "reference"), name="dossier_content_once"
            ),
        ),
    ]
