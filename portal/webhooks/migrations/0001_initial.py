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
        ("organizations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Subscription",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("url", models.CharField(max_length=500, verbose_name="adresse appelée")),
                ("secret", portal.foundation.crypto.fields.SealedTextField(editable=False, verbose_name="secret")),
                (
                    "former_secret",
                    portal.foundation.crypto.fields.SealedTextField(
                        editable=False, null=True, verbose_name="ancien secret"
                    ),
                ),
                (
                    "former_until",
                    models.DateTimeField(editable=False, null=True, verbose_name="l’ancien secret sert jusqu’au"),
                ),
                (
                    "events",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32), size=None, verbose_name="ce qui est dit"
                    ),
                ),
                ("quiet_until", models.DateTimeField(editable=False, null=True)),
                ("made_at", models.DateTimeField(default=portal.clock.now, editable=False, verbose_name="créé le")),
                ("revoked_at", models.DateTimeField(editable=False, null=True, verbose_name="arrêté le")),
                (
                    "made_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="créé par",
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
                    "revoked_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="arrêté par",
                    ),
                ),
            ],
            options={
                "verbose_name": "appel vers un système",
                "verbose_name_plural": "appels vers vos systèmes",
                "ordering": ["-made_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="WebhookCall",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("subject_type", models.CharField(max_length=60)),
                ("subject_id", models.UUIDField()),
                ("reference", models.CharField(max_length=80, verbose_name="référence de l’organisme")),
                ("event", models.CharField(max_length=32, verbose_name="événement")),
                ("happened_at", models.DateTimeField(verbose_name="arrivé le")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ready", "à faire"),
                            ("accepted", "reçu"),
                            ("failed", "abandonné"),
                            ("dropped", "arrêté avec l’adresse"),
                        ],
                        default="ready",
                        max_length=8,
                        verbose_name="état",
                    ),
                ),
                ("since", models.DateTimeField(default=portal.clock.now, verbose_name="à dire depuis")),
                ("not_before", models.DateTimeField(default=portal.clock.now, verbose_name="prochain essai")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="essais")),
                ("claimed_until", models.DateTimeField(editable=False, null=True)),
                ("answer", models.CharField(blank=True, max_length=32, verbose_name="dernière réponse")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="réglé le")),
                (
                    "subscription",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="webhooks.subscription",
                    ),
                ),
            ],
            options={
                "verbose_name": "appel",
                "verbose_name_plural": "appels",
                "ordering": ["-since", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(("made_at__isnull", False), ("made_by__isnull", False)),
                name="subscription_made_at_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("revoked_at", None), ("revoked_by", None)),
                    models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                    _connector="OR",
                ),
                name="subscription_revoked_at_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("former_secret__isnull", True), ("former_until__isnull", True)),
                    models.Q(("former_secret__isnull", False), ("former_until__isnull", False)),
                    _connector="OR",
                ),
                name="subscription_former_until",
            ),
        ),
        migrations.AddIndex(
            model_name="webhookcall",
            index=models.Index(
                condition=models.Q(("state", "ready")), fields=["subscription", "not_before"], name="webhook_call_ready"
            ),
        ),
        migrations.AddIndex(
            model_name="webhookcall",
            index=models.Index(
                condition=models.Q(("state", "accepted"), _negated=True),
                fields=["subscription"],
                name="webhook_call_troubled",
            ),
        ),
        migrations.AddConstraint(
            model_name="webhookcall",
            constraint=models.UniqueConstraint(
                fields=("subscription", "subject_id", "event"), name="webhook_call_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="webhookcall",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at", None), ("state", "ready")),
                    models.Q(models.Q(("state", "ready"), _negated=True), ("settled_at__isnull", False)),
                    _connector="OR",
                ),
                name="webhook_call_settled_at",
            ),
        ),
    ]
