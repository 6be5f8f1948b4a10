import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock
import portal.foundation.crypto.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("facts", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Situation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kept_at", models.DateTimeField(default=portal.clock.now, verbose_name="conservée")),
                (
                    "citizen",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="situation", to="people.citizen"
                    ),
                ),
            ],
            options={
                "verbose_name": "situation",
                "verbose_name_plural": "situations",
            },
        ),
        migrations.CreateModel(
            name="AskedFact",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("kept", "réponse conservée"),
                            ("once", "réponse donnée sans la conserver"),
                            ("passed", "laissée sans réponse"),
                        ],
                        max_length=10,
                    ),
                ),
                ("settled_at", models.DateTimeField(default=portal.clock.now, verbose_name="le")),
                (
                    "citizen",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked",
                        to="people.citizen",
                    ),
                ),
                (
                    "definition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="facts.factdefinition"
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "question déjà posée",
                "verbose_name_plural": "questions déjà posées",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("citizen", "definition"),
                        name="asked_once",
                        violation_error_message="Cette question a déjà été posée.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                        name="asked_settled_at_by",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Fact",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("value_json", portal.foundation.crypto.fields.SealedTextField(editable=False, verbose_name="réponse")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("citizen", "vous l’avez dit"),
                            ("representative", "votre représentant l’a dit"),
                            ("agent", "vous l’avez dit à un agent, au téléphone"),
                        ],
                        default="citizen",
                        max_length=20,
                        verbose_name="origine",
                    ),
                ),
                ("known_on", models.DateField(default=portal.clock.today, verbose_name="connu le")),
                ("updated_at", models.DateTimeField(default=portal.clock.now, verbose_name="modifié")),
                (
                    "definition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="facts.factdefinition"
                    ),
                ),
                (
                    "situation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="facts",
                        to="situations.situation",
                    ),
                ),
            ],
            options={
                "verbose_name": "réponse",
                "verbose_name_plural": "réponses",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("situation", "definition"),
                        name="fact_once",
                        violation_error_message="Cette réponse existe déjà : modifiez-la.",
                    )
                ],
            },
        ),
    ]
