"""The outbox keeps half-empty pages and is vacuumed often; what was accepted is followed up already (reversible)."""

from django.db import migrations

from reminders.deliveries import storage


class Migration(migrations.Migration):
    dependencies = [("reminders", "0003_invitations_and_webhooks")]
    operations = [
        # What was accepted before needs no following up: the first sweeps would walk it all.
        migrations.RunSQL(
            "UPDATE reminders_delivery SET followed_up_at = settled_at"
            " WHERE state = 'accepted' AND followed_up_at IS NULL",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(storage.SQL, storage.REVERSE_SQL),
    ]
