"""All frequent questions on one page, the portal's own first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.access.policies import public
from portal.catalogue.shared_pages import shared
from portal.questions.models import Question


@public
@require_safe
@shared
def questions(request: HttpRequest) -> HttpResponse:
    every = Question.objects.published().select_related("organization")
    by_owner: dict[str, list[Question]] = {}
    for question in sorted(every, key=lambda one: one.organization.name_order if one.organization else ""):
        by_owner.setdefault(str(question.organization or ""), []).append(question)
    return render(request, "portal/questions/list.html", {"by_owner": by_owner.items()})
