"""«Programmes»: what an administrator starts, edits, tries, publishes and vouches for; agents read."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of
from portal.clock import today
from portal.finding.searching import holding_words
from portal.gestion import menu
from portal.gestion.added_pages import Added
from portal.gestion.site import SectionAdmin
from programs.assisted_advice import views as assisted
from programs.facts.models import FactDefinition
from programs.program_versions import decisions, examples_views, upkeep_views, views
from programs.program_versions.content import put_on
from programs.program_versions.models import ProgramVersion
from programs.program_versions.pages import page
from programs.programs.models import Program
from programs.programs.upkeep import gaps
from programs.programs.wording import amount_lines, criteria_lines, source_lines
from programs.rules.checking import criteria_problems
from programs.rules.nodes import read_tree

View = Callable[..., HttpResponse]


@admin.register(Program)
class ProgramAdmin(SectionAdmin):
    """Administrators see the programs of their organizations; agents read what the public reads."""

    menu_group = menu.PROGRAMS
    menu_rank = 10
    view_permission = Permission.VIEW_PROGRAMS
    change_permission = add_permission = Permission.CONFIGURE_PROGRAMS
    list_display = ["name_fr", "organization", "theme", "state", "draft", "holds_for", "reviewed_at"]
    list_filter = ["state", "theme"]
    list_select_related = ["organization"]
    search_fields = ["code"]
    search_help_text = _("Nom, résumé ou thème; les accents et les pluriels ne comptent pas.")
    change_list_template = "admin/programs/program/list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Program]:
        programs = super().get_queryset(request).select_related("organization")
        drafts = ProgramVersion.objects.open().filter(program=OuterRef("pk"))
        programs = programs.annotate(
            draft_state=Subquery(drafts.values("state")), returned_at=Subquery(drafts.values("returned_at"))
        )
        return programs.administered_by(request.user) if self.administered(request) else programs

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Program], search_term: str
    ) -> tuple[QuerySet[Program], bool]:
        """Plurals and accents aside; else names that resemble what was typed, and the list says so."""
        found = queryset.matching(search_term)
        if search_term and not found.exists():
            alike = holding_words(queryset, ["name_fr"], search_term)
            found, request.words_resemble = alike.rows, True  # type: ignore[attr-defined]
        return found, False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(
            request, {"serves_people": self.holds(request, Permission.SERVE_PEOPLE), **(extra_context or {})}
        )

    @admin.display(description=_("brouillon"))
    def draft(self, program: Program) -> str:
        """So that the second person sees what waits for them, and its author what came back."""
        if program.draft_state == "draft" and program.returned_at:
            return _("renvoyé")
        return {"draft": _("en cours"), "submitted": _("à approuver")}.get(program.draft_state, "")

    def added_pages(self) -> list[Added]:
        """Pages of one program, then those of the room."""
        pages: list[tuple[str, str, View]] = [
            ("mots", "edit", views.edit),
            ("conditions", "criteria", views.criteria),
            ("exemples", "examples", examples_views.examples),
            ("exemples/<int:rank>", "example", examples_views.example),
            ("apercu", "preview", views.preview),
            ("publier", "publish", decisions.publish),
            ("versions", "ledger", decisions.history),
            ("versions/<int:number>", "version", decisions.version),
            ("versions/<int:number>/reprendre", "take_back", decisions.take_back),
            ("versions/<int:number>/revenir", "restore", decisions.restore),
            ("verifie", "vouch", decisions.vouch),
        ]
        own = [
            Added(f"<uuid:pk>/{where}/", partial(self._of_program, view), code, right="change")
            for where, code, view in pages
        ]
        return [
            *own,
            *self._assisted(),
            Added("a-verifier/", partial(self._of_section, upkeep_views.to_check), "to_check", right="change"),
            Added("<uuid:pk>/change/", self.read, "change"),
        ]

    def _assisted(self) -> list[Added]:
        """The questionnaire on the telephone: for agents, who need not administer any program."""
        pages: list[tuple[str, str, View]] = [
            ("", "assisted", assisted.start),
            ("suivante/", "assisted_next", assisted.next_question),
            ("questions/<slug:fact>/", "assisted_question", assisted.question),
            ("resultat/", "assisted_result", assisted.result),
            ("lettre/", "assisted_letter", assisted.letter),
            ("terminer/", "assisted_finish", assisted.finish),
            ("personne/<uuid:citizen>/", "assisted_person", assisted.person),
        ]
        return [
            Added(f"telephone/{where}", partial(view, self), name, permission=Permission.SERVE_PEOPLE)
            for where, name, view in pages
        ]

    def read(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """One program: what it says, what is missing, and what one may do with it."""
        program = self.get_queryset(request).select_related("reviewed_by").filter(pk=pk).first()
        if program is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        draft = program.versions.open().select_related("author", "submitted_by", "returned_by").first()
        if draft and not program.is_published:
            put_on(program, draft.content)  # to be shown, never saved
        rows = FactDefinition.objects.by_code()
        problems = criteria_problems(program.criteria, {code: row.kind for code, row in rows.items()})
        return page(
            self,
            request,
            "program",
            title=program.name_fr,
            program=program,
            draft=draft,
            coming=program.versions.coming().order_by("effective_on"),
            problems=problems,
            lines=() if problems else criteria_lines(read_tree(program.criteria), rows),
            amounts=amount_lines(program),
            sources=source_lines(program),
            gaps=gaps(program, today()),
            may_change=program.organization_id in self.administered(request),
        )

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._of_section(decisions.start, request)

    def administered(self, request: HttpRequest) -> frozenset[UUID]:
        return visibility_of(request.user).organizations_where(Permission.CONFIGURE_PROGRAMS)

    def _of_section(self, view: View, request: HttpRequest) -> HttpResponse:
        if not self.administered(request):
            raise PermissionDenied
        return view(self, request)

    def _of_program(self, view: View, request: HttpRequest, pk: UUID, **more: Any) -> HttpResponse:
        """Only for an administrator of its organization: to others the page does not exist."""
        mine = Program.objects.administered_by(request.user)
        program = mine.select_related("organization").filter(pk=pk).first()
        if program is None:
            raise Http404
        return view(self, request, program, **more)
