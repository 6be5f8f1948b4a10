import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

import portal.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("deliveries", "0001_initial"),
        ("organizations", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Call",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "reminder_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "notice_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("to_call", "à appeler"),
                            ("reached", "personne jointe"),
                            ("message_left", "message laissé"),
                            ("no_answer", "sans réponse, après tous les essais"),
                            ("wrong_number", "mauvais numéro"),
                            ("refused", "ne veut plus être appelée"),
                            ("cancelled", "n’est plus à faire"),
                        ],
                        default="to_call",
                        max_length=16,
                        verbose_name="état",
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="essais")),
                ("next_try_at", models.DateTimeField(null=True, verbose_name="à appeler à partir de")),
                ("created_at", models.DateTimeField(default=portal.clock.now, verbose_name="à faire depuis")),
                ("claimed_until", models.DateTimeField(null=True)),
                ("noted_at", models.DateTimeField(null=True, verbose_name="dernier essai")),
                (
                    "citizen",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="people.citizen",
                        verbose_name="personne à appeler",
                    ),
                ),
                (
                    "claimed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="pris par",
                    ),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="deliveries.delivery",
                        verbose_name="envoi",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="noté par",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                        verbose_name="organisme",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.team",
                        verbose_name="équipe",
                    ),
                ),
            ],
            options={
                "verbose_name": "appel à faire",
                "verbose_name_plural": "appels à faire",
                "ordering": ["next_try_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "to_call")),
                        fields=["organization", "next_try_at", "id"],
                        name="call_open_of_organization",
                    ),
                    models.Index(
                        condition=models.Q(("state", "to_call"), _negated=True),
                        fields=["organization", "next_try_at", "id"],
                        name="call_past_of_organization",
                    ),
                    models.Index(
                        condition=models.Q(("state", "to_call")),
                        fields=["team", "next_try_at", "id"],
                        name="call_open_of_team",
                    ),
                    models.Index(
                        condition=models.Q(("state", "to_call"), _negated=True),
                        fields=["team", "next_try_at", "id"],
                        name="call_past_of_team",
                    ),
                    models.Index(
                        django.db.models.functions.comparison.Greatest("created_at", "noted_at"),
                        condition=models.Q(("state", "to_call")),
                        name="call_open_placed",
                    ),
                    models.Index(fields=["citizen"], name="call_of_citizen"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("delivery", "organization", "team"), name="call_once", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("next_try_at__isnull", False), ("state", "to_call")),
                            models.Q(models.Q(("state", "to_call"), _negated=True), ("next_try_at", None)),
                            _connector="OR",
                        ),
                        name="call_next_try",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("noted_at", None), ("noted_by", None)),
                            models.Q(("noted_at__isnull", False), ("noted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="call_noted_at_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("claimed_by", None), ("claimed_until", None)),
                            models.Q(("claimed_by__isnull", False), ("claimed_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="call_claimed_until_by",
                    ),
                ],
            },
        ),
    ]
