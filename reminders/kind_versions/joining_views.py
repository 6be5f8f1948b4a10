"""The page of a program's last days to ask: the kinds of deadlines of its organization, each joined or not."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.foundation.form_fields import model_choice
from portal.publishing.exceptions import EditedMeanwhile
from programs.programs.models import Program
from reminders.kind_versions.models import KindVersion
from reminders.kind_versions.pages import page
from reminders.kind_versions.programs import join
from reminders.kinds.models import DeadlineKind


class KindsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, kind: DeadlineKind) -> str:
        """Its title; and its nature where that is rarely a last day to ask."""
        if kind.nature in DeadlineKind.ASKED_BEFORE:
            return kind.title_fr
        words = _("%(kind)s (%(nature)s\u00a0: est-ce bien un dernier jour pour demander?)")
        return words % {"kind": kind.title_fr, "nature": kind.get_nature_display()}


class JoinForm(forms.Form):
    kinds = KindsField(
        label=gettext_lazy("Dernier jour pour demander"),
        queryset=DeadlineKind.objects.none(),
        widget=forms.CheckboxSelectMultiple(),
        required=False,
        help_text=gettext_lazy("La page publique du programme le dira, et celle de l’échéance nommera le programme."),
    )

    def __init__(self, data: Any = None, *, program: Program) -> None:
        mine = DeadlineKind.objects.filter(organization=program.organization_id).exclude(state="retired")
        drafts = KindVersion.objects.open().filter(kind__in=mine)
        named = {draft.kind_id: draft.written.columns["related_programs"] for draft in drafts}
        joined = [kind.pk for kind in mine if program.code in named.get(kind.pk, kind.related_programs)]
        super().__init__(data, initial={"kinds": joined})
        model_choice(self, "kinds").queryset = mine.order_by("title_order", "pk")
        self.offered = len(mine)


def last_days(section: Any, request: HttpRequest, program: UUID) -> HttpResponse:
    """Only for an administrator of the program's organization: to others the page does not exist."""
    shown = Program.objects.administered_by(request.user).filter(pk=program).first()
    if shown is None:
        raise Http404
    form = JoinForm(request.POST or None, program=shown)
    if request.method == "POST" and "join" in request.POST and form.is_valid():
        return _joined(request, shown, form)
    title = _("Dernier jour pour demander\u00a0: %(program)s") % {"program": shown.name_fr}
    return page(section, request, "program", title=title, kind=None, program=shown, form=form)


def _joined(request: HttpRequest, program: Program, form: JoinForm) -> HttpResponse:
    back = redirect(reverse("admin:programs_program_change", args=[program.pk]))
    try:
        waiting = join(program=program, kinds=list(form.cleaned_data["kinds"]), by=request.user)
    except EditedMeanwhile:
        messages.error(request, _("Quelqu’un écrivait une de ces échéances en même temps. Recommencez."))
        return redirect(request.path)
    _doubted(request, form)
    if not waiting:
        messages.success(request, _words_of(program, list(form.cleaned_data["kinds"])))
        return back
    titles = ", ".join(version.kind.title_fr for version in waiting)
    words = ngettext(
        "C’est noté dans un brouillon, à publier\u00a0: %(titles)s.",
        "C’est noté dans des brouillons, à publier\u00a0: %(titles)s.",
        len(waiting),
    )
    messages.warning(request, words % {"titles": titles})
    return redirect(reverse("admin:kinds_deadlinekind_publish", args=[waiting[0].kind_id]))


def _doubted(request: HttpRequest, form: JoinForm) -> None:
    """Of what was just joined, what its nature hardly makes a last day to ask."""
    before = form.initial["kinds"]
    for kind in form.cleaned_data["kinds"]:
        if kind.pk not in before and kind.nature not in DeadlineKind.ASKED_BEFORE:
            words = _(
                "«\u00a0%(kind)s\u00a0» est du genre «\u00a0%(nature)s\u00a0»\u00a0: les gens liront pourtant que "
                "c’est le dernier jour pour demander. Décochez-la si ce n’est pas vrai."
            )
            messages.warning(request, words % {"kind": kind.title_fr, "nature": kind.get_nature_display()})


def _words_of(program: Program, kinds: list[DeadlineKind]) -> str:
    """What is true once nothing waits for a publication because of what was just chosen."""
    if not kinds:
        return _("C’est fait\u00a0: ce programme n’a pas de dernier jour pour demander.")
    is_public = DeadlineKind.objects.public().filter(pk__in=[kind.pk for kind in kinds]).exists()
    if program.is_published and is_public:
        return _("C’est fait\u00a0: la page publique du programme dit son dernier jour.")
    return _("C’est noté\u00a0: la page publique le dira une fois le programme et l’échéance publiés.")
