import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("foundation", "0001_folding"),
        ("organizations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DossierType",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.SlugField(max_length=64, unique=True, verbose_name="code")),
                ("title_fr", models.CharField(max_length=120, verbose_name="titre")),
                ("title_en", models.CharField(blank=True, max_length=120, verbose_name="titre en anglais")),
                (
                    "summary_fr",
                    models.CharField(blank=True, max_length=300, verbose_name="ce que c’est, en une phrase"),
                ),
                ("summary_en", models.CharField(blank=True, max_length=300)),
                (
                    "number_pattern",
                    models.CharField(default="{année}-{rang}", max_length=40, verbose_name="forme des numéros"),
                ),
                ("promised_days", models.PositiveSmallIntegerField(default=30, verbose_name="délai promis (jours)")),
                ("stages", models.JSONField(default=list, verbose_name="états")),
                ("documents", models.JSONField(blank=True, default=list, verbose_name="papiers demandés d’habitude")),
                ("reasons", models.JSONField(blank=True, default=list, verbose_name="raisons d’une décision")),
                ("remedies", models.JSONField(blank=True, default=list, verbose_name="recours")),
                ("letter_fr", models.TextField(blank=True, verbose_name="ce que dit la lettre")),
                ("letter_en", models.TextField(blank=True, verbose_name="ce que dit la lettre, en anglais")),
                ("imported_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("updated_at", models.DateTimeField(verbose_name="mis à jour")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "pas encore publié"), ("published", "publié"), ("retired", "retiré")],
                        default="draft",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="publié le")),
                (
                    "title_order",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("title_fr"), function="french_order"),
                        output_field=models.TextField(db_collation="C"),
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossier_types",
                        to="organizations.organization",
                        verbose_name="organisme",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossier_types",
                        to="organizations.team",
                        verbose_name="équipe responsable",
                    ),
                ),
            ],
            options={
                "verbose_name": "genre de dossier",
                "verbose_name_plural": "genres de dossiers",
                "ordering": ["organization__name_order", "title_order", "id"],
            },
        ),
        migrations.CreateModel(
            name="NumberSequence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
                (
                    "dossier_type",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sequences",
                        to="dossier_types.dossiertype",
                    ),
                ),
            ],
            options={
                "verbose_name": "suite de numéros",
                "verbose_name_plural": "suites de numéros",
                "ordering": ["dossier_type", "year"],
            },
        ),
        migrations.AddConstraint(
            model_name="dossiertype",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at", None), ("published_by", None), ("state", "draft")),
                    models.Q(("published_at__isnull", False), ("state__in", ["published", "retired"])),
                    _connector="OR",
                ),
                name="dossier_type_published_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossiertype",
            constraint=models.CheckConstraint(
                condition=models.Q(("promised_days__gte", 1)), name="dossier_type_promises_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="numbersequence",
            constraint=models.UniqueConstraint(fields=("dossier_type", "year"), name="dossier_sequence_once"),
        ),
    ]
