import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organizations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountNotice",
            fields=[
                ("sent_at", models.DateTimeField(editable=False, null=True, verbose_name="envoyé le")),
                ("tries", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("next_try_at", models.DateTimeField(default=portal.clock.now, editable=False)),
                ("refused_at", models.DateTimeField(editable=False, null=True, verbose_name="adresse refusée le")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("role_given", "Un rôle vous a été donné."),
                            ("role_ended", "Un rôle a pris fin. Vos appareils ont été déconnectés."),
                            ("deactivated", "Votre compte a été fermé."),
                            ("reactivated", "Votre compte a été ouvert de nouveau."),
                            ("phone_freed", "Une autre personne a confirmé votre numéro de téléphone."),
                            ("closed", "Vous avez fermé votre compte."),
                            ("data_ready", "Le fichier de toutes vos données est prêt."),
                            ("helper", "Une personne peut maintenant agir pour vous."),
                            ("came_back", "Vous avez rouvert votre compte."),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "channel",
                    models.CharField(choices=[("email", "courriel"), ("sms", "texto")], default="email", max_length=5),
                ),
                ("role_name", models.CharField(blank=True, max_length=60)),
                ("at", models.DateTimeField(default=portal.clock.now)),
                (
                    "organization",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="account_notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "avis sur le compte",
                "verbose_name_plural": "avis sur les comptes",
                "ordering": ["-at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("refused_at", None), ("sent_at", None)),
                        fields=["next_try_at"],
                        name="account_notice_waiting",
                    )
                ],
            },
        ),
    ]
