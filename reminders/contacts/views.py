"""«Où et quand vous joindre», for oneself or for the person whose place it is; «Ma date de naissance»."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.access.policies import citizen_only
from portal.access.step_up import step_up
from portal.contact_changes.actions import change_details
from reminders.contacts.actions import settle, settle_for
from reminders.contacts.birth_form import BirthForm
from reminders.contacts.forms import ContactForm
from reminders.preferences.person import acting_of, person_of


@citizen_only
@step_up
def contact(request: HttpRequest) -> HttpResponse:
    acting = acting_of(request)
    if not acting.may_settle:
        raise Http404
    is_own = acting.mandate is None
    form = ContactForm(request.POST if request.method == "POST" else None, citizen=acting.citizen, is_own=is_own)
    if request.method == "POST" and form.is_valid():
        if acting.mandate:
            settle_for(mandate=acting.mandate, contact=form.contact, by=request.user)
        else:
            settle(citizen=acting.citizen, contact=form.contact, by=request.user)
        messages.success(request, _("C’est enregistré. Les prochains rappels en tiennent compte."))
        return redirect(acting.address_of("preferences"))
    acting.tell_read(by=request.user)
    return render(request, "reminders/contacts/contact.html", {"form": form, "acting": acting})


@citizen_only
@step_up
def birth(request: HttpRequest) -> HttpResponse:
    """What one knows of one's birth: the day and the month may stay empty. One's own: how far a parent's mandate goes
    depends on the child's."""
    citizen = person_of(request)
    form = BirthForm(request.POST if request.method == "POST" else None, citizen=citizen)
    if request.method == "POST" and form.is_valid():
        if citizen.birth != form.birth:
            change_details(citizen=citizen, columns=form.birth.columns, by=request.user)
        messages.success(request, form.kept)
        return redirect("preferences:preferences")
    return render(request, "reminders/contacts/birth.html", {"form": form}, status=422 if form.errors else 200)
