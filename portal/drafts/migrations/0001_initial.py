import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock
import portal.foundation.crypto.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("form", models.CharField(max_length=60)),
                ("content", portal.foundation.crypto.fields.SealedTextField(editable=False, verbose_name="contenu")),
                ("revision", models.PositiveIntegerField(default=1)),
                ("saved_at", models.DateTimeField(default=portal.clock.now, verbose_name="enregistré")),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.citizen",
                    ),
                ),
            ],
            options={
                "verbose_name": "brouillon",
                "verbose_name_plural": "brouillons",
                "ordering": ["-saved_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("by", "place", "form"), name="draft_of_a_form_once", nulls_distinct=False
                    )
                ],
            },
        ),
    ]
