"""«Relier mon numéro de client»: by the code of a letter; the numbers that are linked, and ending one."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access.policies import citizen_only
from portal.access.visibility import visibility_of
from portal.client_numbers.actions import NumberTaken, end
from portal.client_numbers.models import ClientNumber
from portal.people.models import Citizen, User
from reminders.imported_deadlines.actions import TooManyAttempts, link_by_code
from reminders.imported_deadlines.forms import LinkForm
from reminders.invitations.actions import CodeRefused


@citizen_only
def link_number(request: HttpRequest) -> HttpResponse:
    form = LinkForm(request.POST or None, people=_people(request.user))
    if request.method == "POST" and form.is_valid() and _link(request, form):
        return redirect("imported_deadlines:link_number")
    mine = ClientNumber.objects.in_force().filter(citizen__in=visibility_of(request.user).citizen_ids)
    numbers = mine.select_related("organization", "citizen").order_by("-agreed_at", "pk")
    context = {"form": form, "numbers": numbers, "own": visibility_of(request.user).own_citizen_id}
    return render(request, "reminders/imported_deadlines/link.html", context)


def _link(request: HttpRequest, form: LinkForm) -> bool:
    """Whether it is done; otherwise the form says what to do, the same for every wrong number and code."""
    try:
        link_by_code(**form.asked, by=request.user)
    except TooManyAttempts:
        form.add_error(None, _("Vous avez fait plusieurs essais. Attendez une heure, ou appelez l’organisme."))
    except CodeRefused:
        form.add_error(
            None,
            _(
                "Ce numéro et ce code ne vont pas ensemble, ou le code a déjà servi ou n’est plus valable. "
                "Vérifiez-les sur la lettre; sinon, demandez une nouvelle lettre à l’organisme."
            ),
        )
    except NumberTaken:
        form.add_error(None, _("Ce numéro est déjà relié à une autre personne. Téléphonez à l’organisme."))
    else:
        messages.success(request, _("C’est relié. Les dates de cet organisme arrivent dans vos échéances."))
        return True
    return False


@citizen_only
@require_POST
def unlink_number(request: HttpRequest, pk: UUID) -> HttpResponse:
    mine = ClientNumber.objects.filter(citizen__in=visibility_of(request.user).citizen_ids)
    end(number=get_object_or_404(mine.select_related("organization", "citizen"), pk=pk), by=request.user)
    messages.success(
        request, _("C’est délié. Ce qui est déjà dans vos échéances y reste; rien de nouveau n’arrivera par ce numéro.")
    )
    return redirect("imported_deadlines:link_number")


def _people(user: User) -> list[Citizen]:
    """Oneself first. 404 for an account that is nobody's and acts for nobody."""
    visibility = visibility_of(user)
    mine = Citizen.objects.filter(pk__in=visibility.citizen_ids & visibility.people_ids)
    people = list(mine.order_by("name_order", "pk"))
    if not people:
        raise Http404
    return sorted(people, key=lambda person: person.pk != visibility.own_citizen_id)
