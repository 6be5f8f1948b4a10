from django.db import migrations


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ServedPerson",
            fields=[],
            options={
                "verbose_name": "personne",
                "verbose_name_plural": "personnes",
                "ordering": ["name_order", "pk"],
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("people.citizen",),
        ),
    ]
