"""A date that a person asked for is hers alone. What organizations gave themselves, or sent later, is theirs too.

A date that came back by itself is as private as the last one that did not, of the same kind for the same persons; with
none to be found, it is private."""

from django.db import migrations, models

THEIRS = """
UPDATE reminders_deadline d SET is_private = false
 WHERE d.origin IN ('agent', 'import')
    OR EXISTS (SELECT 1 FROM reminders_arrival a WHERE a.deadline_id = d.id);
UPDATE reminders_deadline d SET is_private = false
 WHERE d.is_private AND d.origin = 'renewal'
   AND (SELECT former.is_private FROM reminders_deadline former
         WHERE former.citizen_id = d.citizen_id AND former.concerned_id = d.concerned_id AND former.kind_id = d.kind_id
           AND former.origin <> 'renewal' AND former.due_on <= d.due_on
         ORDER BY former.due_on DESC, former.id LIMIT 1) IS FALSE;
SET CONSTRAINTS ALL IMMEDIATE
"""


class Migration(migrations.Migration):
    dependencies = [("reminders", "0006_team_of_a_kind")]

    operations = [
        migrations.AddField(
            model_name="deadline",
            name="is_private",
            field=models.BooleanField(default=True, editable=False, verbose_name="à la personne seule"),
        ),
        migrations.RunSQL(THEIRS, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_private", True), ("origin__in", ["agent", "import"]), _negated=True),
                name="deadline_private_is_not_theirs",
            ),
        ),
    ]
