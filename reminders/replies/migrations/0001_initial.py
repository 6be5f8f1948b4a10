import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock
import portal.foundation.crypto.fields


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
            name="AutomaticAnswer",
            fields=[
                ("sent_at", models.DateTimeField(editable=False, null=True, verbose_name="envoyé le")),
                ("tries", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("next_try_at", models.DateTimeField(default=portal.clock.now, editable=False)),
                ("refused_at", models.DateTimeField(editable=False, null=True, verbose_name="adresse refusée le")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("channel", models.CharField(choices=[("sms", "message texte"), ("email", "courriel")], max_length=16)),
                (
                    "text",
                    models.CharField(
                        choices=[
                            ("help", "aide"),
                            ("passed", "réponse transmise"),
                            ("unread", "où nous écrire"),
                            ("stopped", "textos arrêtés"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "language",
                    models.CharField(choices=[("fr", "français"), ("en", "anglais")], default="fr", max_length=2),
                ),
                ("address", portal.foundation.crypto.fields.SealedTextField(default="", editable=False)),
                ("answered", portal.foundation.crypto.fields.SealedTextField(default="", editable=False)),
                ("is_forgotten", models.BooleanField(default=False, editable=False)),
                ("created_at", models.DateTimeField(default=portal.clock.now, editable=False)),
            ],
            options={
                "verbose_name": "réponse automatique",
                "verbose_name_plural": "réponses automatiques",
                "ordering": ["created_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("refused_at", None), ("sent_at", None)),
                        fields=["next_try_at"],
                        name="automatic_answer_waiting",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "channel",
                    models.CharField(
                        choices=[("sms", "message texte"), ("email", "courriel")], max_length=16, verbose_name="moyen"
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=64, unique=True)),
                ("body", portal.foundation.crypto.fields.SealedTextField(editable=False, verbose_name="texte")),
                (
                    "received_at",
                    models.DateTimeField(default=portal.clock.now, editable=False, verbose_name="reçue le"),
                ),
                ("settled_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="traitée le")),
                (
                    "citizen",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="people.citizen",
                        verbose_name="personne",
                    ),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="deliveries.delivery",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="traitée par",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.team",
                        verbose_name="équipe qui la lit",
                    ),
                ),
            ],
            options={
                "verbose_name": "réponse reçue",
                "verbose_name_plural": "réponses reçues",
                "ordering": ["received_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at", None), ("settled_by", None)),
                            models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="reply_settled_at_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("citizen", None), ("team__isnull", False), _connector="OR"),
                        name="reply_of_a_person_has_a_team",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at", None)),
                        fields=["team", "received_at", "id"],
                        name="reply_unread",
                    ),
                    models.Index(
                        condition=models.Q(("settled_at__isnull", False)),
                        fields=["team", "received_at", "id"],
                        name="reply_settled",
                    ),
                ],
            },
        ),
    ]
