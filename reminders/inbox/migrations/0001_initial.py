import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("notices", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("reminders", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="InboxItem",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=portal.clock.now, verbose_name="reçu le")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="lu le")),
                (
                    "citizen",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inbox_items",
                        to="people.citizen",
                    ),
                ),
                (
                    "notice",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inbox_item",
                        to="notices.notice",
                    ),
                ),
                (
                    "read_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reminder",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inbox_item",
                        to="reminders.reminder",
                    ),
                ),
            ],
            options={
                "verbose_name": "avis reçu",
                "verbose_name_plural": "avis reçus",
                "ordering": ["-created_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="InboxItemReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("read_at", models.DateTimeField(default=portal.clock.now, verbose_name="lu le")),
                (
                    "item",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="inbox.inboxitem",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "lecture d’un avis",
                "verbose_name_plural": "lectures d’avis",
            },
        ),
        migrations.AddIndex(
            model_name="inboxitem",
            index=models.Index(fields=["citizen", "-created_at", "-id"], name="inbox_of_citizen"),
        ),
        migrations.AddConstraint(
            model_name="inboxitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("notice__isnull", False), ("reminder", None)),
                    models.Q(("notice", None), ("reminder__isnull", False)),
                    _connector="OR",
                ),
                name="inbox_item_carries_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="inboxitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("read_at", None), ("read_by", None)),
                    models.Q(("read_at__isnull", False), ("read_by__isnull", False)),
                    _connector="OR",
                ),
                name="inbox_item_read_at_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="inboxitemreading",
            constraint=models.UniqueConstraint(fields=("item", "user"), name="inbox_item_reading_once"),
        ),
        migrations.AddIndex(
            model_name="inboxitem",
            index=models.Index(
                condition=models.Q(("read_by__isnull", False)), fields=["read_by"], name="inbox_read_by"
            ),
        ),
    ]
