"""The demonstration's accounts as its page shows them, read from the file that `seed_demo` wrote."""

import json
import time
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Role
from portal.demonstration.codes import code_at

ROLES: dict[str, Promise] = {
    "citizen": _("citoyenne ou citoyen"),
    "representative": _("représentante ou représentant"),
    **{role.value: role.label for role in Role},
}


@dataclass(frozen=True)
class DemonstrationAccount:
    """`code`: the authenticator's code now; empty for those who receive theirs by e-mail."""

    key: str
    name: str
    role: str | Promise
    email: str
    password: str
    code: str


def accounts(path: Path) -> list[DemonstrationAccount]:
    """Empty when nobody was seeded."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    return [
        DemonstrationAccount(
            key=row["email"].partition("@")[0],
            name=row["name"],
            role=ROLES.get(row["role"], row["role"]),
            email=row["email"],
            password=row["password"],
            code=code_at(row["totp_secret"], time.time()) if row["totp_secret"] else "",
        )
        for row in rows
    ]
