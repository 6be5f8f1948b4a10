import uuid

import django.db.models.deletion
from django.db import migrations, models

import portal.clock
import portal.foundation.crypto.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("mandates", "0001_initial"),
        ("printing", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="MandateLetterBatch",
            fields=[],
            options={
                "verbose_name": "lot de demandes d’agir",
                "verbose_name_plural": "demandes d’agir, par la poste",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("printing.printbatch",),
        ),
        migrations.CreateModel(
            name="MandateLetter",
            fields=[
                ("place", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="rang dans le lot")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "code",
                    portal.foundation.crypto.fields.SealedTextField(editable=False, null=True, verbose_name="code"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("to_print", "à imprimer"),
                            ("printed", "imprimée"),
                            ("expired", "expirée avant d’être imprimée"),
                        ],
                        default="to_print",
                        max_length=8,
                        verbose_name="état",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(default=portal.clock.now, editable=False, verbose_name="demandée le"),
                ),
                (
                    "invitation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letter",
                        to="mandates.mandateinvitation",
                        verbose_name="demande d’agir",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandate_letters",
                        to="mandate_letters.mandateletterbatch",
                        verbose_name="lot",
                    ),
                ),
            ],
            options={
                "verbose_name": "demande d’agir, par la poste",
                "verbose_name_plural": "demandes d’agir, par la poste",
                "ordering": ["asked_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "to_print")), fields=["asked_at"], name="mandate_letter_to_print"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "place"), name="mandate_letter_place_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code__isnull", False), ("state", "to_print")),
                            models.Q(models.Q(("state", "to_print"), _negated=True), ("code__isnull", True)),
                            _connector="OR",
                        ),
                        name="mandate_letter_forgotten_once_printed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("batch", None), ("place", None)),
                            models.Q(("batch__isnull", False), ("place__isnull", False)),
                            _connector="OR",
                        ),
                        name="mandate_letter_in_batch",
                    ),
                ],
            },
        ),
    ]
