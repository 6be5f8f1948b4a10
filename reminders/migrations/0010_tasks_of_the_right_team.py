"""Tasks «Joindre la personne» that were given to the first team by alphabet go to one that can open what they ask: a team
that has a dossier of the person, that of the kind first; else, when the date is not private, that of the kind. One a date;
those that nobody may open are closed: the operation of the portal still sees the failure, without a name."""

from django.db import migrations

ROUTED = """
WITH open_tasks AS (
  SELECT w.id, row_number() OVER (PARTITION BY w.subject_id ORDER BY w.since, w.id) AS place, e.is_private, k.team_id AS of_kind,
         (SELECT array_agg(f.team_id ORDER BY (f.team_id = k.team_id) DESC NULLS LAST, f.state DESC, f.opened_at DESC,
                           f.id DESC)
            FROM portal_dossier f
           WHERE f.citizen_id = e.citizen_id AND f.organization_id = k.organization_id) AS own
    FROM portal_workitem w
    JOIN reminders_deadline e ON e.id = w.subject_id
    JOIN reminders_deadlinekind k ON k.id = e.kind_id
   WHERE w.kind = 'reminders.reach' AND w.subject_type = 'reminders.deadline' AND w.done_at IS NULL
), routed AS (
  SELECT id, CASE WHEN place > 1 THEN NULL WHEN own IS NOT NULL THEN own[1] WHEN NOT is_private THEN of_kind END AS team_id FROM open_tasks
)
UPDATE portal_workitem w
   SET team_id = coalesce(r.team_id, w.team_id), done_at = CASE WHEN r.team_id IS NULL THEN now() END
  FROM routed r WHERE r.id = w.id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0011_team_of_a_notice"),
        ("reminders", "0009_inbox_readings"),
    ]

    operations = [migrations.RunSQL(ROUTED, migrations.RunSQL.noop)]
