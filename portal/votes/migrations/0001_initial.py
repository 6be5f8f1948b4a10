import uuid

import django.db.models.deletion
from django.db import migrations, models

import portal.clock
import portal.foundation.crypto.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organizations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Vote",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("subject_type", models.CharField(max_length=60)),
                ("subject_id", models.CharField(max_length=64)),
                ("title", models.CharField(max_length=200, verbose_name="page ou rappel")),
                ("is_useful", models.BooleanField(verbose_name="utile")),
                (
                    "comment",
                    portal.foundation.crypto.fields.SealedTextField(
                        blank=True, editable=False, verbose_name="commentaire"
                    ),
                ),
                ("created_at", models.DateTimeField(default=portal.clock.now, editable=False, verbose_name="reçu le")),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                        verbose_name="organisme",
                    ),
                ),
            ],
            options={
                "verbose_name": "avis d’utilité",
                "verbose_name_plural": "avis d’utilité",
                "ordering": ["-created_at", "id"],
                "indexes": [
                    models.Index(fields=["subject_type", "subject_id"], name="vote_of_subject"),
                    models.Index(fields=["organization", "-created_at", "-id"], name="vote_of_organization"),
                ],
            },
        ),
    ]
