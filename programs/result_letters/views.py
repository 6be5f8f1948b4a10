"""«Recevoir ces pistes par la poste»: what is asked, and that it was asked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from portal.access.policies import public
from portal.access.visibility import visibility_of
from portal.counters.rates import client_of
from portal.people.addresses import read
from portal.people.models import Citizen
from programs.findings.presentation import by_verdict
from programs.findings.questionnaire import questionnaire_of, shown_of
from programs.result_letters.actions import ask_letter
from programs.result_letters.forms import LetterForm
from programs.result_letters.limits import may_ask
from programs.result_letters.models import KEPT_DAYS
from programs.result_letters.sheets import content_of


@public
@never_cache
def by_post(request: HttpRequest) -> HttpResponse:
    """A name and an address for one letter. Without any answer there is nothing to send yet."""
    questionnaire = questionnaire_of(request)
    if not questionnaire.given:
        messages.info(request, _("Répondez d’abord à une question ou deux : la lettre dira ce qu’elles donnent."))
        return redirect("findings:start")
    form = LetterForm(request.POST if request.method == "POST" else None, initial=_known(request))
    if request.method == "POST" and form.is_valid():
        if may_ask(client_of(request), form.lines):
            by = request.user if request.user.is_authenticated else None
            content = content_of(by_verdict(shown_of(questionnaire)))
            ask_letter(name=form.cleaned_data["name"], lines=form.lines, content=content, by=by)
            messages.success(request, _("C’est demandé : la lettre est postée d’ici trois jours ouvrables."))
            return redirect("findings:result")
        form.add_error(
            None, _("Trop de lettres ont été demandées d’ici, ou pour cette adresse. Appelez-nous : on s’en occupe.")
        )
    page = {"form": form, "questionnaire": questionnaire, "kept_days": KEPT_DAYS}
    return render(request, "programs/result_letters/by_post.html", page, status=422 if form.errors else 200)


def _known(request: HttpRequest) -> dict[str, str]:
    """With an account: the person's own name and address, to confirm or change for this letter."""
    own = visibility_of(request.user).own_citizen_id
    citizen = Citizen.objects.filter(pk=own).first() if own else None
    return {"name": str(citizen), **vars(read(citizen.postal_address))} if citizen else {}
