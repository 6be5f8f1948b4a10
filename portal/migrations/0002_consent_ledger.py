"""The ledger of consents is append-only in the database too (schema only; reversible)."""

from django.db import migrations

from portal.consents import ledger


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]
    operations = [migrations.RunSQL(ledger.SQL, ledger.REVERSE_SQL)]
