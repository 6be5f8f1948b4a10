import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import portal.clock
import portal.consents.channels
from reminders.deliveries import storage


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organizations", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "channel",
                    models.CharField(
                        choices=portal.consents.channels.Channel.choices, max_length=16, verbose_name="moyen"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("learn", "M’informer sur les programmes et services"),
                            ("follow", "Suivre mon dossier"),
                            ("help", "Obtenir de l’aide"),
                            ("send_document", "Transmettre un document"),
                            ("receive_document", "Recevoir un document"),
                            ("file_news", "Recevoir de l’information sur mon dossier"),
                            ("reminders", "Recevoir des rappels"),
                            ("advice", "Me prévenir des programmes auxquels je pourrais avoir droit"),
                        ],
                        max_length=32,
                        verbose_name="but",
                    ),
                ),
                ("group", models.CharField(max_length=64)),
                ("attempt", models.PositiveSmallIntegerField(default=1, verbose_name="essai")),
                (
                    "ambiguous_attempts",
                    models.PositiveSmallIntegerField(
                        db_default=0, default=0, editable=False, verbose_name="essais dont on ignore l’issue"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ready", "prêt à partir"),
                            ("attempted", "en cours"),
                            ("accepted", "accepté"),
                            ("failed", "échoué"),
                            ("uncertain", "incertain"),
                            ("cancelled", "annulé"),
                            ("bounced", "revenu"),
                        ],
                        default="ready",
                        max_length=16,
                        verbose_name="état",
                    ),
                ),
                (
                    "since",
                    models.DateTimeField(help_text="Premier essai du même envoi.", verbose_name="à envoyer depuis"),
                ),
                ("not_before", models.DateTimeField(verbose_name="pas avant")),
                ("claimed_by", models.IntegerField(blank=True, editable=False, null=True)),
                ("claimed_until", models.DateTimeField(blank=True, editable=False, null=True)),
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
                ("reference", models.CharField(blank=True, max_length=120, verbose_name="référence du fournisseur")),
                ("code", models.CharField(blank=True, max_length=32, verbose_name="réponse")),
                ("created_at", models.DateTimeField(default=portal.clock.now)),
                ("attempted_at", models.DateTimeField(blank=True, null=True, verbose_name="parti le")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="réponse le")),
                ("followed_up_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "recipient",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="people.citizen",
                        verbose_name="destinataire",
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
                (
                    "organization",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_constraint=False,
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
                "verbose_name": "envoi",
                "verbose_name_plural": "envois",
                "ordering": ["-created_at", "-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at", None)), fields=["channel", "not_before"], name="delivery_open"
                    ),
                    models.Index(
                        condition=models.Q(("reference", ""), _negated=True),
                        fields=["reference"],
                        name="delivery_reference",
                    ),
                    models.Index(
                        condition=models.Q(("followed_up_at", None), ("settled_at__isnull", False)),
                        fields=["settled_at"],
                        name="delivery_not_followed_up",
                    ),
                    models.Index(
                        condition=models.Q(("team__isnull", False)),
                        fields=["team", "-created_at", "-id"],
                        name="delivery_of_team",
                    ),
                    models.Index(
                        condition=models.Q(("organization__isnull", False), ("team", None)),
                        fields=["organization", "-created_at", "-id"],
                        name="delivery_without_team",
                    ),
                    models.Index(
                        condition=models.Q(("also_organization_ids", []), _negated=True),
                        fields=["-created_at", "-id"],
                        name="delivery_of_several",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("recipient", "channel", "group", "attempt"), name="delivery_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at", None), ("state__in", ["ready", "attempted"])),
                            models.Q(
                                ("settled_at__isnull", False),
                                ("state__in", ["accepted", "failed", "uncertain", "cancelled", "bounced"]),
                            ),
                            _connector="OR",
                        ),
                        name="delivery_settled_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["attempted", "accepted", "bounced"]), _negated=True),
                            ("attempted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="delivery_attempted_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("claimed_by", None), ("claimed_until", None)),
                            models.Q(("claimed_by__isnull", False), ("claimed_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="delivery_claimed",
                    ),
                ],
            },
        ),
        migrations.RunSQL(storage.SQL, storage.REVERSE_SQL),
    ]
