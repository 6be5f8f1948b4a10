import uuid

import django.contrib.postgres.fields
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
            name="ImportFile",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("noun", models.CharField(editable=False, max_length=60)),
                ("name", models.CharField(max_length=150, verbose_name="fichier")),
                ("content", models.BinaryField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checking", "vérification en cours"),
                            ("checked", "vérifié, rien n’est encore reçu"),
                            ("receiving", "réception en cours"),
                            ("received", "reçu"),
                            ("refused", "illisible"),
                            ("dropped", "abandonné"),
                        ],
                        default="checking",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("refusal", models.CharField(blank=True, max_length=200, verbose_name="ce qui empêche de le lire")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="lignes traitées")),
                ("rows", models.PositiveIntegerField(default=0, verbose_name="lignes")),
                ("bad_rows", models.PositiveIntegerField(default=0, verbose_name="lignes à corriger")),
                (
                    "bad_lines",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveIntegerField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "to_confirm",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveIntegerField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "is_confirmed",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="les lignes à confirmer sont voulues"
                    ),
                ),
                ("tallies", models.JSONField(default=dict, editable=False)),
                ("counts", models.JSONField(default=dict, editable=False, verbose_name="résultats")),
                (
                    "bad_since",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Elles ne convenaient plus au moment de recevoir.",
                        verbose_name="bonnes à l’essai, refusées à la réception",
                    ),
                ),
                (
                    "tries",
                    models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="lectures interrompues"),
                ),
                ("given_at", models.DateTimeField(default=portal.clock.now, editable=False, verbose_name="déposé le")),
                ("accepted_at", models.DateTimeField(editable=False, null=True, verbose_name="accepté le")),
                ("settled_at", models.DateTimeField(editable=False, null=True, verbose_name="terminé le")),
                (
                    "accepted_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="accepté par",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="déposé par",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                        verbose_name="organisme",
                    ),
                ),
            ],
            options={
                "verbose_name": "fichier importé",
                "verbose_name_plural": "fichiers importés",
                "ordering": ["-given_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ImportProblem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.PositiveIntegerField(verbose_name="ligne")),
                ("column", models.CharField(max_length=40, verbose_name="colonne")),
                ("words", models.CharField(max_length=200, verbose_name="à corriger")),
                (
                    "import_file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="problems", to="imports.importfile"
                    ),
                ),
            ],
            options={
                "verbose_name": "case à corriger",
                "verbose_name_plural": "cases à corriger",
                "ordering": ["import_file", "line", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="importfile",
            index=models.Index(
                condition=models.Q(("settled_at", None)), fields=["given_at"], name="import_file_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="importfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("given_at__isnull", False), ("given_by__isnull", False)),
                name="import_file_given_at_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="importfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_at", None), ("accepted_by", None)),
                    models.Q(("accepted_at__isnull", False), ("accepted_by__isnull", False)),
                    _connector="OR",
                ),
                name="import_file_accepted_at_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="importfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_at__isnull", False), ("state__in", ["receiving", "received"])),
                    models.Q(("accepted_at", None), ("state__in", ["checking", "checked", "refused", "dropped"])),
                    _connector="OR",
                ),
                name="import_file_accepted_before_received",
            ),
        ),
        migrations.AddConstraint(
            model_name="importfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("content", None),
                        ("settled_at__isnull", False),
                        ("state__in", ["received", "refused", "dropped"]),
                    ),
                    models.Q(
                        ("content__isnull", False),
                        ("settled_at", None),
                        ("state__in", ["checking", "checked", "receiving"]),
                    ),
                    _connector="OR",
                ),
                name="import_file_emptied_at_its_end",
            ),
        ),
        migrations.AddIndex(
            model_name="importfile",
            index=models.Index(fields=["noun", "organization", "-given_at", "-id"], name="import_file_of_organization"),
        ),
    ]
