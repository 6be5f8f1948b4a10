import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("deliveries", "0001_initial"),
        ("organizations", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LetterBatch",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField(unique=True, verbose_name="numéro")),
                (
                    "state",
                    models.CharField(
                        choices=[("made", "à imprimer"), ("printed", "imprimé"), ("posted", "posté")],
                        default="made",
                        max_length=8,
                        verbose_name="état",
                    ),
                ),
                ("made_at", models.DateTimeField(default=portal.clock.now, verbose_name="préparé le")),
                ("printed_at", models.DateTimeField(null=True, verbose_name="imprimé le")),
                ("posted_at", models.DateTimeField(null=True, verbose_name="posté le")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="préparé par",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                        verbose_name="organisme",
                    ),
                ),
                (
                    "posted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="posté par",
                    ),
                ),
                (
                    "printed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="imprimé par",
                    ),
                ),
            ],
            options={
                "verbose_name": "lot de lettres",
                "verbose_name_plural": "lots de lettres",
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "à imprimer"),
                            ("batched", "dans un lot"),
                            ("printed", "imprimée"),
                            ("posted", "postée"),
                            ("returned", "revenue"),
                            ("cancelled", "n’est plus à envoyer"),
                        ],
                        default="queued",
                        max_length=9,
                        verbose_name="état",
                    ),
                ),
                ("queued_at", models.DateTimeField(default=portal.clock.now, verbose_name="à imprimer depuis")),
                ("post_before", models.DateField(blank=True, null=True, verbose_name="à poster avant le")),
                ("place", models.PositiveSmallIntegerField(null=True, verbose_name="rang dans le lot")),
                ("address", models.TextField(blank=True, verbose_name="adresse imprimée")),
                ("returned_at", models.DateTimeField(null=True, verbose_name="revenue le")),
                (
                    "citizen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="people.citizen"
                    ),
                ),
                (
                    "delivery",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letter",
                        to="deliveries.delivery",
                        verbose_name="envoi",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                        verbose_name="organisme",
                    ),
                ),
                (
                    "returned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="retour noté par",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="letters.letterbatch",
                        verbose_name="lot",
                    ),
                ),
            ],
            options={
                "verbose_name": "lettre",
                "verbose_name_plural": "lettres",
                "ordering": ["queued_at", "id"],
            },
        ),
        migrations.AddConstraint(
            model_name="letterbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("made_at__isnull", False), ("made_by__isnull", False)),
                name="letter_batch_made_at_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="letterbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("printed_at", None), ("printed_by", None)),
                    models.Q(("printed_at__isnull", False), ("printed_by__isnull", False)),
                    _connector="OR",
                ),
                name="letter_batch_printed_at_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="letterbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("posted_at", None), ("posted_by", None)),
                    models.Q(("posted_at__isnull", False), ("posted_by__isnull", False)),
                    _connector="OR",
                ),
                name="letter_batch_posted_at_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="letterbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("posted_at", None), ("printed_at", None), ("state", "made")),
                    models.Q(("posted_at", None), ("printed_at__isnull", False), ("state", "printed")),
                    models.Q(("posted_at__isnull", False), ("printed_at__isnull", False), ("state", "posted")),
                    _connector="OR",
                ),
                name="letter_batch_state",
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                condition=models.Q(("state", "queued")), fields=["queued_at", "id"], name="letter_queued"
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(fields=["citizen"], name="letter_of_citizen"),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("address", ""), ("batch", None), ("place", None), ("state__in", ["queued", "cancelled"])),
                    models.Q(
                        ("batch__isnull", False),
                        ("place__isnull", False),
                        ("state__in", ["batched", "printed", "posted", "returned"]),
                        models.Q(("address", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="letter_in_batch",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(fields=("batch", "place"), name="letter_place_once"),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("returned_at", None), ("returned_by", None), models.Q(("state", "returned"), _negated=True)
                    ),
                    models.Q(("returned_at__isnull", False), ("returned_by__isnull", False), ("state", "returned")),
                    _connector="OR",
                ),
                name="letter_returned_at_by",
            ),
        ),
    ]
