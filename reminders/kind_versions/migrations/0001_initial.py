import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kinds", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KindVersion",
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
                (
                    "published_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="publiée le"),
                ),
                ("discarded_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("replanned_at", models.DateTimeField(blank=True, editable=False, null=True)),
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
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="kinds.deadlinekind",
                        verbose_name="type",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "returned_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "version d’un type d’échéance",
                "verbose_name_plural": "versions des types d’échéances",
                "ordering": ["kind", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "number"), name="kind_version_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["draft", "submitted"])),
                        fields=("kind",),
                        name="kind_version_open_once",
                        violation_error_message="Un brouillon de ce type existe déjà.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "published")), fields=("kind",), name="kind_version_in_force_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("submitted_at", None), ("submitted_by", None)),
                            models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="kind_version_submitted_at_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("published_at__isnull", False),
                                ("published_by__isnull", False),
                                ("state__in", ["published", "replaced"]),
                            ),
                            models.Q(
                                models.Q(("state__in", ["published", "replaced"]), _negated=True),
                                ("published_at", None),
                                ("published_by", None),
                            ),
                            _connector="OR",
                        ),
                        name="kind_version_published_at_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("discarded_at__isnull", False), ("discarded_by__isnull", False), ("state", "discarded")
                            ),
                            models.Q(
                                models.Q(("state", "discarded"), _negated=True),
                                ("discarded_at", None),
                                ("discarded_by", None),
                            ),
                            _connector="OR",
                        ),
                        name="kind_version_discarded_at_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "submitted"), _negated=True),
                            ("submitted_by__isnull", False),
                            _connector="OR",
                        ),
                        name="kind_version_submitted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("returned_at", None), ("returned_by", None), ("returned_why", "")),
                            models.Q(
                                ("returned_at__isnull", False),
                                ("returned_by__isnull", False),
                                models.Q(("returned_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="kind_version_returned_at_by_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("submitted_by", None),
                            ("published_by", None),
                            models.Q(("published_by", models.F("submitted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="kind_version_two_persons",
                        violation_error_message="La personne qui approuve n’est pas celle qui a demandé.",
                    ),
                ],
            },
        ),
    ]
