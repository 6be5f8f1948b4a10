"""Files of due dates in «gestion»: template, dry run, progress, problems by row and column."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of
from portal.client_numbers.models import pattern_of
from portal.clock import today
from portal.gestion import menu
from portal.gestion.added_pages import Added
from portal.gestion.site import SectionAdmin
from reminders.import_files.actions import TooLarge, accept, drop, give
from reminders.import_files.forms import ImportFileForm, ReceiveForm
from reminders.import_files.models import ImportFile
from reminders.import_files.reading import template_csv, template_xlsx
from reminders.kinds.models import DeadlineKind

_FORMATS = {
    "csv": (template_csv, "text/csv; charset=utf-8"),
    "xlsx": (template_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@admin.register(ImportFile)
class ImportFileAdmin(SectionAdmin):
    menu_group = menu.DEADLINES
    menu_rank = 20
    view_permission = Permission.IMPORT_DEADLINES
    pages_without_rows = SectionAdmin.pages_without_rows | {"give", "template"}
    list_display = [
        "name",
        "organization",
        "state",
        "rows",
        "bad_rows",
        "bad_since",
        "created",
        "changed",
        "unmatched",
    ]
    list_filter = ["state"]
    list_select_related = ["organization"]
    ordering = ["-given_at", "pk"]
    change_list_template = "admin/import_files/importfile/change_list.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("content", "bad_lines")

    def added_pages(self) -> list[Added]:
        return [
            Added("deposer/", self.give_view, "give"),
            Added("modele.<str:form>", self.template_view, "template"),
            Added("<uuid:pk>/change/", self.show, "change"),
            Added("<uuid:pk>/recevoir/", self.accept_view, "accept"),
            Added("<uuid:pk>/abandonner/", self.drop_view, "drop"),
        ]

    def give_view(self, request: HttpRequest) -> HttpResponse:
        form = ImportFileForm(request.POST or None, request.FILES or None, user=request.user)
        if request.method == "POST" and form.is_valid():
            upload, organization = form.cleaned_data["file"], form.cleaned_data["organization"]
            try:
                import_file = give(
                    organization=organization, name=upload.name, content=upload.file.read(), by=request.user
                )
                return redirect("admin:import_files_importfile_change", import_file.pk)
            except TooLarge:
                form.add_error("file", _("Ce fichier dépasse 20 Mo : partagez-le, puis recommencez."))
        return render(request, "admin/import_files/importfile/give.html", self._context(request, form=form))

    @method_decorator(require_safe)
    def template_view(self, request: HttpRequest, form: str) -> HttpResponse:
        make, content_type = _FORMATS.get(form, _FORMATS["csv"])
        mine = DeadlineKind.objects.filter(
            organization__in=visibility_of(request.user).organizations_where(Permission.IMPORT_DEADLINES)
        ).published()
        kinds = mine.order_by("code").values_list("code", "organization")
        content = make([(code, pattern_of(organization).example) for code, organization in kinds], today())
        answer = HttpResponse(content, content_type=content_type)
        answer["Content-Disposition"] = f'attachment; filename="echeances.{form if form in _FORMATS else "csv"}"'
        return answer

    @method_decorator(require_safe)
    def show(self, request: HttpRequest, pk: str) -> HttpResponse:
        import_file = self._own_file(request, pk)
        fields = {"import_file": import_file, "problems": import_file.problems.all(), "object_label": import_file.name}
        fields |= {"form": ReceiveForm(import_file=import_file), "declared": pattern_of(import_file.organization_id)}
        return render(request, "admin/import_files/importfile/change.html", self._context(request, **fields))

    @method_decorator(require_POST)
    def accept_view(self, request: HttpRequest, pk: str) -> HttpResponse:
        held = self._own_file(request, pk)
        form = ReceiveForm(request.POST, import_file=held)
        renumber = form.is_valid() and form.cleaned_data.get("renumber", False)
        import_file = accept(import_file=held, by=request.user, renumber=renumber)
        return redirect("admin:import_files_importfile_change", import_file.pk)

    @method_decorator(require_POST)
    def drop_view(self, request: HttpRequest, pk: str) -> HttpResponse:
        import_file = drop(import_file=self._own_file(request, pk), by=request.user)
        if import_file.state != ImportFile.State.DROPPED:
            messages.warning(request, _("L’état de ce fichier a changé entre-temps\u00a0: le voici."))
            return redirect("admin:import_files_importfile_change", import_file.pk)
        messages.success(request, _("Le fichier est abandonné. Rien n’a été reçu."))
        return redirect(reverse("admin:import_files_importfile_changelist"))

    def _own_file(self, request: HttpRequest, pk: str) -> ImportFile:
        return get_object_or_404(self.get_queryset(request).select_related("organization"), pk=pk)

    def _context(self, request: HttpRequest, **context: Any) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts, **context}
