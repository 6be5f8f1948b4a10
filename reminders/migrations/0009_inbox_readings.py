"""Each account reads the inbox for itself. What a helper alone had read is unread again for the person."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock

READINGS = """
INSERT INTO reminders_inboxitemreading (item_id, user_id, read_at)
SELECT i.id, i.read_by_id, i.read_at FROM reminders_inboxitem i WHERE i.read_at IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reminders", "0008_calls_of_a_team"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                        to="reminders.inboxitem",
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
                "constraints": [models.UniqueConstraint(fields=("item", "user"), name="inbox_item_reading_once")],
            },
        ),
        migrations.RunSQL(READINGS, migrations.RunSQL.noop),
    ]
