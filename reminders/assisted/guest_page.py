"""«Envoi sécurisé»: an agent writes to a person who has no account, at an e-mail address, with documents or without."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from messaging.guest_mail.actions import HasSpace, NoTextThere
from messaging.guest_mail.forms import SendForm
from messaging.threads.views import DRAFT_DONE
from portal.foundation.crypto.codes import grouped
from portal.people.models import Citizen
from portal.same_people.models import SamePerson
from reminders.assisted.actions import DeathNoted, open_person, send_securely


def send(section: Any, request: HttpRequest, person: Citizen) -> HttpResponse:
    """Raises Http404 for a person who has a space: they are written to there."""
    if has_space(person):
        raise Http404
    if request.method != "POST":
        open_person(citizen=person, by=request.user)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = SendForm(*posted, user=request.user, citizen=person)
    if request.method == "POST" and form.is_valid():
        try:
            return _sent(section, request, form, person)
        except HasSpace:
            raise Http404 from None
        except NoTextThere:
            form.add_error(
                "phone", gettext("Ce numéro ne reçoit pas de texto de notre part. Choisissez le mot de passe.")
            )
            form.keep_files()
        except DeathNoted:
            form.add_error(None, gettext("Un décès est noté\u00a0: rien ne s’envoie. Corrigez-le d’abord."))
            form.keep_files()
    context = {**_context(section, request, person), "form": form, "draft": _draft(person)}
    template = "admin/assisted/servedperson/guest_mail.html"
    return TemplateResponse(request, template, context, status=422 if form.errors else 200)


def has_space(person: Citizen) -> bool:
    """Whether what is written to a person reaches an account, their own or that of a registration joined to it."""
    return person.user_id is not None or SamePerson.objects.in_force().filter(citizen=person).exists()


def _sent(section: Any, request: HttpRequest, form: SendForm, person: Citizen) -> HttpResponse:
    """The secret is on this one answer, and nowhere else: asked again, the page does not say it."""
    shipment, secret = send_securely(citizen=person, by=request.user, **form.shipment)
    request.session[DRAFT_DONE] = _draft(person)
    if not secret:
        messages.success(request, gettext("Le message est gardé ici, et sa référence part par courriel."))
        return redirect("admin:guest_mail_guestshipment_change", shipment.pk)
    context = {**_context(section, request, person), "shipment": shipment, "secret": grouped(secret)}
    return TemplateResponse(request, "admin/assisted/servedperson/guest_mail_sent.html", context)


def _context(section: Any, request: HttpRequest, person: Citizen) -> dict[str, Any]:
    return {
        **section.admin_site.each_context(request),
        "title": gettext("Envoi sécurisé à %(person)s") % {"person": person},
        "opts": section.opts,
        "person": person,
    }


def _draft(person: Citizen) -> str:
    return f"guest-mail-{person.pk}"
