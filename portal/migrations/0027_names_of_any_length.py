"""Names of a hundred letters, and people who have one name only. Before any column is computed from them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0026_notice_of_a_death")]

    operations = [
        migrations.AlterField(
            model_name="citizen",
            name="given_name",
            field=models.CharField(blank=True, max_length=100, verbose_name="prénom"),
        ),
        migrations.AlterField(
            model_name="citizen",
            name="family_name",
            field=models.CharField(max_length=100, verbose_name="nom"),
        ),
        migrations.AlterField(
            model_name="user",
            name="display_name",
            field=models.CharField(blank=True, max_length=220, verbose_name="nom affiché"),
        ),
    ]
