"""A call is one team's. Calls made before were an organization's whole: each keeps all that it had to say, and goes to
the team of the person's dossier, else to that of the kind, as new ones do."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

SHARES = """
UPDATE reminders_call c
   SET reminder_ids = ARRAY(
         SELECT r.id FROM unnest(d.reminder_ids) WITH ORDINALITY AS u(id, place)
           JOIN reminders_reminder r ON r.id = u.id
           JOIN reminders_deadline e ON e.id = r.deadline_id
           JOIN reminders_deadlinekind k ON k.id = e.kind_id
          WHERE k.organization_id = c.organization_id ORDER BY u.place),
       notice_ids = ARRAY(
         SELECT n.id FROM portal_notice n
          WHERE n.id = ANY(d.notice_ids) AND (n.organization_id = c.organization_id OR n.organization_id IS NULL)
          ORDER BY n.created_at, n.id)
  FROM reminders_delivery d WHERE d.id = c.delivery_id;
WITH routed AS (
  SELECT c.id,
         (SELECT count(DISTINCT k.team_id) FROM reminders_reminder r
            JOIN reminders_deadline e ON e.id = r.deadline_id
            JOIN reminders_deadlinekind k ON k.id = e.kind_id
           WHERE r.id = ANY(c.reminder_ids)) AS kind_teams,
         (SELECT min(k.team_id::text)::uuid FROM reminders_reminder r
            JOIN reminders_deadline e ON e.id = r.deadline_id
            JOIN reminders_deadlinekind k ON k.id = e.kind_id
           WHERE r.id = ANY(c.reminder_ids)) AS kind_team,
         (SELECT array_agg(f.team_id ORDER BY f.state DESC, f.opened_at DESC, f.id DESC) FROM portal_dossier f
           WHERE f.citizen_id = c.citizen_id AND f.organization_id = c.organization_id) AS own
    FROM reminders_call c
)
UPDATE reminders_call c
   SET team_id = CASE WHEN r.own IS NULL AND r.kind_teams > 1 THEN NULL
                      WHEN r.own IS NULL OR r.kind_team = ANY(r.own) THEN r.kind_team
                      ELSE r.own[1] END
  FROM routed r WHERE r.id = c.id;
SET CONSTRAINTS ALL IMMEDIATE
"""
"""Rows written twice have their foreign keys checked again: at once, so that the table may still be altered below."""


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0002_team_of_notices"),
        ("portal", "0011_team_of_a_notice"),
        ("reminders", "0007_private_deadlines"),
    ]

    operations = [
        migrations.AddField(
            model_name="call",
            name="team",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="portal.team",
                verbose_name="équipe",
            ),
        ),
        migrations.AddField(
            model_name="call",
            name="reminder_ids",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, editable=False, size=None
            ),
        ),
        migrations.AddField(
            model_name="call",
            name="notice_ids",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), default=list, editable=False, size=None
            ),
        ),
        migrations.RunSQL(SHARES, migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name="call", name="call_once"),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.UniqueConstraint(
                fields=("delivery", "organization", "team"), name="call_once", nulls_distinct=False
            ),
        ),
    ]
