"""Loads the table of districts that ships with the hub."""

import csv
from pathlib import Path

from django.db import migrations

TABLE = Path(__file__).resolve().parent.parent / "data" / "districts.csv"


def load(apps, schema_editor):
    District = apps.get_model("places", "District")
    with TABLE.open(encoding="utf-8", newline="") as file:
        District.objects.using(schema_editor.connection.alias).bulk_create(
            District(
                code=row["code"],
                name=row["name"],
                latitude=float(row["latitude"]),
                longitude=float(row["longitude"]),
            )
            for row in csv.DictReader(file)
        )


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
