"""A kind in force, its draft, and pages of the editor as a browser without JavaScript posts them."""

import re
from dataclasses import replace

import pytest
from django.urls import reverse

from portal.access.permissions import Role
from portal.access.visibility import forget_visibility
from portal.publishing.actions import write
from portal.publishing.reading import content_to_edit
from portal.publishing.releases import publish
from portal.staff.roles import give_role
from reminders.kinds.content import Content


@pytest.fixture
def second_administrator(people, saaq):
    """Daniel, who also administers the SAAQ from now on."""
    give_role(user=people["daniel"], role=Role.ADMINISTRATOR, organization=saaq, by=None)
    forget_visibility(people["daniel"])
    return people["daniel"]


@pytest.fixture
def drafted(licence, saaq_administrator):
    """`drafted(title_fr=…)` or `drafted(steps=lambda steps: …)`: a draft of the licence's kind."""

    def make(*, steps=None, kind=licence, by=saaq_administrator, **columns):
        content = content_to_edit(kind)
        result = tuple(steps(list(content.steps))) if steps else content.steps
        draft = kind.versions.open().first()
        changed = Content(content.columns | columns, result)
        return write(subject=kind, content=changed, revision=draft.revision if draft else 0, by=by)

    return make


@pytest.fixture
def put_in_force(drafted, saaq_administrator):
    def make(**changes):
        return publish(version=drafted(**changes), by=saaq_administrator).kind

    return make


def moved(before: int, after: int, **texts):
    """Changes of steps: the one at `before` goes to `after`."""

    def change(steps):
        return [replace(step, offset_days=after, **texts) if step.offset_days == before else step for step in steps]

    return change


def without(*offsets: int):
    return lambda steps: [step for step in steps if step.offset_days not in offsets]


@pytest.fixture
def address(licence):
    def of(name: str, kind=None, **more) -> str:
        return reverse(f"admin:kinds_deadlinekind_{name}", kwargs={"pk": (kind or licence).pk, **more})

    return of


_NEXT = r"(?=<(?:input|textarea|select|button|fieldset|section)\b|$)"
_FIELD = re.compile(rf"<(input|textarea|select)\b([^>]*)>(.*?){_NEXT}", re.S)
_CHOSEN = re.compile(r'<option value="([^"]*)"[^>]*\bselected')
_FIRST = re.compile(r'<option value="([^"]*)"')


def values_of(html: str) -> dict[str, list[str]]:
    """What a browser would send of the editor's form, buttons aside."""
    form = html[html.index('class="k-editor"') :]
    form = form[: form.index("</form>")]
    values: dict[str, list[str]] = {}
    for tag, attributes, rest in _FIELD.findall(form):
        said = dict(re.findall(r'([\w-]+)="([^"]*)"', attributes))
        name = said.get("name")
        if not name:
            continue
        if tag == "textarea":
            value = rest.split("</textarea>")[0].removeprefix("\n").removeprefix("\r\n")
        elif tag == "select":
            chosen = _CHOSEN.search(rest) or _FIRST.search(rest)
            value = chosen[1] if chosen else ""
        elif said.get("type") in {"checkbox", "radio"}:
            if not re.search(r"\bchecked\b", attributes):
                continue
            value = said.get("value", "on")
        else:
            value = said.get("value", "")
        values.setdefault(name, []).append(_plain(value))
    return values


def _plain(text: str) -> str:
    for code, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        text = text.replace(code, sign)
    return text
