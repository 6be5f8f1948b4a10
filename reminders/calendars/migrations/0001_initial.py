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
            name="CalendarFeed",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("token_digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("made_at", models.DateTimeField(default=portal.clock.now, editable=False, verbose_name="créée le")),
                ("last_read_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="lue le")),
                (
                    "revoked_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="supprimée le"),
                ),
                (
                    "citizen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="calendar_feeds", to="people.citizen"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "adresse de calendrier",
                "verbose_name_plural": "adresses de calendrier",
                "ordering": ["-made_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)), fields=("citizen",), name="feed_one_in_force"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("made_at__isnull", False), ("made_by__isnull", False)),
                        name="feed_made_at_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at", None), ("revoked_by", None)),
                            models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="feed_revoked_at_by",
                    ),
                ],
            },
        ),
    ]
