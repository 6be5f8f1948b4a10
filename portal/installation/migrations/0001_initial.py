import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Installation",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ("number", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("made_at", models.DateTimeField(verbose_name="faite le")),
                ("field_canary", models.BinaryField()),
                ("file_canary", models.BinaryField()),
                ("index_canary", models.CharField(max_length=64)),
                ("is_demonstration", models.BooleanField(default=False, verbose_name="démonstration")),
                ("folder_marked_at", models.DateTimeField(null=True, verbose_name="dossier marqué le")),
                ("birthmark", models.CharField(max_length=60)),
                ("cleanings", models.PositiveBigIntegerField(default=0)),
                ("restored_at", models.DateTimeField(null=True, verbose_name="restauration remarquée le")),
                ("cleaned_at", models.DateTimeField(null=True, verbose_name="dernier nettoyage")),
                ("orphans_found", models.PositiveIntegerField(default=0, verbose_name="fichiers sans document")),
                ("orphans_allowed", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "clés et dossier des documents",
                "verbose_name_plural": "Clés et dossier des documents",
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="installation_is_one")],
            },
        ),
    ]
