import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="QuietHours",
            fields=[
                (
                    "citizen",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="quiet_hours",
                        serialize=False,
                        to="people.citizen",
                    ),
                ),
                ("opens", models.TimeField(verbose_name="à partir de")),
                ("closes", models.TimeField(verbose_name="jusqu’à")),
            ],
            options={
                "verbose_name": "heures de réception",
                "verbose_name_plural": "heures de réception",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("opens__lt", models.F("closes"))),
                        name="quiet_hours_in_order",
                        violation_error_message="L’heure de fin doit suivre l’heure de début.",
                    )
                ],
            },
        ),
    ]
