"""A notice may be about a piece asked for (choices only; the column does not change)."""

from django.db import migrations, models

KINDS = [
    ("message", "nouveau message"),
    ("document", "nouveau document"),
    ("finding", "nouvelle piste"),
    ("request", "pièce demandée"),
]


class Migration(migrations.Migration):
    dependencies = [("portal", "0004_document_received_size_mandatory")]
    operations = [
        migrations.AlterField("notice", "kind", models.CharField(choices=KINDS, max_length=16, verbose_name="nature"))
    ]
