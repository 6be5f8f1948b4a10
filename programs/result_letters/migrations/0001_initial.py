import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock
import portal.foundation.crypto.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ResultLetter",
            fields=[
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
                ("batch", models.PositiveIntegerField(blank=True, null=True, verbose_name="lot")),
                ("place", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="rang dans le lot")),
                ("taken_at", models.DateTimeField(blank=True, null=True, verbose_name="mise dans un lot le")),
                ("printed_at", models.DateTimeField(blank=True, null=True, verbose_name="imprimée le")),
                (
                    "printed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="imprimée par",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
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
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "place"), name="result_letter_place_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("taken_at", None), ("taken_by", None)),
                            models.Q(("taken_at__isnull", False), ("taken_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="result_letter_taken_at_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("batch", None), ("place", None), ("taken_at", None)),
                            models.Q(("batch__isnull", False), ("place__isnull", False), ("taken_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="result_letter_batch",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("printed_at", None), ("printed_by", None)),
                            models.Q(("printed_at__isnull", False), ("printed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="result_letter_printed_at_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("batch", None),
                                ("printed_at", None),
                                ("sheet_json__isnull", False),
                                ("state", "waiting"),
                            ),
                            models.Q(
                                ("batch__isnull", False),
                                ("printed_at", None),
                                ("sheet_json__isnull", False),
                                ("state", "taken"),
                            ),
                            models.Q(
                                ("batch__isnull", False),
                                ("printed_at__isnull", False),
                                ("sheet_json__isnull", True),
                                ("state", "printed"),
                            ),
                            models.Q(("printed_at", None), ("sheet_json__isnull", True), ("state", "expired")),
                            _connector="OR",
                        ),
                        name="result_letter_state",
                    ),
                ],
            },
        ),
    ]
