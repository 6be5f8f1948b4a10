import uuid

import django.db.models.deletion
from django.db import migrations, models

import portal.clock
import portal.foundation.crypto.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("programs", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "answer_json",
                    portal.foundation.crypto.fields.SealedTextField(editable=False, verbose_name="réponse"),
                ),
                ("as_of", models.DateField(default=portal.clock.today, verbose_name="en date du")),
                ("changed_at", models.DateTimeField(default=portal.clock.now, verbose_name="changée")),
                (
                    "citizen",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="people.citizen",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="programs.program"
                    ),
                ),
            ],
            options={
                "verbose_name": "piste",
                "verbose_name_plural": "pistes",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("citizen", "program"),
                        name="finding_once",
                        violation_error_message="Cette piste existe déjà.",
                    )
                ],
            },
        ),
    ]
