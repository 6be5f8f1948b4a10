import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock
from portal.foundation.storage import swept


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("deliveries", "0001_initial"),
        ("organizations", "0001_initial"),
        ("people", "0001_initial"),
        ("reminders", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DeadLetter",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "organization_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "also_organization_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), db_default=[], default=list, editable=False, size=None
                    ),
                ),
                (
                    "also_team_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), db_default=[], default=list, editable=False, size=None
                    ),
                ),
                ("since", models.DateTimeField(verbose_name="depuis")),
                ("found_at", models.DateTimeField(default=portal.clock.now, editable=False)),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="réglé le")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reached", "la personne a été jointe autrement"),
                            ("closed", "ce n’est plus à faire"),
                            ("retried", "un nouvel essai est parti"),
                            ("handled", "traité par l’organisme"),
                        ],
                        max_length=16,
                        verbose_name="issue",
                    ),
                ),
                (
                    "citizen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dead_letters",
                        to="people.citizen",
                        verbose_name="destinataire",
                    ),
                ),
                (
                    "delivery",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dead_letter",
                        to="deliveries.delivery",
                    ),
                ),
                (
                    "next_delivery",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="deliveries.delivery",
                        verbose_name="essayé ensuite",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                    ),
                ),
                (
                    "reminder",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dead_letter",
                        to="reminders.reminder",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="réglé par",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.team",
                    ),
                ),
            ],
            options={
                "verbose_name": "envoi non abouti",
                "verbose_name_plural": "Envois non aboutis",
                "ordering": ["since", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at", None)), fields=["since", "id"], name="dead_letter_open"
                    ),
                    models.Index(
                        condition=models.Q(("settled_at", None)),
                        fields=["team", "since", "id"],
                        name="dead_letter_open_of_team",
                    ),
                    models.Index(
                        condition=models.Q(("organization__isnull", False), ("team", None), ("settled_at", None)),
                        fields=["organization", "since", "id"],
                        name="dead_letter_open_alone",
                    ),
                    models.Index(
                        condition=models.Q(
                            models.Q(("also_organization_ids", []), _negated=True), ("settled_at", None)
                        ),
                        fields=["since", "id"],
                        name="dead_letter_open_of_several",
                    ),
                    models.Index(
                        condition=models.Q(("settled_at__isnull", False)),
                        fields=["since", "id"],
                        name="dead_letter_settled",
                    ),
                    models.Index(
                        condition=models.Q(("settled_at__isnull", False)),
                        fields=["team", "since", "id"],
                        name="dead_letter_settled_of_team",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("organization__isnull", False), ("team", None), ("settled_at__isnull", False)
                        ),
                        fields=["organization", "since", "id"],
                        name="dead_letter_settled_alone",
                    ),
                    models.Index(
                        condition=models.Q(
                            models.Q(("also_organization_ids", []), _negated=True), ("settled_at__isnull", False)
                        ),
                        fields=["since", "id"],
                        name="dead_letter_settled_of_several",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("delivery", None), ("next_delivery", None), ("reminder__isnull", False)),
                            models.Q(("delivery__isnull", False), ("reminder", None)),
                            _connector="OR",
                        ),
                        name="dead_letter_is_of_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", ""), ("settled_at", None), ("settled_by", None)),
                            models.Q(
                                ("outcome__in", ["reached", "closed"]),
                                ("settled_at__isnull", False),
                                ("settled_by", None),
                            ),
                            models.Q(
                                ("outcome__in", ["retried", "handled"]),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="dead_letter_settled_at_by",
                    ),
                ],
            },
        ),
        swept("fallback_deadletter"),
    ]
