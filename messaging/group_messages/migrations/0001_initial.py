import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock
import portal.foundation.crypto.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("dossier_types", "0001_initial"),
        ("organizations", "0001_initial"),
        ("threads", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="GroupMessage",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("stage", models.CharField(blank=True, max_length=40, verbose_name="état du dossier")),
                ("subject", portal.foundation.crypto.fields.SealedTextField(editable=False, verbose_name="objet")),
                ("body", portal.foundation.crypto.fields.SealedTextField(editable=False, verbose_name="message")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "à relire"),
                            ("submitted", "attend l’accord d’une autre personne"),
                            ("sending", "en cours d’envoi"),
                            ("sent", "envoyé"),
                            ("withdrawn", "abandonné"),
                        ],
                        default="draft",
                        max_length=9,
                        verbose_name="état",
                    ),
                ),
                ("written_at", models.DateTimeField(default=portal.clock.now, verbose_name="écrit le")),
                ("count", models.PositiveIntegerField(default=0, verbose_name="personnes")),
                ("launched_at", models.DateTimeField(null=True, verbose_name="envoyé le")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="parti en entier le")),
                (
                    "dossier_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossier_types.dossiertype",
                        verbose_name="genre de dossier",
                    ),
                ),
                (
                    "launched_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="group_messages",
                        to="organizations.team",
                        verbose_name="de la part de",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="écrit par",
                    ),
                ),
            ],
            options={
                "verbose_name": "message de groupe",
                "verbose_name_plural": "messages de groupe",
                "ordering": ["-written_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="GroupRecipient",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "group_message",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recipients",
                        to="group_messages.groupmessage",
                    ),
                ),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="threads.thread"
                    ),
                ),
            ],
            options={
                "verbose_name": "destinataire",
                "verbose_name_plural": "destinataires",
            },
        ),
        migrations.AddIndex(
            model_name="groupmessage",
            index=models.Index(
                models.F("team"),
                models.OrderBy(models.F("written_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="group_message_team",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("launched_at", None), ("launched_by", None)),
                    models.Q(("launched_at__isnull", False), ("launched_by__isnull", False)),
                    _connector="OR",
                ),
                name="group_message_launched_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("launched_at__isnull", False), ("state__in", ["sending", "sent"])),
                    models.Q(("launched_at", None), ("state__in", ["draft", "submitted", "withdrawn"])),
                    _connector="OR",
                ),
                name="group_message_launched_when_sending",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("count__lte", 500),
                    ("launched_by", None),
                    models.Q(("launched_by", models.F("author")), _negated=True),
                    _connector="OR",
                ),
                name="group_message_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="grouprecipient",
            constraint=models.UniqueConstraint(fields=("group_message", "thread"), name="group_recipient_once"),
        ),
    ]
