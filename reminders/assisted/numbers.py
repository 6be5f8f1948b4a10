"""The client numbers of the person being served: one that was linked wrongly is taken away with its reason, or given
back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy

from portal.client_numbers.actions import NumberTaken
from portal.client_numbers.models import ClientNumber
from portal.foundation.formats.cells import Unfit
from portal.people.models import Citizen
from reminders.imported_deadlines.actions import link_again
from reminders.imported_deadlines.leaving import linked, unlink, unlinked_lately


class UnlinkForm(forms.Form):
    """`number` is the row whose button was pressed."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Pourquoi délier ce numéro?"),
        choices=[("", gettext_lazy("Choisissez")), *ClientNumber.Reason.choices],
        error_messages={
            "required": gettext_lazy("Choisissez pourquoi ce numéro est délié\u00a0: la personne est avertie."),
            "invalid_choice": gettext_lazy("Choisissez une raison de la liste."),
        },
    )

    def __init__(self, data: Any = None, *, number: ClientNumber) -> None:
        super().__init__(data, auto_id=f"unlink-{number.pk}-%s")
        self.number = number


def shown(request: HttpRequest, person: Citizen, bound: UnlinkForm | None = None) -> dict[str, Any]:
    """What the page lists: numbers with their form, and what can be given back."""
    numbers = linked(person, request.user)
    rows = [bound if bound and bound.number.pk == one.pk else UnlinkForm(number=one) for one in numbers]
    return {"numbers": rows, "unlinked": unlinked_lately(person, request.user)}


def take(request: HttpRequest, person: Citizen) -> UnlinkForm | None:
    """The form to show again; None when it is done, or when nothing is to be done any more."""
    number = next((one for one in linked(person, request.user) if str(one.pk) == request.POST.get("number")), None)
    if number is None:
        messages.error(request, gettext("Ce numéro n’est plus relié à cette personne."))
        return None
    form = UnlinkForm(request.POST, number=number)
    if not form.is_valid():
        return form
    unlink(number=number, reason=form.cleaned_data["reason"], by=request.user)
    messages.success(
        request,
        gettext(
            "C’est délié. Ses dates et ses dossiers attendent leur personne; celle-ci est avertie dans son espace."
        ),
    )
    return None


def give_back(request: HttpRequest, person: Citizen) -> None:
    """Undo, and say what came of it."""
    taken = unlinked_lately(person, request.user)
    number = next((one for one in taken if str(one.pk) == request.POST.get("number")), None)
    if number is None:
        messages.error(request, gettext("Ce numéro est relié à quelqu’un, ou délié depuis trop longtemps."))
        return
    try:
        link_again(number=number, by=request.user)
    except NumberTaken:
        messages.error(request, gettext("Ce numéro vient d’être relié à une autre personne. Vérifiez-le avec elle."))
    except Unfit as error:
        messages.error(request, gettext("Ce numéro ne peut être relié\u00a0: %(why)s") % {"why": error})
    else:
        messages.success(
            request,
            gettext(
                "Le lien est rétabli\u00a0: ses dates sont revenues, et ses dossiers sont ouverts de nouveau. "
                "La personne est avertie."
            ),
        )
