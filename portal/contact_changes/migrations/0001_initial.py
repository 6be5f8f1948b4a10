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
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ContactChange",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "point",
                    models.CharField(
                        choices=[
                            ("email", "adresse courriel"),
                            ("phone", "téléphone"),
                            ("details", "nom, naissance, adresse postale, langue ou fuseau horaire"),
                        ],
                        max_length=7,
                        verbose_name="coordonnée",
                    ),
                ),
                ("former", portal.foundation.crypto.fields.SealedTextField(default="", editable=False)),
                ("former_verified", models.BooleanField(default=False)),
                ("replacing", portal.foundation.crypto.fields.SealedTextField(default="", editable=False)),
                ("password_before", portal.foundation.crypto.fields.SealedTextField(default="", editable=False)),
                (
                    "factor_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("needs_factor", models.BooleanField(default=False)),
                ("emptied_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("code_digest", models.CharField(max_length=64, unique=True)),
                (
                    "changed_at",
                    models.DateTimeField(default=portal.clock.now, editable=False, verbose_name="changée le"),
                ),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="annulée le")),
                ("lifted_at", models.DateTimeField(blank=True, null=True, verbose_name="débloquée le")),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="compte",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="changée par",
                    ),
                ),
                (
                    "citizen",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.citizen",
                        verbose_name="personne",
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="débloquée par",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="annulée par",
                    ),
                ),
            ],
            options={
                "verbose_name": "changement de coordonnées",
                "verbose_name_plural": "changements de coordonnées",
                "ordering": ["-changed_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="ContactAlert",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "what",
                    models.CharField(
                        choices=[("changed", "changement"), ("undone", "annulation"), ("lifted", "déblocage")],
                        max_length=8,
                    ),
                ),
                ("channel", models.CharField(choices=[("email", "courriel"), ("sms", "texto")], max_length=5)),
                ("address", portal.foundation.crypto.fields.SealedTextField(default="", editable=False)),
                ("created_at", models.DateTimeField(default=portal.clock.now, editable=False)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("refused_code", models.CharField(blank=True, max_length=40)),
                (
                    "change",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alerts",
                        to="contact_changes.contactchange",
                    ),
                ),
            ],
            options={
                "verbose_name": "alerte de coordonnées",
                "verbose_name_plural": "alertes de coordonnées",
                "ordering": ["created_at", "id"],
            },
        ),
        migrations.AddConstraint(
            model_name="contactchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("account__isnull", False), ("citizen__isnull", False), _connector="OR"),
                name="contact_change_owned",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("changed_at__isnull", False), ("changed_by__isnull", False)),
                name="contact_change_changed_at_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("undone_at", None), ("undone_by", None)),
                    models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                    _connector="OR",
                ),
                name="contact_change_undone_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lifted_at", None), ("lifted_by", None)),
                    models.Q(("lifted_at__isnull", False), ("lifted_by__isnull", False)),
                    _connector="OR",
                ),
                name="contact_change_lifted_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("lifted_at", None), ("undone_at__isnull", False), _connector="OR"),
                name="contact_change_lifted_once_undone",
            ),
        ),
        migrations.AddIndex(
            model_name="contactalert",
            index=models.Index(
                condition=models.Q(("refused_code", ""), ("sent_at", None)),
                fields=["created_at"],
                name="contact_alert_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactalert",
            constraint=models.UniqueConstraint(fields=("change", "what", "channel"), name="contact_alert_once"),
        ),
        migrations.AddIndex(
            model_name="contactchange",
            index=models.Index(fields=["-changed_at", "-id"], name="contact_change_changed_at"),
        ),
        migrations.AddIndex(
            model_name="contactchange",
            index=models.Index(
                condition=models.Q(("lifted_at", None), ("undone_at__isnull", False)),
                fields=["-changed_at", "-id"],
                name="contact_change_freezing",
            ),
        ),
    ]
