import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Mandate",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("parent", "autorité parentale"),
                            ("helper", "personne aidante"),
                            ("legal", "mandat légal"),
                        ],
                        max_length=10,
                        verbose_name="genre",
                    ),
                ),
                ("starts_on", models.DateField(default=portal.clock.today, verbose_name="début")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="fin")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="révoqué le")),
                (
                    "citizen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="people.citizen",
                        verbose_name="personne représentée",
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="qui agit",
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "mandat",
                "verbose_name_plural": "mandats",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                        name="mandate_ends_after_start",
                        violation_error_message="La fin du mandat ne peut pas précéder son début.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at", None), ("revoked_by", None)),
                            models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="mandate_revoked_pair",
                    ),
                ],
            },
        ),
    ]
