from django.db import migrations, models

import portal.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="FilledYear",
            fields=[
                ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("filled_at", models.DateTimeField(default=portal.clock.now)),
            ],
            options={
                "ordering": ["year"],
            },
        ),
        migrations.CreateModel(
            name="Holiday",
            fields=[
                (
                    "day",
                    models.DateField(
                        error_messages={"unique": "Ce jour est déjà dans la liste. Ouvrez-le pour changer son nom."},
                        primary_key=True,
                        serialize=False,
                        verbose_name="jour",
                    ),
                ),
                ("name_fr", models.CharField(max_length=80, verbose_name="nom")),
            ],
            options={
                "verbose_name": "jour férié",
                "verbose_name_plural": "jours fériés",
                "ordering": ["day"],
            },
        ),
    ]
