import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock
import portal.consents.channels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("deliveries", "0001_initial"),
        ("inbox", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TestMessage",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "channel",
                    models.CharField(
                        choices=portal.consents.channels.Channel.choices, max_length=16, verbose_name="moyen"
                    ),
                ),
                ("address", models.TextField(blank=True, verbose_name="coordonnée")),
                ("asked_at", models.DateTimeField(default=portal.clock.now, verbose_name="demandé le")),
                ("left_at", models.DateTimeField(blank=True, null=True)),
                ("arrived_at", models.DateTimeField(blank=True, null=True, verbose_name="reçu le")),
                (
                    "arrived_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "citizen",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="test_messages",
                        to="people.citizen",
                    ),
                ),
                (
                    "delivery",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="test_message",
                        to="deliveries.delivery",
                    ),
                ),
                (
                    "item",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="test_message",
                        to="inbox.inboxitem",
                    ),
                ),
            ],
            options={
                "verbose_name": "essai",
                "verbose_name_plural": "essais",
                "ordering": ["-asked_at", "id"],
                "indexes": [models.Index(fields=["citizen", "channel", "-asked_at"], name="test_message_of_citizen")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("asked_at__isnull", False), ("asked_by__isnull", False)),
                        name="test_message_asked_at_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("arrived_at", None), ("arrived_by", None)),
                            models.Q(("arrived_at__isnull", False), ("arrived_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="test_message_arrived_at_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel", "inbox"), ("delivery", None), ("item__isnull", False)),
                            models.Q(
                                models.Q(("channel", "inbox"), _negated=True),
                                ("delivery__isnull", False),
                                ("item", None),
                            ),
                            _connector="OR",
                        ),
                        name="test_message_carried_by_one",
                    ),
                ],
            },
        ),
    ]
