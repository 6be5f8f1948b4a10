"""Who may do what is said in one place, and everything asks it."""

import re
from pathlib import Path

import pytest
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from portal.access.permission_table import as_markdown, rows
from portal.access.permissions import PERMISSIONS, Permission, Role
from portal.access.visibility import Visibility, require
from portal.gestion.site import SectionAdmin

ROOT = Path(__file__).resolve().parents[3]
APPS = ("portal", "messaging", "programs", "reminders")
ASKS = {"admin", "views", "querysets", "templatetags", "forms", "actions"}
# Where roles are defined, given, shown on the demonstration, or looked for by the installation.
SPEAK_OF_ROLES = (
    "portal/access/",
    "portal/organizations/",
    "portal/staff/",
    "portal/management/",
    "portal/demonstration/",
)
A_ROLE = re.compile(r"(?<!AuditEvent\.)\bRole\.[A-Z]|\.roles\b|\brole(__in)?=[\"\\[(]")
PERMISSION_ROLES = re.compile(r"Permission\.[A-Z_]+\.roles")


def asking_files() -> list[Path]:
    found = [path for app in APPS for path in (ROOT / app).rglob("*.py") if ASKS & {path.stem, *path.parts}]
    return [path for path in found if not path.relative_to(ROOT).as_posix().startswith(SPEAK_OF_ROLES)]


def names_a_role(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if A_ROLE.search(PERMISSION_ROLES.sub("", line))]


def test_nothing_that_asks_for_a_right_names_a_role():
    files = asking_files()
    assert len(files) > 100
    named = {str(path.relative_to(ROOT)): names_a_role(path.read_text(encoding="utf-8")) for path in files}
    assert not {path: lines for path, lines in named.items() if lines}


@pytest.mark.parametrize(
    "line",
    ["if Role.AGENT in held:", 'if "operator" in visibility_of(user).roles:', 'filter(role="agent")', "user.roles"],
)
def test_a_role_that_is_named_is_seen(line):
    assert names_a_role(line)


def test_asking_who_holds_a_permission_is_not_naming_a_role():
    assert not names_a_role("rows.filter(role__in=Permission.MAKE_CALLS.roles)")


def sections() -> list[SectionAdmin]:
    return [section for section in admin.site._registry.values() if isinstance(section, SectionAdmin)]


def test_each_section_asks_for_a_permission():
    assert len(sections()) > 30
    assert not [type(one).__name__ for one in sections() if not isinstance(one.view_permission, Permission)]


@pytest.mark.parametrize("permission", Permission)
def test_each_permission_is_held_and_asked(permission):
    assert permission.roles
    sources = [path for app in APPS for path in (ROOT / app).rglob("*.py") if path.stem != "permissions"]
    assert any(f"Permission.{permission.name}" in path.read_text(encoding="utf-8") for path in sources)


def test_the_operation_of_the_portal_reads_nobody_s_matters():
    matters = {Permission.HANDLE_CONVERSATIONS, Permission.VIEW_DOCUMENTS, Permission.VIEW_DOSSIERS}
    assert not matters & PERMISSIONS[Role.OPERATOR] and not matters & PERMISSIONS[Role.ADMINISTRATOR]


def test_the_document_says_the_same():
    written = (ROOT / "docs" / "permissions.md").read_text(encoding="utf-8")
    assert written == as_markdown(), "run: python3 manage.py permissions --write"


@pytest.mark.django_db
def test_a_permission_is_for_the_organization_where_the_role_is(people, saaq, ramq):
    administrator = people["sylvie"]
    held = Visibility(administrator).organizations_where(Permission.MANAGE_TEAMS)
    assert held == frozenset()  # a supervisor's account
    with pytest.raises(PermissionDenied):
        require(administrator, Permission.MANAGE_TEAMS, organization_id=saaq.pk)


@pytest.mark.django_db
def test_an_agent_holds_it_for_a_team_not_for_the_organization(saaq_agent, saaq):
    visibility = Visibility(saaq_agent)
    assert visibility.may(Permission.HANDLE_DEADLINES) and visibility.team_ids
    assert not visibility.organizations_where(Permission.HANDLE_DEADLINES)
    assert not visibility.may_everywhere(Permission.HANDLE_REPLIES)


@pytest.mark.django_db
def test_the_table_is_drawn_for_who_manages_the_staff(saaq_administrator, saaq_agent, signed_in):
    address = reverse("admin:organizations_membership_permissions")
    page = signed_in(saaq_administrator).get(address)
    assert page.status_code == 200 and page.context["rows"] == rows()
    assert signed_in(saaq_agent).get(address).status_code == 403
