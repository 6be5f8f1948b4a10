import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock
from portal.foundation.storage import swept


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("deliveries", "0001_initial"),
        ("organizations", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("printing", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="LetterBatch",
            fields=[],
            options={
                "verbose_name": "lot de lettres",
                "verbose_name_plural": "lots de lettres",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("printing.printbatch",),
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("place", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="rang dans le lot")),
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
                ("address", models.TextField(blank=True, verbose_name="adresse imprimée")),
                ("returned_at", models.DateTimeField(null=True, verbose_name="revenue le")),
                (
                    "citizen",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="people.citizen",
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
                        db_index=False,
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
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "queued")), fields=["queued_at", "id"], name="letter_queued"
                    ),
                    models.Index(fields=["citizen"], name="letter_of_citizen"),
                    models.Index(
                        models.OrderBy(
                            models.Case(
                                models.When(models.Q(("state", "queued")), then=models.Value(0)),
                                models.When(models.Q(("state", "batched")), then=models.Value(1)),
                                models.When(models.Q(("state", "printed")), then=models.Value(2)),
                                default=models.Value(3),
                            )
                        ),
                        models.OrderBy(
                            models.Case(
                                models.When(state__in=("queued", "batched", "printed"), then=models.F("post_before"))
                            )
                        ),
                        models.OrderBy(
                            models.Case(
                                models.When(state__in=("queued", "batched", "printed"), then=models.F("queued_at"))
                            )
                        ),
                        models.OrderBy(models.F("queued_at"), descending=True),
                        models.OrderBy(models.F("id")),
                        name="letter_in_order",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("address", ""),
                                ("batch", None),
                                ("place", None),
                                ("state__in", ["queued", "cancelled"]),
                            ),
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
                    models.UniqueConstraint(fields=("batch", "place"), name="letter_place_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("returned_at", None),
                                ("returned_by", None),
                                models.Q(("state", "returned"), _negated=True),
                            ),
                            models.Q(
                                ("returned_at__isnull", False), ("returned_by__isnull", False), ("state", "returned")
                            ),
                            _connector="OR",
                        ),
                        name="letter_returned_at_by",
                    ),
                ],
            },
        ),
        swept("letters_letter"),
    ]
