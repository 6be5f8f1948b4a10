"""What the operators of the portal read of the journal, in an index."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("portal", "0022_contact_changes")]

    operations = [
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(
                fields=["-id"],
                condition=Q(refused=True) | Q(by_role="staff", citizen_id=None, organization_id=None),
                name="audit_operation",
            ),
        ),
    ]
