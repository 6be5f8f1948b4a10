"""The shape of the house: arrows point down, between apps, between nouns and inside a noun; nothing grows too big."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

from tests.architecture.trees import tree_of
from tests.own_apps import own_apps, own_models

ROOT = Path(__file__).resolve().parent.parent
APPS = ("portal", "messaging", "programs", "reminders")
# Who may import whom (itself aside): reminders stands on all, messaging and programs on portal only.
BELOW = {
    "portal": set(),
    "messaging": {"portal"},
    "programs": {"portal"},
    "reminders": {"portal", "messaging", "programs"},
}
# Modules of a package that assemble it and so may name everything below them.
ASSEMBLY = {"apps", "urls", "management", "settings", "installed_apps", "celery", "wsgi"}
# Inside a noun: a module imports modules of lower rank, never of a higher one.
STAIRCASE = {"admin": 5, "views": 5, "tasks": 5, "forms": 4, "actions": 3, "models": 2, "querysets": 1}
MAX_FILE, MAX_FUNCTION, MAX_CLASS, MAX_ARGUMENTS = 400, 60, 200, 8


def sources(apps: tuple[str, ...] = APPS) -> list[Path]:
    return [
        path
        for app in apps
        for path in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in path.parts and "__pycache__" not in path.parts
    ]


def dotted(path: Path) -> tuple[str, ...]:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


@cache
def imports(path: Path) -> list[tuple[ast.stmt, tuple[str, ...]]]:
    return list(_imports(path))


def _imports(path: Path) -> Iterator[tuple[ast.stmt, tuple[str, ...]]]:
    """(statement, dotted module) of each import of one of our apps, `TYPE_CHECKING` blocks aside."""
    skipped = {
        id(inner)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree_of(path)):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in APPS:
            for alias in node.names:
                yield node, (*node.module.split("."), alias.name)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] in APPS:
                    yield node, tuple(alias.name.split("."))


def say(path: Path, node: ast.stmt, target: tuple[str, ...]) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno} imports {'.'.join(target)}"


def test_apps_import_only_what_stands_below():
    upward = [
        say(path, node, target)
        for path in sources()
        for node, target in imports(path)
        if target[0] != dotted(path)[0] and target[0] not in BELOW[dotted(path)[0]]
    ]
    assert not upward


def test_an_app_imports_only_those_before_it_in_the_settings():
    order = [name for name in settings.INSTALLED_APPS if name.split(".")[0] in APPS]
    upward = []
    for path in sources():
        own = folder_of(dotted(path))
        if own not in order or is_assembly(path):
            continue
        for node, target in imports(path):
            other = folder_of(target)
            if other in order and order.index(other) > order.index(own):
                upward.append(say(path, node, target))
    assert not upward


# A deadline's actions plan its reminders, which point to it: two apps for one subject, until they are one.
POINTING_UP = {("reminders.reminders", "reminders.deadlines"), ("reminders.inbox", "reminders.reminders")}


def test_a_foreign_key_points_to_an_app_before_its_own():
    order = {config.label: rank for rank, config in enumerate(own_apps())}
    names = {config.label: config.name for config in own_apps()}
    upward = {
        (names[model._meta.app_label], names[target._meta.app_label])
        for model in own_models()
        for field in model._meta.fields
        if (target := field.related_model) and target._meta.app_label in order
        if order[target._meta.app_label] > order[model._meta.app_label]
    }
    assert upward <= POINTING_UP


def test_every_folder_with_models_or_pages_of_gestion_is_an_app():
    """Django passes over the models, the sections, the tasks and the tags of a folder that is not installed."""
    found = {
        ".".join(path.relative_to(ROOT).parts[:2])
        for app in APPS
        for name in ("models.py", "admin.py", "tasks.py", "schedule.py", "seeds.py", "templatetags", "migrations")
        for path in (ROOT / app).glob(f"*/{name}")
    }
    assert not found - set(settings.INSTALLED_APPS)


def folder_of(name: tuple[str, ...]) -> str:
    return ".".join(name[:2])


def is_assembly(path: Path) -> bool:
    """`apps.py` of an app names what it registers with; the project's own modules name every app."""
    own = dotted(path)
    return len(own) < 2 or own[1] in ASSEMBLY or own[-1] == "apps" or "management" in own


def test_folders_make_no_circle():
    graph: dict[str, set[str]] = {}
    for path in sources():
        own = dotted(path)
        if is_assembly(path):
            continue
        for _, target in imports(path):
            if len(target) > 1 and target[1] not in ASSEMBLY and folder_of(target) != folder_of(own):
                graph.setdefault(folder_of(own), set()).add(folder_of(target))
    assert not circle_in(graph)


def circle_in(graph: dict[str, set[str]]) -> list[str]:
    """Nouns left once those that depend on nothing are taken away again and again."""
    left = {noun: set(needs) for noun, needs in graph.items()}
    while True:
        free = {noun for noun, needs in left.items() if not needs & set(left)}
        if not free:
            return sorted(left)
        left = {noun: needs for noun, needs in left.items() if noun not in free}


def test_inside_a_noun_the_staircase_goes_down():
    upward = []
    for path in sources():
        own = dotted(path)
        if len(own) < 3 or own[-1] not in STAIRCASE:
            continue
        for node, target in imports(path):
            if target[: len(own) - 1] != own[:-1] or len(target) < len(own):
                continue
            if STAIRCASE.get(target[len(own) - 1], 0) > STAIRCASE[own[-1]]:
                upward.append(say(path, node, target))
    assert not upward


def test_no_import_hides_in_a_function():
    hidden = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in [*sources(), *sorted((ROOT / "tests").rglob("*.py"))]
        for function in ast.walk(tree_of(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not hidden


def test_the_launcher_needs_nothing_but_python():
    """`manage.py` runs before anything is installed: portal.launch imports the standard library and itself."""
    for path in [ROOT / "manage.py", ROOT / "portal/__init__.py"]:
        for node in ast.walk(tree_of(path)):
            module = getattr(node, "module", "") or ""
            assert not module.startswith(("django", "celery", "psycopg")), path


def test_nothing_grows_too_big():
    big = []
    for path in sources():
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > MAX_FILE:
            big.append(f"{path.relative_to(ROOT)} has {lines} lines")
        for node in ast.walk(tree_of(path)):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                continue
            length = node.end_lineno - node.lineno + 1
            limit = MAX_CLASS if isinstance(node, ast.ClassDef) else MAX_FUNCTION
            if length > limit:
                big.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name} has {length} lines")
            if not isinstance(node, ast.ClassDef):
                count = len(node.args.args) + len(node.args.kwonlyargs)
                if count > MAX_ARGUMENTS:
                    big.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name} has {count} arguments")
    assert not big


def test_no_template_grows_too_big():
    big = [
        f"{path.relative_to(ROOT)} has {lines} lines"
        for path in sorted((ROOT / "templates").rglob("*.*"))
        if (lines := path.read_text(encoding="utf-8").count("\n")) > 250
    ]
    assert not big


def test_actions_say_who_does_them():
    """A public function of an `actions.py` is keyword-only and names `by` (system actions say `by=None` inside)."""
    positional = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in sources()
        if path.name == "actions.py" and "audit" not in path.parts
        for node in tree_of(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.args.args
    ]
    assert not positional


def test_tasks_are_doorbells():
    """A task calls an action and returns: three statements at most."""
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in sources()
        if path.name == "tasks.py"
        for node in tree_of(path).body
        if isinstance(node, ast.FunctionDef) and len(node.body) > 3
    ]
    assert not long
