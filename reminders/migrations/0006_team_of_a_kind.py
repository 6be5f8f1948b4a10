"""A kind of deadline has a team. Where the organization has one team only, it is that one; where it has several, the
organization has to choose: until then its supervisors alone see the dates of the kind."""

import django.db.models.deletion
from django.db import migrations, models

ONLY_TEAM = """
UPDATE reminders_deadlinekind k SET team_id = o.team_id
  FROM (SELECT organization_id, min(id::text)::uuid AS team_id
          FROM portal_team GROUP BY organization_id HAVING count(*) = 1) o
 WHERE o.organization_id = k.organization_id AND k.team_id IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0008_papers"),
        ("reminders", "0005_returns_and_delays"),
    ]

    operations = [
        migrations.AddField(
            model_name="deadlinekind",
            name="team",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deadline_kinds",
                to="portal.team",
                verbose_name="équipe responsable",
            ),
        ),
        migrations.RunSQL(ONLY_TEAM, migrations.RunSQL.noop),
    ]
