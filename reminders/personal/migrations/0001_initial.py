import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock
import portal.foundation.crypto.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kinds", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonalReminder",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("title", portal.foundation.crypto.fields.SealedTextField(editable=False, verbose_name="quoi")),
                ("due_on", models.DateField(verbose_name="date")),
                ("due_time", models.TimeField(blank=True, null=True, verbose_name="heure")),
                (
                    "days_before",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(), size=None, verbose_name="combien de jours avant"
                    ),
                ),
                ("next_at", models.DateTimeField(editable=False, null=True)),
                ("opened_at", models.DateTimeField(default=portal.clock.now, editable=False, verbose_name="ajouté le")),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="fait le")),
                (
                    "citizen",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="personal_reminders",
                        to="people.citizen",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kinds.deadlinekind",
                    ),
                ),
            ],
            options={
                "verbose_name": "rappel personnel",
                "verbose_name_plural": "rappels personnels",
                "ordering": ["due_on", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_at__isnull", False)),
                        fields=["next_at"],
                        name="personal_reminder_next",
                    ),
                    models.Index(fields=["citizen", "due_on"], name="personal_reminder_of_citizen"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("closed_by", None)),
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False), ("next_at", None)),
                            _connector="OR",
                        ),
                        name="personal_reminder_closed_at_by",
                    )
                ],
            },
        ),
    ]
