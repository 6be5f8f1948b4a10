from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="FailingTask",
            fields=[
                ("task", models.CharField(max_length=120, primary_key=True, serialize=False, verbose_name="tâche")),
                ("since", models.DateTimeField(verbose_name="depuis")),
                ("failures", models.PositiveIntegerField(default=1, verbose_name="échecs de suite")),
                ("code", models.CharField(max_length=60, verbose_name="erreur")),
            ],
            options={
                "verbose_name": "tâche en échec",
                "verbose_name_plural": "Tâches en échec",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("task", ""), _negated=True), models.Q(("code", ""), _negated=True)
                        ),
                        name="failing_task_named",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("name", models.CharField(max_length=120, primary_key=True, serialize=False, verbose_name="programme")),
                ("at", models.DateTimeField(verbose_name="dernier signe")),
            ],
            options={
                "verbose_name": "signe de vie",
                "verbose_name_plural": "Signes de vie",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="heartbeat_named")
                ],
            },
        ),
    ]
