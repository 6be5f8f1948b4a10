"""On the citizen's side, each account reads for itself.

Who read first is known of each message; whoever wrote in a conversation had read what came before. The person whose
helper read alone finds the mark «non lu» again."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock

READINGS = """
INSERT INTO messaging_messagereading (message_id, user_id, read_at)
SELECT m.id, m.read_by_id, m.read_at FROM messaging_message m
 WHERE m.author_kind = 'agent' AND m.read_at IS NOT NULL;
INSERT INTO messaging_messagereading (message_id, user_id, read_at)
SELECT m.id, w.by_id, min(w.sent_at)
  FROM messaging_message m
  JOIN messaging_message w ON w.thread_id = m.thread_id AND w.author_kind = 'citizen' AND w.sent_at > m.sent_at
 WHERE m.author_kind = 'agent'
 GROUP BY m.id, w.by_id
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0002_team_of_notices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MessageReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("read_at", models.DateTimeField(default=portal.clock.now, verbose_name="lu")),
                (
                    "message",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="messaging.message",
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
                "verbose_name": "lecture",
                "verbose_name_plural": "lectures",
                "constraints": [models.UniqueConstraint(fields=("message", "user"), name="message_reading_once")],
            },
        ),
        migrations.RunSQL(READINGS, migrations.RunSQL.noop),
        migrations.RemoveIndex(model_name="thread", name="thread_unread"),
        migrations.RemoveField(model_name="thread", name="unread_citizen"),
    ]
