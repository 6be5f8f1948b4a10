"""A notice says whose team's matter it tells of. Notices of conversations are filled by the migration of messaging."""

import django.db.models.deletion
from django.db import migrations, models

OF_SUBJECTS = """
UPDATE portal_notice n SET team_id = s.team_id FROM portal_document s
 WHERE n.subject_type = 'portal.document' AND s.id = n.subject_id AND n.organization_id IS NOT NULL;
UPDATE portal_notice n SET team_id = s.team_id FROM portal_documentrequest s
 WHERE n.subject_type = 'portal.documentrequest' AND s.id = n.subject_id AND n.organization_id IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0010_synonyms_in_force")]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="team",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="portal.team",
            ),
        ),
        migrations.RunSQL(OF_SUBJECTS, migrations.RunSQL.noop),
    ]
