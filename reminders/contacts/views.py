"""The page «Où et quand vous joindre»."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.access.policies import citizen_only
from reminders.contacts.actions import settle
from reminders.contacts.forms import ContactForm
from reminders.preferences.person import person_of


@citizen_only
def contact(request: HttpRequest) -> HttpResponse:
    citizen = person_of(request)
    form = ContactForm(request.POST if request.method == "POST" else None, citizen=citizen)
    if request.method == "POST" and form.is_valid():
        settle(citizen=citizen, contact=form.contact, by=request.user)
        messages.success(request, _("C’est enregistré. Vos prochains rappels en tiennent compte."))
        return redirect("reminders:preferences")
    return render(request, "reminders/contacts/contact.html", {"form": form, "citizen": citizen})
