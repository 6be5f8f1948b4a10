"""Notices of messages written before notices had a team: that of their conversation."""

from django.db import migrations

OF_THREADS = """
UPDATE portal_notice n SET team_id = t.team_id FROM messaging_thread t
 WHERE n.subject_type = 'messaging.thread' AND t.id = n.subject_id AND n.organization_id IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("messaging", "0001_initial"), ("portal", "0011_team_of_a_notice")]

    operations = [migrations.RunSQL(OF_THREADS, migrations.RunSQL.noop)]
