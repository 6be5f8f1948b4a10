import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organizations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SynonymVersion",
            fields=[
                ("number", models.PositiveIntegerField(primary_key=True, serialize=False, verbose_name="version")),
                ("synonyms", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ("made_at", models.DateTimeField(default=portal.clock.now, verbose_name="décidée le")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
            ],
            options={
                "verbose_name": "version des synonymes",
                "verbose_name_plural": "versions des synonymes",
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="CatalogueEntry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "section",
                    models.CharField(
                        choices=[
                            ("program", "Programmes et aides"),
                            ("deadline", "Échéances et rendez-vous"),
                            ("question", "Questions fréquentes"),
                            ("life_event", "Événements de vie"),
                            ("team", "Services à qui écrire"),
                        ],
                        max_length=12,
                    ),
                ),
                ("subject_type", models.CharField(max_length=60)),
                ("subject_id", models.CharField(max_length=64)),
                ("theme", models.CharField(blank=True, max_length=20)),
                ("title", models.CharField(max_length=200)),
                ("summary", models.TextField(blank=True)),
                ("address", models.CharField(max_length=300)),
                ("lookalike", models.TextField(editable=False)),
                ("body", models.TextField(editable=False)),
                (
                    "vector",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.CombinedSearchVector(
                            django.contrib.postgres.search.SearchVector("lookalike", config="french", weight="A"),
                            "||",
                            django.contrib.postgres.search.SearchVector("body", config="french", weight="C"),
                            django.contrib.postgres.search.SearchConfig("french"),
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                ("updated_at", models.DateTimeField(default=portal.clock.now)),
                (
                    "title_order",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("title"), function="french_order"),
                        output_field=models.TextField(db_collation="C"),
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                    ),
                ),
            ],
            options={
                "verbose_name": "entrée du catalogue",
                "verbose_name_plural": "entrées du catalogue",
                "ordering": ["title_order", "pk"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["vector"], name="entry_vector"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("lookalike", name="gin_trgm_ops"),
                        name="entry_lookalike",
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("subject_type", "subject_id"), name="entry_once")],
            },
        ),
        migrations.CreateModel(
            name="Synonym",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("term", models.CharField(max_length=60, verbose_name="ce que les gens écrivent")),
                ("meaning", models.CharField(max_length=100, verbose_name="ce que nous écrivons")),
                ("term_plain", models.CharField(editable=False, max_length=60)),
                ("written_at", models.DateTimeField(default=portal.clock.now, editable=False, verbose_name="écrit le")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposé"),
                            ("in_force", "en service"),
                            ("refused", "refusé"),
                            ("withdrawn", "retiré"),
                        ],
                        db_default="proposed",
                        default="proposed",
                        editable=False,
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="décidé le")),
                ("refused_why", models.CharField(blank=True, editable=False, max_length=200, verbose_name="pourquoi")),
                (
                    "author",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="décidé par",
                    ),
                ),
            ],
            options={
                "verbose_name": "synonyme",
                "verbose_name_plural": "synonymes",
                "ordering": ["term_plain", "meaning"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("term_plain", "meaning"),
                        name="synonym_once",
                        violation_error_message="Ce synonyme est déjà noté.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None)),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="synonym_decided_at_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("state", "proposed")),
                            ("state", "in_force"),
                            models.Q(("decided_at__isnull", False), ("state__in", ["refused", "withdrawn"])),
                            _connector="OR",
                        ),
                        name="synonym_state_was_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "refused"), ("refused_why", ""), _connector="XOR"),
                        name="synonym_refused_says_why",
                    ),
                ],
            },
        ),
    ]
