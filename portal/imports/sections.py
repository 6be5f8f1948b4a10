"""The section of gestion of the files of a noun, which its app derives: template, trial, progress, what to correct."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.access.visibility import visibility_of
from portal.gestion.added_pages import Added, page_of
from portal.gestion.site import SectionAdmin
from portal.imports.actions import TooLarge, accept, drop, give
from portal.imports.adapters import Importable, named
from portal.imports.forms import TOO_LARGE, ImportFileForm, ReceiveForm
from portal.imports.models import ImportFile
from portal.imports.reading import template_csv, template_xlsx

_FORMATS = {
    "csv": (template_csv, "text/csv; charset=utf-8"),
    "xlsx": (template_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


class ImportSection(SectionAdmin):
    pages_without_rows = SectionAdmin.pages_without_rows | {"give", "template"}
    list_display: tuple[str, ...] = ("name", "organization", "state", "given_at", "rows", "bad_rows", "outcome")
    list_filter = ["state"]
    list_select_related = ["organization"]
    ordering = ["-given_at", "-pk"]
    change_list_template = "admin/imports/files.html"

    @property
    def importable(self) -> Importable[Any]:
        return named(self.opts.label_lower)

    @admin.display(description=_("résultat"))
    def outcome(self, import_file: ImportFile) -> str:
        return ", ".join(f"{words}\u00a0: {count}" for words, count in import_file.results if count)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("content", "bad_lines")

    def added_pages(self) -> list[Added]:
        return [
            Added("deposer/", self.give_view, "give"),
            Added("modele.<str:form>", self.template_view, "template"),
            Added("<uuid:pk>/change/", self.show, "change"),
            Added("<uuid:pk>/recevoir/", self.accept_view, "accept", posted=True),
            Added("<uuid:pk>/abandonner/", self.drop_view, "drop", posted=True),
        ]

    def give_view(self, request: HttpRequest) -> HttpResponse:
        form = ImportFileForm(
            request.POST or None, request.FILES or None, importable=self.importable, user=request.user
        )
        if request.method == "POST" and form.is_valid():
            upload, organization = form.cleaned_data["file"], form.cleaned_data["organization"]
            given = {"organization": organization, "name": upload.name, "content": upload.file.read()}
            try:
                return self._to_page_of(give(noun=self.importable.key, by=request.user, **given))
            except TooLarge:
                form.add_error("file", TOO_LARGE)
        codes = self.importable.codes(visibility_of(request.user).organizations_where(self.importable.permission))
        return self._render(request, "give", form=form, codes=codes)

    @method_decorator(require_safe)
    def template_view(self, request: HttpRequest, form: str) -> HttpResponse:
        importable, ending = self.importable, form if form in _FORMATS else "csv"
        make, content_type = _FORMATS[ending]
        heads = [column.head for column in importable.columns]
        examples = importable.examples(visibility_of(request.user).organizations_where(importable.permission))
        rows = [heads, *(row + [""] * (len(heads) - len(row)) for row in examples)]
        answer = HttpResponse(make(rows), content_type=content_type)
        answer["Content-Disposition"] = f'attachment; filename="{importable.template_name}.{ending}"'
        return answer

    @method_decorator(require_safe)
    def show(self, request: HttpRequest, pk: str) -> HttpResponse:
        import_file = self._own_file(request, pk)
        shown = {"import_file": import_file, "problems": import_file.problems.all(), "object_label": import_file.name}
        shown |= {"tallies": _tallied(import_file), "form": ReceiveForm(import_file=import_file)}
        shown |= {"confirm_text": self.importable.confirm_text(import_file.lines_to_confirm)}
        shown |= {"receive_label": self.importable.receive_label(import_file.good_rows)}
        return self._render(request, "file", **shown)

    def accept_view(self, request: HttpRequest, pk: str) -> HttpResponse:
        held = self._own_file(request, pk)
        form = ReceiveForm(request.POST, import_file=held)
        confirmed = form.is_valid() and form.cleaned_data.get("confirmed", False)
        return self._to_page_of(accept(import_file=held, by=request.user, confirmed=confirmed))

    def drop_view(self, request: HttpRequest, pk: str) -> HttpResponse:
        import_file = drop(import_file=self._own_file(request, pk), by=request.user)
        if import_file.state != ImportFile.State.DROPPED:
            messages.warning(request, _("L’état de ce fichier a changé entre-temps\u00a0: le voici."))
            return self._to_page_of(import_file)
        messages.success(request, _("Le fichier est abandonné. Rien n’a été reçu."))
        return redirect(page_of(self.model, "changelist"))

    def _to_page_of(self, import_file: ImportFile) -> HttpResponse:
        return redirect(page_of(self.model, "change"), import_file.pk)

    def _own_file(self, request: HttpRequest, pk: str) -> ImportFile:
        return get_object_or_404(self.get_queryset(request).select_related("organization"), pk=pk)

    def _render(self, request: HttpRequest, page: str, **context: Any) -> HttpResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "importable": self.importable}
        return render(request, f"admin/imports/{page}.html", shared | context)


def _tallied(import_file: ImportFile) -> list[dict[str, Any]]:
    """The tables of the trial, in words."""
    tables = []
    for name, tally in import_file.importable.tallies.items():
        counted = import_file.tallies.get(name, [])
        rows = [{"words": tally.words(value), "rows": rows, "lines": lines} for value, rows, lines in counted]
        if rows:
            tables.append({"tally": tally, "text": tally.text(import_file), "rows": rows})
    return tables
