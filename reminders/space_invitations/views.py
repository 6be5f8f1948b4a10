"""«Mon code»: the code of the letter, typed by whoever it was sent to."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.access.policies import citizen_only, own_only
from portal.people.models import Citizen
from reminders.space_invitations import actions


class SpaceInvitationForm(forms.Form):
    code = forms.CharField(
        label=_("Code de la lettre"),
        max_length=30,
        help_text=_("Dix lettres et chiffres. Les majuscules, les espaces et le tiret ne comptent pas."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Écrivez le code de la lettre."), "max_length": _("Le code a dix signes.")},
    )
    answer = forms.CharField(
        label=_("Votre date de naissance"),
        max_length=100,
        help_text=_(
            "Par exemple 12 mai 1961. Si l’organisme ne l’a pas\u00a0: votre numéro de téléphone, de dossier ou de "
            "client. Une autre personne pourrait ouvrir votre lettre\u00a0: elle ne le sait pas."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Écrivez votre date de naissance, ou un des numéros nommés ici.")},
    )


@own_only
@citizen_only
def redeem(request: HttpRequest) -> HttpResponse:
    own = Citizen.objects.filter(user=request.user).first()
    if own is None:
        raise Http404
    form = SpaceInvitationForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.redeem(**form.cleaned_data, own=own, by=request.user)
        except actions.SpaceCodeRefused:
            words = gettext(
                "Ce code a déjà servi, n’est plus valable ou a été mal copié, ou l’organisme a noté une autre réponse "
                "plus bas. Vérifiez les deux, ou appelez-nous."
            )
            form.add_error("code", words)
        except actions.TooManySpaceCodes:
            form.add_error("code", gettext("Vous avez fait plusieurs essais. Réessayez demain, ou appelez-nous."))
        else:
            messages.success(request, gettext("C’est ouvert. Ce qui était noté pour vous est maintenant ici."))
            return redirect("pages:space")
    status = 422 if form.errors else 200
    return render(request, "reminders/space_invitations/redeem.html", {"form": form}, status=status)
