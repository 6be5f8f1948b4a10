import django.db.models.deletion
from django.db import migrations, models

import portal.clock
from portal.foundation.storage import swept


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("deliveries", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProviderEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("provider", models.CharField(max_length=40, verbose_name="fournisseur")),
                ("event_id", models.CharField(max_length=64)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("delivered", "remis"),
                            ("hard", "refusé pour de bon"),
                            ("soft", "refusé pour l’instant"),
                            ("complained", "signalé comme indésirable"),
                            ("unsubscribed", "désabonnement"),
                            ("stopped", "mot ARRÊT ou STOP reçu"),
                            ("received", "message texte reçu"),
                        ],
                        max_length=16,
                        verbose_name="événement",
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=120, verbose_name="référence")),
                ("code", models.CharField(blank=True, max_length=32, verbose_name="réponse")),
                ("occurred_at", models.DateTimeField(verbose_name="survenu le")),
                ("received_at", models.DateTimeField(default=portal.clock.now, verbose_name="reçu le")),
                ("handled_at", models.DateTimeField(blank=True, null=True, verbose_name="traité le")),
                (
                    "delivery",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="deliveries.delivery",
                        verbose_name="envoi",
                    ),
                ),
            ],
            options={
                "verbose_name": "retour d’un fournisseur",
                "verbose_name_plural": "retours des fournisseurs",
                "ordering": ["received_at", "pk"],
                "indexes": [
                    models.Index(condition=models.Q(("handled_at", None)), fields=["id"], name="provider_event_waiting")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("provider", "event_id"), name="provider_event_once"),
                    models.CheckConstraint(
                        condition=models.Q(("delivery", None), ("handled_at__isnull", False), _connector="OR"),
                        name="provider_event_matched_is_handled",
                    ),
                ],
            },
        ),
        swept("callbacks_providerevent"),
    ]
