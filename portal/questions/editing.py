"""The pages that write a frequent question: begin one, write its draft."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of
from portal.organizations.models import Organization
from portal.publishing.editing import kept
from portal.publishing.pages import address, page
from portal.publishing.reading import content_to_edit
from portal.questions.actions import start as start_question
from portal.questions.forms import QuestionForm, StartQuestionForm
from portal.questions.models import Question


def start(section: Any, request: HttpRequest) -> HttpResponse:
    """A question from nothing, of an organization or of the portal."""
    everywhere = visibility_of(request.user).may_everywhere(Permission.WRITE_ANSWERS)
    organizations = Organization.objects.where(request.user, Permission.WRITE_ANSWERS)
    form = StartQuestionForm(
        request.POST or None, organizations=organizations, is_of_portal=everywhere, by=request.user
    )
    if request.method == "POST" and form.is_valid():
        organization = form.cleaned_data["organization"]
        question = start_question(organization=organization, words=form.cleaned_data, by=request.user)
        messages.success(request, _("Le brouillon est enregistré. Personne ne le lit avant la publication."))
        return redirect(address("publish", question))
    title = _("Nouvelle question fréquente")
    return page(
        section, request, "edit", title=title, form=form, draft=None, revision=0, status=422 if form.errors else 200
    )


def edit(section: Any, request: HttpRequest, question: Question) -> HttpResponse:
    """The draft, or what is in force as the beginning of one."""
    draft = question.versions.open().select_related("returned_by").first()
    data = request.POST if request.method == "POST" else None
    initial = content_to_edit(question) | {"note": draft.note if draft else ""}
    form = QuestionForm(data, initial=initial, question=question)
    if data is not None and form.is_valid() and _kept(request, question, form):
        messages.success(request, _("Le brouillon est enregistré. Rien ne change pour le public avant la publication."))
        return redirect(address("publish" if "to_publish" in data else "edit", question))
    return page(
        section,
        request,
        "edit",
        title=_("Modifier\u00a0: %(question)s") % {"question": initial["question_fr"]},
        subject=question,
        draft=draft,
        form=form,
        revision=data.get("revision", "0") if data is not None else draft.revision if draft else 0,
        status=200 if data is None else 422,
    )


def _kept(request: HttpRequest, question: Question, form: QuestionForm) -> Any:
    note = form.cleaned_data["note"]
    return kept(request, question, form.cleaned_data, lambda words: form.add_error(None, words), note=note)
