"""The size of what was received: an image is re-encoded, and `size` is then that of what is served.

Filled from the journal, which holds it since the first deposit, before it becomes mandatory.
"""

from django.db import migrations, models

FILL = """
UPDATE portal_document SET received_size = COALESCE(
    (SELECT (event.detail ->> 'size')::integer FROM portal_auditevent event
     WHERE event.verb = 'document.received' AND event.subject_id = portal_document.id::text LIMIT 1), size)
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_consent_ledger")]
    operations = [
        migrations.AddField("document", "received_size", models.PositiveIntegerField(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
