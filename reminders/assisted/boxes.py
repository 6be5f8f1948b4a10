"""The boxes of the page of one person. They are one form: what is typed in one is kept when another's button is
pressed, without anything personal in an address or in the session."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest

from portal.consents.models import How
from portal.people.models import Citizen
from portal.profile.forms import NamesForm
from reminders.assisted.forms import ConsentForm, DeadlineForm, DossierForm, NoteForm, ToldContactForm
from reminders.assisted.querysets import kinds_of, teams_of
from reminders.contacts.birth_form import BirthForm

FORM_ID = "served"
"""Each field and button names it, wherever it stands in the page."""
BOXES = ("note", "dossier", "consent", "deadline", "names", "birth", "contact")
"""Values of their buttons, in the order of the page."""
_OF_THE_PERSON: dict[str, Callable[..., forms.Form]] = {
    "names": NamesForm,
    "birth": BirthForm,
    "contact": ToldContactForm,
}


def box(act: str, request: HttpRequest, person: Citizen, data: Any = None) -> Any:
    """Return the form of one box, filled with `data` or with what is known."""
    form: forms.Form
    if act in {"note", "dossier"}:
        form = (NoteForm if act == "note" else DossierForm)(data, teams=teams_of(request.user))
    elif act == "consent":
        form = ConsentForm(data, citizen=person, initial={"how": How.PHONE})
    elif act == "deadline":
        form = DeadlineForm(data, citizen=person, kinds=kinds_of(request.user))
    else:
        form = _OF_THE_PERSON[act](data, citizen=person)
    for field in form.fields.values():
        field.widget.attrs["form"] = FORM_ID
    return form


def changed(request: HttpRequest, person: Citizen) -> list[str]:
    """Return the boxes in which something was typed that is not what is known."""
    posted = [(act, box(act, request, person, request.POST)) for act in BOXES]
    return [act for act, form in posted if form.fields.keys() & request.POST.keys() and form.has_changed()]


def shown(request: HttpRequest, person: Citizen, done: str = "") -> dict[str, Any]:
    """Return the forms by their names in the page, each with what was typed in it, unchecked; `done` as it is known."""
    typed = changed(request, person) if request.method == "POST" else []
    forms_of_page = {act: box(act, request, person) for act in BOXES}
    for act in typed:
        if act != done:
            form = forms_of_page[act]
            form.initial = {
                name: field.widget.value_from_datadict(request.POST, request.FILES, name)
                for name, field in form.fields.items()
            }
    return {f"{act}_form": form for act, form in forms_of_page.items()}
