from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="KeptCounter",
            fields=[
                ("key", models.UUIDField(editable=False, primary_key=True, serialize=False, verbose_name="empreinte")),
                ("value", models.JSONField(verbose_name="valeur")),
                ("ends_at", models.DateTimeField(verbose_name="fin")),
            ],
            options={
                "verbose_name": "compteur conservé",
                "verbose_name_plural": "compteurs conservés",
            },
        ),
        migrations.CreateModel(
            name="WindowCounter",
            fields=[
                ("key", models.UUIDField(editable=False, primary_key=True, serialize=False, verbose_name="empreinte")),
                ("value", models.JSONField(verbose_name="valeur")),
                ("ends_at", models.DateTimeField(verbose_name="fin")),
            ],
            options={
                "verbose_name": "compteur d’une période",
                "verbose_name_plural": "compteurs d’une période",
            },
        ),
        # A count is written again and again: room for HOT updates, and dead rows leave early.
        migrations.RunSQL(
            """
            ALTER TABLE counters_windowcounter SET UNLOGGED;
            ALTER TABLE counters_windowcounter SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
            ALTER TABLE counters_keptcounter SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
            """,
            migrations.RunSQL.noop,
        ),
    ]
