import uuid

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import portal.clock
import portal.foundation.crypto.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("foundation", "0001_folding"),
        ("organizations", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Dossier",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=40, verbose_name="numéro")),
                ("title", portal.foundation.crypto.fields.SealedTextField(editable=False, verbose_name="titre")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "en cours"), ("closed", "terminé")],
                        default="open",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("opened_at", models.DateTimeField(default=portal.clock.now, verbose_name="ouvert")),
                (
                    "number_folded",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Replace(
                            models.Func(models.F("number"), function="fold_words"), models.Value(" "), models.Value("")
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "citizen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossiers",
                        to="people.citizen",
                        verbose_name="personne",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossiers",
                        to="organizations.organization",
                        verbose_name="organisme",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossiers",
                        to="organizations.team",
                        verbose_name="équipe",
                    ),
                ),
            ],
            options={
                "verbose_name": "dossier",
                "verbose_name_plural": "dossiers",
                "ordering": ["-opened_at", "-id"],
                "indexes": [
                    models.Index(
                        models.F("citizen"),
                        models.OrderBy(models.F("opened_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="dossier_citizen",
                    ),
                    models.Index(
                        models.F("team"),
                        models.F("state"),
                        models.OrderBy(models.F("opened_at"), descending=True),
                        name="dossier_team",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("number_folded", name="gin_trgm_ops"),
                        name="dossier_number_folded",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "number"),
                        name="dossier_number",
                        violation_error_message="Cet organisme a déjà un dossier de ce numéro.",
                    )
                ],
            },
        ),
    ]
