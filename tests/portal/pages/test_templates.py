"""All templates at once: they compile, hold nothing that the strict CSP would refuse, and name assets that exist."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template

TEMPLATES = Path(settings.BASE_DIR) / "templates"
PAGES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
STYLES = sorted((Path(settings.BASE_DIR) / "static").rglob("*.css"))
# E-mails cannot use style sheets: their attributes are read by mail programs, never by a page.
IN_PAGES = [name for name in PAGES if "/email" not in name]
# What the kit draws (its style sheet names more).
KIT = {
    *("adresse", "arrow-up", "calendar", "checkmark", "chevron-up", "clipboard", "clock", "email", "error"),
    *("exclamation", "external-link", "information", "minus", "note", "phone", "plus", "question-mark", "search"),
    *("success", "user", "warning", "website", "xclose"),
}


@pytest.mark.parametrize("name", PAGES)
def test_it_compiles(name):
    get_template(name)


@pytest.mark.parametrize("name", IN_PAGES)
def test_nothing_inline(name):
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
    for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", text, re.S):
        assert not body.strip() or 'type="application/json"' in attributes


@pytest.mark.parametrize("name", PAGES)
def test_a_form_keeps_its_token(name):
    """`only` takes away the token that each form needs: its button then leads to an error."""
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    assert not re.search(r"{% include \"components/(?:post_button|form)\.html\"[^%]* only %}", text)


@pytest.mark.parametrize("name", IN_PAGES)
def test_no_asset_of_a_third_party(name):
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    assert not re.search(r"(?:src|srcset|action|formaction)=\"(?:https?:)?//", text)
    assert not re.search(r"<(?:link|iframe|object|embed)[^>]*\"(?:https?:)?//", text)


@pytest.mark.parametrize("name", PAGES)
def test_french_apostrophes_are_typographic(name):
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    result = re.findall(r"{% translate \"(.*?)\"|{% blocktranslate[^%]*%}(.*?){%", text, re.S)
    assert [words for words in result if re.search(r"\w'\w", "".join(words))] == []


@pytest.mark.parametrize("folder", ["portal", "programs", "messaging", "reminders", "templates"])
def test_no_space_stands_before_a_question_mark(folder):
    """As it is written in Québec."""
    paths = (path for path in (Path(settings.BASE_DIR) / folder).rglob("*") if path.suffix in {".py", ".html", ".txt"})
    spaced = re.compile(r"""\w(?:\\u00a0|\\u202f|[ \u00a0\u202f])\?(?=[ "'<])""")
    assert [path.name for path in paths if spaced.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_each_style_sheet_names_files_that_exist(path):
    for url in re.findall(r"url\(\"?([^\")]+)\"?\)", path.read_text(encoding="utf-8")):
        assert url.startswith("data:") or (path.parent / url).is_file(), url


def test_each_icon_named_is_drawn():
    ours = {path.stem for path in (Path(settings.BASE_DIR) / "static/portal/icons").glob("*.svg")}
    named = set()
    for name in IN_PAGES:
        text = (TEMPLATES / name).read_text(encoding="utf-8")
        named |= set(re.findall(r"{% icon \"([\w-]+)\"", text)) | set(re.findall(r"\bicon=\"([\w-]+)\"", text))
    assert named <= KIT | ours


@pytest.mark.parametrize("name", ["sdg/css/qc-sdg-no-grid.min.css", "htmx/htmx.min.js", "portal/relais.css"])
def test_the_assets_of_every_page_are_found(name):
    installed = {entry[0] for entry in settings.STATICFILES_DIRS if isinstance(entry, tuple)}
    if name.partition("/")[0] not in installed | {"portal"}:
        pytest.skip("the front-end packages are not installed")
    assert finders.find(name)


@pytest.mark.parametrize("name", ["account/email_change.html", "account/phone_change.html", "admin/change_list.html"])
def test_what_the_libraries_style_inline_is_ours(name):
    assert get_template(name).origin.name.startswith(str(TEMPLATES))
