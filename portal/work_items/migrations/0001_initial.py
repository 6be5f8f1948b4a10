import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock
from portal.foundation.storage import swept


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organizations", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WorkItem",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40, verbose_name="tâche")),
                ("subject_type", models.CharField(max_length=60)),
                ("subject_id", models.UUIDField()),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="raison")),
                ("since", models.DateTimeField(default=portal.clock.now, verbose_name="depuis")),
                ("due_at", models.DateTimeField(null=True, verbose_name="pour le")),
                ("done_at", models.DateTimeField(null=True, verbose_name="fait")),
                (
                    "citizen",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="work_items",
                        to="people.citizen",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="work_items",
                        to="organizations.team",
                        verbose_name="équipe",
                    ),
                ),
            ],
            options={
                "verbose_name": "tâche",
                "verbose_name_plural": "Ma file",
                "ordering": ["since", "id"],
                "indexes": [
                    models.Index(fields=["subject_id"], name="work_item_subject"),
                    models.Index(
                        condition=models.Q(("done_at", None)),
                        fields=["team", "due_at", "since", "id"],
                        name="work_item_team",
                    ),
                    models.Index(
                        condition=models.Q(("done_at__isnull", False)),
                        fields=["team", "due_at", "since", "id"],
                        name="work_item_team_done",
                    ),
                    models.Index(
                        condition=models.Q(("done_at", None)),
                        fields=["citizen", "due_at", "since", "id"],
                        name="work_item_citizen",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("citizen__isnull", False), ("team", None)),
                            models.Q(("citizen", None), ("team__isnull", False)),
                            _connector="OR",
                        ),
                        name="work_item_one_holder",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("done_by", None), ("done_at__isnull", False), _connector="OR"),
                        name="work_item_done_pair",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("done_at", None)),
                        fields=("kind", "subject_type", "subject_id", "team", "citizen"),
                        name="work_item_open_once",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        swept("work_items_workitem"),
    ]
