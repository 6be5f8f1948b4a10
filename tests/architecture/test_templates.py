"""A template loads and includes only what stands below it; what stands above fills an extension point."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from portal.foundation import extensions
from tests.architecture.trees import PACKAGES, ROOT, app_of, is_above, order, sources, write

_TAG = re.compile(r"{%\s*(load|include|extends)\s+([^%]*?)\s*%}")
_NAME = re.compile(r"""["']([^"']+)["']""")
_POINT = re.compile(r"""{%\s*extension\s+["']([^"']+)["']""")
# What is to be undone: (app of the template, app of what it names).
KNOTS = {
    # The page of a dossier shows what apps above keep of it, with their own tags.
    ("portal.dossiers", "messaging.threads"),
    ("portal.dossiers", "portal.documents"),
    ("portal.dossiers", "portal.pages"),
    ("portal.dossiers", "portal.requested_documents"),
    # The pages that write a type are drawn as every published noun's, from the folder of what they write.
    ("portal.dossier_types", "portal.publishing"),
    # `portal_tags` stands in people: it says their telephone numbers and their zones.
    ("portal.installation", "portal.people"),
    # `programs_tags` stands in findings, and programs and life events use its filters.
    ("programs.findings", "programs.prompts"),
    ("programs.life_events", "programs.findings"),
    ("programs.programs", "programs.findings"),
    ("programs.programs", "programs.life_events"),
    # `reminders_tags` stands in indicators, and every app of reminders uses its filters.
    ("reminders.deadlines", "reminders.indicators"),
    ("reminders.deadlines", "reminders.personal"),
    ("reminders.forecast", "reminders.indicators"),
    ("reminders.inbox", "reminders.deadlines"),
    ("reminders.inbox", "reminders.indicators"),
    ("reminders.kinds", "reminders.indicators"),
    ("reminders.personal", "reminders.indicators"),
    ("reminders.preferences", "reminders.indicators"),
}


def libraries(root: Path) -> dict[str, str]:
    """Name of a library of tags → its app."""
    return {path.stem: app_of(path, root) for path in sources(root) if path.parent.name == "templatetags"}


def app_of_template(name: str, apps: Sequence[str], *, is_named: bool = False) -> str:
    """Return the app of a template, by its folder.

    One of no app (the frame of every page, the components, the account's pages and those of errors; the few that a
    package shares) may be named by every app of its package, and may name all of them."""
    package, _slash, rest = name.partition("/")
    folder = rest.partition("/")[0]
    for app in apps:
        if app == f"{package}.{folder}" or (package == "admin" and app.endswith(f".{folder}")):
            return app
    own = package if package in PACKAGES else "portal"
    return next((app for app in (apps if is_named else reversed(apps)) if app.startswith(f"{own}.")), "")


def upward_names(root: Path, apps: Sequence[str], known: Mapping[str, str]) -> set[tuple[str, str, str]]:
    """(template, its app, app above it) of each library loaded and each template included or extended."""
    folder = root / "templates"
    found = set()
    for path in sorted(one for one in folder.rglob("*.*") if one.is_file()):
        name = path.relative_to(folder).as_posix()
        own = app_of_template(name, apps)
        for tag, rest in _TAG.findall(path.read_text(encoding="utf-8")):
            for other in _apps_named(tag, rest, apps, known):
                if is_above(other, own, apps):
                    found.add((name, own, other))
    return found


def _apps_named(tag: str, rest: str, apps: Sequence[str], known: Mapping[str, str]) -> list[str]:
    if tag == "load":
        return [known[name] for name in rest.rpartition(" from ")[2].split() if name in known]
    named = _NAME.match(rest)
    return [app_of_template(named[1], apps, is_named=True)] if named else []


def test_a_template_names_only_what_stands_below():
    found = upward_names(ROOT, order(), libraries(ROOT))
    assert {one for one in found if one[1:] not in KNOTS} == set()


def test_no_knot_is_listed_that_is_no_more():
    assert {one[1:] for one in upward_names(ROOT, order(), libraries(ROOT))} == KNOTS


def test_each_point_is_filled_and_each_filled_point_is_on_a_page():
    pages = [path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html")]
    assert {point for page in pages for point in _POINT.findall(page)} == extensions.points()


def test_what_fills_a_point_stands_in_an_app_of_its_own():
    """Otherwise `{% include %}` would do."""
    for point in extensions.points():
        for name in extensions.templates_of(point):
            assert app_of_template(name, order()) in order(), (point, name)


def test_an_upward_name_is_found(tmp_path):
    apps = ["portal.low", "portal.high", "programs.top"]
    write(tmp_path, portal__high__templatetags__high_tags="", portal__low__templatetags__low_tags="")
    pages = {
        "portal/low/page.html": '{% load i18n high_tags %}{% include "portal/low/part.html" %}',
        "portal/low/part.html": "{% include 'programs/top/row.html' with a=1 only %}",
        "portal/high/page.html": '{% load low_tags %}{% include "portal/low/part.html" %}{% include any %}',
        "portal/base.html": '{% load high_tags %}{% include "programs/top/row.html" %}',
        "components/tag.html": '{% extends "programs/top/row.html" %}',
        "admin/low/row/change_form.html": '{% extends "admin/base.html" %}{% load high_tags %}',
        "programs/top/row.html": '{% extends "portal/base.html" %}{% load low_tags high_tags %}',
    }
    for name, text in pages.items():
        path = tmp_path / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert upward_names(tmp_path, apps, libraries(tmp_path)) == {
        ("portal/low/page.html", "portal.low", "portal.high"),
        ("portal/low/part.html", "portal.low", "programs.top"),
        ("portal/base.html", "portal.high", "programs.top"),
        ("components/tag.html", "portal.high", "programs.top"),
        ("admin/low/row/change_form.html", "portal.low", "portal.high"),
    }
