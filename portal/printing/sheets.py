"""What every printed sheet has in common, as data for a layout."""

import datetime as dt
from typing import Any

from django.conf import settings


def document(title: str, day: dt.date, letters: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the data of one PDF, a sheet or more for each letter."""
    return {"title": title, "author": "Relais", "at": [day.year, day.month, day.day], "letters": letters}


def return_address() -> str:
    return settings.HELP_ADDRESS.removeprefix("Relais,").strip()


def typed_address(page: str) -> str:
    """Return the address of a page of the portal as people type it from a letter."""
    return settings.SITE_URL.removeprefix("https://").removeprefix("http://").rstrip("/") + page


def sender() -> list[str]:
    """Return the lines of the sender, its name first."""
    return ["Relais", *(part.strip() for part in return_address().split(",", 1))]
