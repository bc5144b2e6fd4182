"""Parameters of the entry and exit measurements from TOML."""

from pathlib import Path

from monitoring.models import Parameter
from registry.loading import read


def load_parameters():
    for place, row in enumerate(read(Path(__file__).parent / "presets" / "parameters.toml")["parameters"], 1):
        Parameter.objects.get_or_create(
            code=row["code"],
            defaults={
                "title": row["title"], "audience": row["audience"], "better": row["better"],
                "minimum": row["minimum"], "maximum": row["maximum"], "unit": row.get("unit", ""),
                "is_sensitive": row.get("sensitive", False), "position": place,
                "is_used": row.get("used", row.get("unit") == "балл" and row["maximum"] == 10)
                and not row.get("sensitive", False),
            },
        )  # fmt: skip
