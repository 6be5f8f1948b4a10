import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("dossier_types", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DossierTypeVersion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("content", models.JSONField(verbose_name="contenu")),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "brouillon"),
                            ("submitted", "à approuver par une autre personne"),
                            ("scheduled", "publiée, en vigueur plus tard"),
                            ("published", "en vigueur"),
                            ("replaced", "remplacée"),
                            ("discarded", "abandonnée"),
                        ],
                        default="draft",
                        max_length=16,
                        verbose_name="état",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="ce qui change, en une phrase")),
                ("created_at", models.DateTimeField(default=portal.clock.now, verbose_name="commencée le")),
                ("edited_at", models.DateTimeField(default=portal.clock.now, verbose_name="modifiée le")),
                ("submitted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("returned_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("returned_why", models.CharField(blank=True, max_length=500, verbose_name="raison du renvoi")),
                ("effective_on", models.DateField(blank=True, null=True, verbose_name="en vigueur à partir du")),
                (
                    "published_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="publiée le"),
                ),
                ("discarded_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="écrite par",
                    ),
                ),
                (
                    "discarded_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "version d’un genre de dossier",
                "verbose_name_plural": "versions des genres de dossiers",
                "ordering": ["dossier_type", "-number"],
            },
        ),
        migrations.AddField(
            model_name="dossiertypeversion",
            name="dossier_type",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="dossier_types.dossiertype",
                verbose_name="genre de dossier",
            ),
        ),
        migrations.AddField(
            model_name="dossiertypeversion",
            name="published_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="dossiertypeversion",
            name="returned_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="dossiertypeversion",
            name="submitted_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="dossiertypeversion",
            constraint=models.UniqueConstraint(
                fields=("dossier_type", "number"), name="dossier_type_version_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="dossiertypeversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["draft", "submitted"])),
                fields=("dossier_type",),
                name="dossier_type_version_open_once",
                violation_error_message="Un brouillon existe déjà.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossiertypeversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "published")),
                fields=("dossier_type",),
                name="dossier_type_version_in_force_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossiertypeversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "scheduled")),
                fields=("dossier_type", "effective_on"),
                name="dossier_type_version_one_a_day",
                violation_error_message="Une version est déjà prévue pour ce jour.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossiertypeversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at", None), ("published_by", None)),
                    ("published_at__isnull", False),
                    _connector="OR",
                ),
                name="dossier_type_version_published_at_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossiertypeversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("discarded_at__isnull", False), ("discarded_by__isnull", False), ("state", "discarded")),
                    models.Q(
                        models.Q(("state", "discarded"), _negated=True), ("discarded_at", None), ("discarded_by", None)
                    ),
                    _connector="OR",
                ),
                name="dossier_type_version_discarded_at_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossiertypeversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("submitted_at", None), ("submitted_by", None)),
                    models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                    _connector="OR",
                ),
                name="dossier_type_version_submitted_at_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossiertypeversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("returned_at", None), ("returned_by", None), ("returned_why", "")),
                    models.Q(
                        ("returned_at__isnull", False),
                        ("returned_by__isnull", False),
                        models.Q(("returned_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="dossier_type_version_returned_at_by_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossiertypeversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("state__in", ["draft", "submitted", "discarded"]), _negated=True),
                        ("published_at__isnull", False),
                    ),
                    models.Q(("published_at", None), ("state__in", ["draft", "submitted"])),
                    ("state", "discarded"),
                    _connector="OR",
                ),
                name="dossier_type_version_published",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossiertypeversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("published_at", None), ("effective_on__isnull", False), _connector="OR"),
                name="dossier_type_version_has_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossiertypeversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "submitted"), _negated=True), ("submitted_by__isnull", False), _connector="OR"
                ),
                name="dossier_type_version_submitted",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossiertypeversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("submitted_by", None),
                    ("published_by", None),
                    models.Q(("published_by", models.F("submitted_by")), _negated=True),
                    _connector="OR",
                ),
                name="dossier_type_version_two_persons",
                violation_error_message="La personne qui approuve n’est pas celle qui a demandé.",
            ),
        ),
    ]
