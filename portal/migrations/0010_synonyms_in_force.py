"""What the search said before proposals existed goes on: it is the first version."""

from django.db import migrations


def keep_in_force(apps, schema_editor):
    alias = schema_editor.connection.alias
    synonyms = apps.get_model("portal", "Synonym").objects.using(alias)
    synonyms.update(state="in_force")
    keys = list(synonyms.order_by("pk").values_list("pk", flat=True))
    if keys:
        apps.get_model("portal", "SynonymVersion").objects.using(alias).create(number=1, synonyms=keys)


class Migration(migrations.Migration):
    dependencies = [("portal", "0009_synonyms_decided")]
    operations = [migrations.RunPython(keep_in_force, migrations.RunPython.noop)]
