"""What keeps us from a document, since when, and when to try again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0017_heartbeat_names")]

    operations = [
        migrations.AddField(
            model_name="document",
            name="held_because",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=20, verbose_name="ce qui nous arrête"
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="held_since",
            field=models.DateTimeField(null=True, verbose_name="depuis"),
        ),
        migrations.AddField(
            model_name="document",
            name="not_before",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="document",
            name="damaged_at",
            field=models.DateTimeField(null=True, verbose_name="trouvé abîmé"),
        ),
        migrations.AlterField(
            model_name="document",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="essais"),
        ),
        migrations.AlterField(
            model_name="document",
            name="state",
            field=models.CharField(
                choices=[
                    ("received", "en vérification"),
                    ("held", "gardé, vérification retardée"),
                    ("available", "disponible"),
                    ("refused", "refusé"),
                ],
                default="received",
                max_length=10,
                verbose_name="état",
            ),
        ),
        migrations.CreateModel(
            name="TroubledDocument",
            fields=[],
            options={
                "verbose_name": "fichier retenu ou abîmé",
                "verbose_name_plural": "Fichiers retenus ou abîmés",
                "ordering": ["received_at", "id"],
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("portal.document",),
        ),
    ]
