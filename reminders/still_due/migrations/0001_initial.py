import django.db.models.deletion
from django.db import migrations, models

import portal.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("webhooks", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DueCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=80, verbose_name="référence de l’organisme")),
                ("asked_at", models.DateTimeField(default=portal.clock.now, verbose_name="demandé le")),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("open", "encore à faire"),
                            ("done", "fait"),
                            ("cancelled", "annulé"),
                            ("timeout", "pas de réponse en deux secondes"),
                            ("unreachable", "l’adresse ne répond pas"),
                            ("forbidden", "l’adresse est à l’intérieur d’un réseau"),
                            ("refused", "réponse d’erreur (code autre que 200 à 299)"),
                            ("malformed", "réponse que le portail ne comprend pas"),
                            ("silent", "cette référence n’est pas dans la réponse"),
                        ],
                        max_length=12,
                        verbose_name="réponse",
                    ),
                ),
                (
                    "subscription",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="due_checks",
                        to="webhooks.subscription",
                    ),
                ),
            ],
            options={
                "verbose_name": "question posée à un système",
                "verbose_name_plural": "questions posées à un système",
                "ordering": ["-asked_at", "-pk"],
                "indexes": [
                    models.Index(fields=["subscription", "-asked_at"], name="due_check_of_subscription"),
                    models.Index(fields=["asked_at"], name="due_check_age"),
                ],
            },
        ),
    ]
