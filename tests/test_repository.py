"""What looks after the repository itself."""

import re
import subprocess
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.db.models import CheckConstraint
from django.utils.translation import ngettext, override

from portal.audit.sentences import verbs
from portal.celery import app as celery
from portal.retention.reading import rules_of
from tests.own_apps import PACKAGES, own_models

ROOT = Path(__file__).resolve().parent.parent
MODELS = own_models()
# Packages come from the machine's own registries; a committed address would send them elsewhere.
# (Each word is cut so that this file does not name what it forbids.)
FORBIDDEN = re.compile(
    r"py"
    r"pi\.org|python"
    r"hosted\.org|registry\."
    r"npmjs|deb\."
    r"debian\.org|"
    r"--index"
    r"-url|--find"
    r"-links|--extra"
    r"-index|(?<![\w.])/"
    r"work/|(?<![\w.])/root"
    r"/|/home/"
    r"[a-z]"
)


def committed() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_no_registry_and_no_path_of_a_machine_in_a_committed_file():
    found = []
    for path in committed():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in FORBIDDEN.finditer(text)]
    assert not found


def test_each_dependency_is_hashed():
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-node.txt"):
        lines = (ROOT / name).read_text().replace("\\\n", " ").splitlines()
        assert [line for line in lines if "==" in line and "--hash=sha256:" not in line] == []


@pytest.mark.django_db
def test_no_migration_is_missing(pytestconfig):
    if pytestconfig.getvalue("nomigrations"):
        pytest.skip("run without migrations")
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_each_model_declares_what_is_personal_and_how_long_it_is_kept(model):
    privacy = model.Privacy
    columns = {field.name for field in model._meta.get_fields() if getattr(field, "column", None) or field.many_to_many}
    assert set(privacy.personal) <= columns, set(privacy.personal) - columns
    assert set(privacy.personal.values()) <= {"clear", "sealed"}
    assert rules_of(model)
    sealed = {field.name for field in model._meta.fields if type(field).__name__.startswith("Sealed")}
    assert sealed == {name for name, how in privacy.personal.items() if how == "sealed" and name in sealed}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_column_that_may_name_a_person_is_declared(model):
    """Links to people, and columns named as contact points, names or texts are, cannot stay undeclared."""
    telling = re.compile(r"(^|_)(email|phone|name|birth_date|address|citizen|user|subject|body|title|by)$")
    suspects = {field.name for field in model._meta.fields if telling.search(field.name)}
    public = {
        "Organization",
        "Team",
        "Heartbeat",
        "DeadlineKind",
        "ReminderStep",
        "Program",
        "FactDefinition",
        "LifeEvent",
        "CatalogueEntry",
    }
    if model.__name__ not in public:
        undeclared = suspects - set(model.Privacy.personal) - NOT_PERSONAL
        assert not undeclared


# Who did it: accounts of staff or the person's own, told by the journal's retention too.
NOT_PERSONAL = {"revoked_by", "ended_by", "done_by", "by", "given_by", "withdrawn_by", "closed_by", "published_by"}
# A number of a sender, not an account.
NOT_PERSONAL |= {"claimed_by"}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_an_action_and_its_author_are_constrained_together(model):
    """`…_at` and `…_by` are both there or both absent: a constraint says so."""
    names = {field.name for field in model._meta.fields}
    pairs = {name[:-3] for name in names if name.endswith("_by") and f"{name[:-3]}_at" in names}
    constraints = model._meta.concrete_model._meta.constraints
    result = " ".join(str(c.condition) for c in constraints if isinstance(c, CheckConstraint))
    missing = [pair for pair in pairs if f"{pair}_at" not in result or f"{pair}_by" not in result]
    assert not missing


def test_each_periodic_task_exists_and_expires():
    celery.loader.import_default_modules()
    assert len(celery.conf.beat_schedule) > 30
    for name, entry in celery.conf.beat_schedule.items():
        assert entry["task"] in celery.tasks, name
        assert entry["options"]["expires"], name
    assert settings.NOTICE_TASK in celery.tasks


ALONE = re.compile(
    r"{%\s*include \"components/(?:notice|empty|tag|summary|crumb|progress|message)\.html\"(?![^%]* only %})"
)


def test_a_component_sees_what_it_is_given_and_nothing_else():
    """A page's own `content` or `title` was printed by a component that takes one: a Python object in a notice."""
    pages = [path for path in committed() if path.suffix == ".html"]
    assert [str(path) for path in pages if ALONE.search(path.read_text())] == []


def test_no_template_is_unused():
    texts = [path.read_text(encoding="utf-8") for path in committed() if path.suffix in {".py", ".html", ".txt"}]
    ours = ROOT / "templates"
    # allauth, Django admin and Django itself look these up by convention.
    by_convention = (
        "account/",
        "allauth/",
        "mfa/",
        "usersessions/",
        "admin/",
        "django/",
        "40",
        "50",
        "csrf",
        "429",
        "registration/",
    )
    unused = [
        name
        for path in sorted(ours.rglob("*.*"))
        if not (name := path.relative_to(ours).as_posix()).startswith(by_convention)
        and not any(name in text or name.rsplit(".", 2)[0] in text for text in texts)
    ]
    assert not unused


@pytest.mark.parametrize(("count", "expected"), [(0, "0 document"), (1, "1 document"), (2, "2 documents")])
def test_french_plurals_begin_at_two(count, expected):
    """With French words in the code, Django would apply the English rule («0 documents») without our catalogue."""
    with override("fr-ca"):
        assert ngettext("%(count)s document", "%(count)s documents", count) % {"count": count} == expected


def test_the_catalogue_holds_the_french_plural_rule():
    with (ROOT / "locale/fr/LC_MESSAGES/django.po").open("rb") as file:
        assert read_po(file).plural_forms.replace(" ", "") == "nplurals=2;plural=(n>1);"


def test_each_action_of_the_journal_has_words():
    """A verb that an action records is told in plain words to the person concerned."""
    recorded = re.compile(r"\b(?:record|journal|record_refusal)\(\s*(?:by=[^,]+,\s*verb=)?\"([a-z_]+\.[a-z_]+)\"")
    verbs_recorded = {
        verb
        for app in PACKAGES
        for path in sorted((ROOT / app).rglob("*.py"))
        for verb in recorded.findall(path.read_text(encoding="utf-8"))
    }
    assert len(verbs_recorded) > 20
    assert not verbs_recorded - verbs()


@pytest.mark.parametrize(("count", "words"), [(0, "0 enfant"), (1, "1 enfant"), (2, "2 enfants")])
def test_so_do_those_of_no_catalogue(count, words):
    with override("fr-ca"):
        assert ngettext("%(count)s enfant", "%(count)s enfants", count) % {"count": count} == words
    with override("en"):
        assert ngettext("%(count)s enfant", "%(count)s enfants", 0) == "%(count)s enfants"
