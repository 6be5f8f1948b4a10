"""One sign of life for each worker and each beat: their names are longer than their kinds."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0016_installation")]

    operations = [
        migrations.AlterModelOptions(
            name="heartbeat",
            options={"verbose_name": "signe de vie", "verbose_name_plural": "Signes de vie"},
        ),
        migrations.AlterField(
            model_name="heartbeat",
            name="at",
            field=models.DateTimeField(verbose_name="dernier signe"),
        ),
        migrations.AlterField(
            model_name="heartbeat",
            name="name",
            field=models.CharField(max_length=120, primary_key=True, serialize=False, verbose_name="programme"),
        ),
    ]
