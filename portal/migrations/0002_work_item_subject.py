"""Index work items by subject: a conversation's page asks for the closed ones too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]

    operations = [
        migrations.AddIndex(model_name="workitem", index=models.Index(fields=["subject_id"], name="work_item_subject")),
    ]
