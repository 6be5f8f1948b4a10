"""What is shipped of organizations beside their names: the operation of the portal changes it in «gestion»."""

from functools import cache
from pathlib import Path

from portal.foundation.reference import read_yaml

FILE = Path(__file__).with_name("organizations.yaml")


@cache
def codes_of_health() -> frozenset[str]:
    return frozenset(read_yaml(FILE)["of_health"])
