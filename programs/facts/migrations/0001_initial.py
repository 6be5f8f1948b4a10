from django.db import migrations, models

import portal.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="FactDefinition",
            fields=[
                ("code", models.SlugField(max_length=60, primary_key=True, serialize=False, verbose_name="code")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="rang")),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("bool", "oui ou non"),
                            ("int", "nombre entier"),
                            ("number", "nombre"),
                            ("date", "date"),
                            ("choice", "un choix"),
                            ("multi", "plusieurs choix"),
                            ("list", "liste de personnes"),
                        ],
                        max_length=10,
                        verbose_name="type",
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=20, verbose_name="unité")),
                ("choices", models.JSONField(blank=True, default=list, verbose_name="choix")),
                ("is_nullable", models.BooleanField(default=False, verbose_name="peut ne pas être arrivé")),
                ("is_derived", models.BooleanField(default=False, verbose_name="calculé, jamais demandé")),
                ("derived_from", models.JSONField(blank=True, default=list, verbose_name="calculé à partir de")),
                ("label_fr", models.CharField(max_length=200, verbose_name="question")),
                ("label_en", models.CharField(max_length=200, verbose_name="question (anglais)")),
                ("why_fr", models.CharField(blank=True, max_length=300, verbose_name="pourquoi la poser")),
                ("why_en", models.CharField(blank=True, max_length=300, verbose_name="pourquoi la poser (anglais)")),
                (
                    "question_fr",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="telle que posée"),
                ),
                ("rule_fr", models.CharField(blank=True, max_length=300, verbose_name="règle de calcul")),
                ("rule_en", models.CharField(blank=True, max_length=300, verbose_name="règle de calcul (anglais)")),
                (
                    "sensitivity",
                    models.CharField(
                        choices=[
                            ("low", "faible"),
                            ("personal", "personnel"),
                            ("sensitive", "sensible"),
                            ("very_sensitive", "très sensible"),
                        ],
                        default="personal",
                        max_length=20,
                        verbose_name="sensibilité",
                    ),
                ),
                ("updated_at", models.DateTimeField(default=portal.clock.now, verbose_name="modifié")),
            ],
            options={
                "verbose_name": "fait",
                "verbose_name_plural": "vocabulaire des faits",
                "ordering": ["position", "code"],
            },
        ),
    ]
