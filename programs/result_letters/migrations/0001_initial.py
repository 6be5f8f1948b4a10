import uuid

import django.db.models.deletion
from django.db import migrations, models

import portal.clock
import portal.foundation.crypto.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("printing", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ResultLetterBatch",
            fields=[],
            options={
                "verbose_name": "lot de lettres de pistes",
                "verbose_name_plural": "lots de lettres de pistes",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("printing.printbatch",),
        ),
        migrations.CreateModel(
            name="ResultLetter",
            fields=[
                ("place", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="rang dans le lot")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "à imprimer"),
                            ("taken", "dans un lot"),
                            ("printed", "imprimée"),
                            ("expired", "effacée sans avoir été imprimée"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="état",
                    ),
                ),
                ("asked_at", models.DateTimeField(default=portal.clock.now, verbose_name="demandée le")),
                (
                    "sheet_json",
                    portal.foundation.crypto.fields.SealedTextField(editable=False, null=True, verbose_name="lettre"),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="result_letters",
                        to="result_letters.resultletterbatch",
                        verbose_name="lot",
                    ),
                ),
            ],
            options={
                "verbose_name": "lettre de pistes",
                "verbose_name_plural": "lettres de pistes",
                "ordering": ["asked_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["asked_at", "id"],
                        name="result_letter_waiting",
                    ),
                    models.Index(
                        models.OrderBy(
                            models.Case(
                                models.When(models.Q(("state", "waiting")), then=models.Value(0)),
                                models.When(models.Q(("state", "taken")), then=models.Value(1)),
                                default=models.Value(2),
                            )
                        ),
                        models.OrderBy(models.F("asked_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="result_letter_in_order",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "place"), name="result_letter_place_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("batch", None), ("place", None)),
                            models.Q(("batch__isnull", False), ("place__isnull", False)),
                            _connector="OR",
                        ),
                        name="result_letter_in_batch",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("batch", None), ("sheet_json__isnull", False), ("state", "waiting")),
                            models.Q(("batch__isnull", False), ("sheet_json__isnull", False), ("state", "taken")),
                            models.Q(("batch__isnull", False), ("sheet_json__isnull", True), ("state", "printed")),
                            models.Q(("sheet_json__isnull", True), ("state", "expired")),
                            _connector="OR",
                        ),
                        name="result_letter_state",
                    ),
                ],
            },
        ),
    ]
