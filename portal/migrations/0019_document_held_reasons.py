"""Whatever was held until now was held for the antivirus."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("portal", "0018_document_held")]

    operations = [
        migrations.RunSQL(
            sql="""UPDATE portal_document SET held_because = 'scanner', held_since = received_at
                    WHERE state = 'held' AND held_because = ''""",
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
