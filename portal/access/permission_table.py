"""The table of permissions and roles: what «gestion» draws and `docs/permissions.md` holds."""

from dataclasses import dataclass

from django.utils import translation

from portal.access.permissions import Permission, Role


@dataclass(frozen=True)
class PermissionRow:
    """A permission, and whether each role, in the order of `Role`, holds it."""

    permission: Permission
    held: tuple[bool, ...]


def rows() -> list[PermissionRow]:
    return [PermissionRow(permission, tuple(role in permission.roles for role in Role)) for permission in Permission]


def as_markdown() -> str:
    """Return the whole document, in English with the words that people read in French."""
    with translation.override("fr"):
        roles = "".join(f"- **{role.label}** (`{role.value}`): {role.sentence}\n" for role in Role)
        header = "| permission | in words | " + " | ".join(role.value for role in Role) + " |\n"
        line = "|---" * (2 + len(Role)) + "|\n"
        body = "".join(
            f"| `{row.permission.value}` | {row.permission.label} | "
            + " | ".join("yes" if one else "–" for one in row.held)
            + " |\n"
            for row in rows()
        )
    return f"{_INTRODUCTION}\n{roles}\n{header}{line}{body}"


_INTRODUCTION = """# Who may do what

Written by `python3 manage.py permissions --write` from `portal/access/permissions.py`; a test holds them equal. With
whose rows, each noun’s `visible_to` says: an agent’s permissions are for their teams, a supervisor’s and an
administrator’s for their organization, those of the operation for the portal itself.
"""
