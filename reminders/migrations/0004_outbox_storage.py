"""The outbox keeps half-empty pages and is vacuumed often (schema only; reversible)."""

from django.db import migrations

from reminders.deliveries import storage


class Migration(migrations.Migration):
    dependencies = [("reminders", "0003_invitations_and_webhooks")]
    operations = [migrations.RunSQL(storage.SQL, storage.REVERSE_SQL)]
