"""A program of the SAAQ, its administrator, and what a page of «gestion» would send back unchanged."""

import pytest
from django.urls import reverse

from programs.programs.models import Program


@pytest.fixture
def program(catalogue):
    return Program.objects.get(code="indemnites-saaq")


@pytest.fixture
def room(signed_in, saaq_administrator, program):
    """Pages of the program, as its administrator's browser meets them."""
    return Room(signed_in(saaq_administrator), program)


class Room:
    def __init__(self, client, program):
        self.client, self.program = client, program

    def address(self, name, **more):
        return reverse(f"admin:programs_program_{name}", kwargs={"pk": self.program.pk, **more})

    def get(self, name, query=None, **more):
        return self.client.get(self.address(name, **more), query or {})

    def post(self, name, data, **more):
        return self.client.post(self.address(name, **more), data)

    def as_shown(self, name, **more):
        """What the browser would send back of a page, untouched."""
        return fields_of(self.get(name, **more).context)


def fields_of(context):
    sent = {"revision": str(context["revision"])}
    forms = []
    if "editor" in context:
        editor = context["editor"]
        forms.append(editor.form)
        lists = editor.lists.values() if hasattr(editor, "lists") else [editor.rows]
        forms += [form for one in lists for form in one.forms]
    else:
        forms += [context["form"], *context["facts"].forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if value not in (None, "", [], False):
                sent[bound.html_name] = "on" if value is True else value
    return sent
