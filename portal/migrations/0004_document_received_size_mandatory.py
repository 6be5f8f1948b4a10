"""Every document has the size of what was received (apart from the filling: one transaction cannot do both)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0003_document_received_size")]
    operations = [migrations.AlterField("document", "received_size", models.PositiveIntegerField())]
