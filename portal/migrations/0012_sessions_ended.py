"""Accounts know when all their sessions were ended."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0011_team_of_a_notice")]

    operations = [
        migrations.AddField("user", "sessions_ended_at", models.DateTimeField(editable=False, null=True)),
    ]
